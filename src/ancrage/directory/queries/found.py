"""What is found, as a page shows it: by page, with numbers that the map repeats, and counts beside filters."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from ancrage.directory.queries import tags
from ancrage.directory.queries.ranking import Ranked
from ancrage.directory.queries.search import Results
from ancrage.ui.maps import Pin

Query = Any
"""``request.GET``."""
SIZE: Final = 20
PAGE: Final = "page"


@dataclass(frozen=True)
class Line:
    """A service of the page: its number, and how far it is."""

    number: int
    row: Ranked

    @property
    def service_id(self) -> UUID:
        return self.row.candidate.service_id

    @property
    def kilometres(self) -> float | None:
        """Whole from ten on."""
        away = self.row.kilometres
        return away if away is None else round(away) if away >= 10 else round(away, 1)


@dataclass(frozen=True)
class Shown:
    numbered: list[Line]
    previous: str = ""
    next: str = ""
    first: str = ""

    @property
    def ids(self) -> list[UUID]:
        return [line.service_id for line in self.numbered]


def pages_of(results: Results, query: Query, size: int = SIZE) -> Shown:
    """The page asked for; one beyond the end is empty."""
    asked = query.get(PAGE, "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and int(asked[:6]) > 0 else 1
    start = (min(number, 10**6) - 1) * size
    rows = results.rows[start : start + size]
    return Shown(
        [Line(start + place, row) for place, row in enumerate(rows, start=1)],
        previous=_address(query, number - 1) if number > 1 else "",
        next=_address(query, number + 1) if start + size < results.total else "",
        first=_address(query, 1) if number > 2 else "",
    )


def _address(query: Query, number: int) -> str:
    kept = query.copy()
    kept.pop(PAGE, None)
    if number > 1:
        kept[PAGE] = str(number)
    return f"?{kept.urlencode()}"


def pins_of(shown: Shown, titles: Mapping[UUID, str]) -> list[Pin]:
    """The nearest, or first, place of each line that has one."""
    return [
        Pin(line.number, *line.row.point, titles.get(line.service_id, ""), f"#r{line.number}")
        for line in shown.numbered
        if line.row.point
    ]


@dataclass(frozen=True)
class Freshness:
    """How many of a list were verified, and since how many months at most."""

    verified: int
    total: int
    months: int


def freshness(verified_on: Sequence[date | None], day: date) -> Freshness:
    known = [one for one in verified_on if one]
    oldest = min(known, default=day)
    months = (day.year - oldest.year) * 12 + day.month - oldest.month + (day.day >= oldest.day)
    return Freshness(len(known), len(verified_on), max(months, 1))


def shown_filters(form: Any, results: Results) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - forms are above
    """The ticked boxes of a search, with how many of what is found they hold."""
    for name in ("quand", "comment", "langue"):
        field = form[name]
        ticked = set(field.value() or ())
        choices = [
            {"value": value, "label": label, "count": results.counts.get(_tag(name, value)), "on": value in ticked}
            for value, label in field.field.choices
        ]
        yield {
            "name": name,
            "label": field.label,
            "choices": [one for one in choices if one["count"] != 0 or one["on"]],
        }


def _tag(name: str, value: str) -> str:
    if name == "langue":
        return tags.language(value)
    known = {
        "soir": tags.EVENING,
        "fds": tags.WEEKEND,
        "gratuit": tags.fee("free"),
        "accessible": tags.ACCESSIBLE,
        "aiguillages": tags.REFERRED,
    }
    return known.get(value) or tags.mode(value)
