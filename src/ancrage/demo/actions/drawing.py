"""What the loaders share: the one source of chance, the files of the world, and the rows waiting to be written."""

import csv
import random
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import pgtrigger
from django.db.models import Model
from faker import Faker

from ancrage.accounts.models import User
from ancrage.core.clock import HOME_ZONE
from ancrage.core.dates import is_working_day

WORLD = Path(__file__).parents[1] / "world"
# The day on which the demo opens, and the first one it tells about.
OPENING_DAY = date(2021, 7, 14)
OPENING = datetime.combine(OPENING_DAY, time(8), HOME_ZONE)
FIRST_DAY = date(2019, 7, 1)
# A service well kept: nothing is late by more days than this, and an agent has few late things of a kind.
_OLDEST_DELAY, _FEW = 16, 2
_CHUNK = 2000

M = TypeVar("M", bound=Model)
T = TypeVar("T")


@cache
def rows(name: str) -> list[dict[str, str]]:
    """The lines of a CSV file of the world."""
    with (WORLD / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@cache
def table(name: str) -> dict[str, Any]:
    """The content of a TOML file of the world."""
    return tomllib.loads((WORLD / f"{name}.toml").read_text(encoding="utf-8"))


@dataclass
class Draw:
    """Chance from a seed, and the rows to write, kept by model in the order of their first mention."""

    seed: int
    chance: random.Random = field(init=False)
    faker: Faker = field(init=False)
    waiting: dict[type[Model], list[Any]] = field(default_factory=dict)
    phones: int = 0
    late: Counter[tuple[str, str]] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)  # noqa: S311 - the same world each time, not a secret
        self.faker = Faker("fr_CA")
        self.faker.seed_instance(self.seed)

    def add(self, row: M) -> M:
        """Keep ``row`` until ``write``; what it points to must have been added before."""
        self.waiting.setdefault(type(row), []).append(row)
        return row

    def write(self) -> None:
        """Write what waits. Only the history of persons begins here: that of the rest begins with its first change."""
        for model, waiting in self.waiting.items():
            with nullcontext() if model._meta.model_name == "person" else pgtrigger.ignore():
                model._default_manager.bulk_create(waiting, batch_size=_CHUNK)
        self.waiting = {}

    def pick(self, options: Sequence[T]) -> T:
        return self.chance.choice(options)

    def weighted(self, weights: Mapping[T, int]) -> T:
        return self.chance.choices(list(weights), weights=list(weights.values()))[0]

    def happens(self, percent: float) -> bool:
        return self.chance.random() * 100 < percent

    def is_left(self, kind: str, agent: User, due: date) -> bool:
        """Whether something of ``agent``, due on ``due``, is still to be done."""
        late = (OPENING_DAY - due).days
        if late <= 0:
            return True
        if late > _OLDEST_DELAY or self.late[kind, agent.email] == _FEW or not self.happens(30):
            return False
        self.late[kind, agent.email] += 1
        return True

    def between(self, low: int, high: int) -> int:
        return self.chance.randint(low, high)

    def day_between(self, first: date, last: date) -> date:
        return first + timedelta(days=self.between(0, max((last - first).days, 0)))

    def working_day(self, first: date, last: date) -> date:
        """A working day from ``first`` to ``last``, or the nearest one before."""
        day = self.day_between(first, last)
        while not is_working_day(day):
            day -= timedelta(days=1)
        return day

    def at(self, day: date, *, first: int = 9, last: int = 16) -> datetime:
        """A moment of office hours on ``day``."""
        moment = time(self.between(first, last), self.pick((0, 5, 10, 15, 20, 30, 40, 45, 50)))
        return datetime.combine(day, moment, HOME_ZONE)

    def phone(self) -> str:
        """A number of the range kept for fiction, 555-0100 to 555-0199."""
        areas = ("418", "581", "367", "514", "438", "450", "579", "819")
        self.phones += 1
        area, last = divmod(self.phones * 7, 100)
        return f"+1{areas[area % len(areas)]}55501{last:02}"
