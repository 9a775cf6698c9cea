"""Who of a block of rows is probably entered already, found together rather than one by one.

Whoever shares a birth (day and month swapped included) and sounds alike, a phone, an e-mail, a name in its own script
or the very name. What is rarer, the comparison of each person entered with everyone finds within minutes.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Self
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat, Lower
from django.db.models.lookups import In
from rapidfuzz import fuzz, process

from ancrage.core.sql import SortsAs
from ancrage.newcomers.models import Person, PersonImport, RowState
from ancrage.newcomers.queries.births import swapped
from ancrage.newcomers.queries.imports import Read, unpack
from ancrage.newcomers.queries.likeness import Level, Likeness, traits_of_person
from ancrage.newcomers.queries.scoring import NOBODY, Traits, probably_one

# Below, two names born the same day are those of two persons.
_SOUNDS_ALIKE: Final = 55
Values = Mapping[str, Any]
# What is compared of someone entered, beside their address.
_COMPARED: Final = ("given_names", "family_names", "original_name", "other_names", "birth_on", "phone", "email")
_Known = tuple[UUID, str, str, str, str]
_Born = tuple[Sequence[str], Sequence[str]]
# The letters of a key.
_KEY: Final = 36


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the list: its line, what it says, and that as it is compared (of a row in error, nothing)."""

    line: int
    read: Read
    traits: Traits = NOBODY

    @classmethod
    def of(cls, line: int, read: Read) -> Self:
        return cls(line, read, NOBODY if read.errors else traits_of(read.values))

    @property
    def is_right(self) -> bool:
        return not self.read.errors


def entries_until(sheet: PersonImport, line: int) -> list[Entry]:
    """The rows without error checked already, up to ``line``, in order."""
    rows = sheet.rows.filter(line__lte=line).exclude(state=RowState.WRONG).order_by("line")
    return [Entry.of(number, unpack(content)) for number, content in rows.values_list("line", "content")]


def traits_of(values: Values) -> Traits:
    """A row, as the comparison takes it."""
    names = [values.get("given_names"), values.get("family_names")]
    full = " ".join(filter(None, names))
    others = values.get("other_names")
    return Traits.of(
        full,
        *([f"{values.get('given_names') or ''} {others}"] if others else []),
        given=values.get("given_names") or "",
        original_name=values.get("original_name") or "",
        born=values.get("birth_on"),
        phone=values.get("phone") or "",
        email=values.get("email") or "",
        address=values.get("address") or "",
    )


def likest(rows: Sequence[Entry], *, among: QuerySet[Person] | None = None) -> list[Likeness | None]:
    """For each row, who of all Ancrage is the likest among those who are probably the same.

    Six statements at most, whatever the number of rows.

    :param among: only among these.
    """
    known = _known([row.read.values for row in rows], Person.objects.all() if among is None else among)
    wanted = [set(_near(row, known)) for row in rows]
    # An address is sealed one by one: it is opened where it is compared.
    compared = [*_COMPARED, "address"] if any(row.read.values.get("address") for row in rows) else _COMPARED
    persons = Person.objects.only(*compared).in_bulk(set().union(*wanted)) if any(wanted) else {}
    return [
        _best(row.traits, [persons[pk] for pk in keys if pk in persons]) for row, keys in zip(rows, wanted, strict=True)
    ]


def _best(traits: Traits, persons: Iterable[Person]) -> Likeness | None:
    """The likest. Why in words is not asked of a list."""
    has_address = bool(traits.address.street)
    found = (
        Likeness(person, Level.PROBABLE, weighed.score, ())
        for person in persons
        if (weighed := probably_one(traits, traits_of_person(person, has_address=has_address)))
    )
    return max(found, key=lambda one: (one.score, str(one.person.pk)), default=None)


class _Index:
    """Those met, by what they may share with a row. ``born``: by day, their keys, then how their names sound."""

    def __init__(self, known: Iterable[_Known], born: Mapping[date, _Born]) -> None:
        self.born = born
        self.same: dict[tuple[str, str], list[UUID]] = defaultdict(list)
        for pk, heard, phone, email, original in known:
            for kind, value in (("phone", phone), ("email", email.lower()), ("script", original), ("heard", heard)):
                self.same[kind, value].append(pk)


def _near(row: Entry, known: _Index) -> Iterator[UUID]:
    values = row.read.values
    heard = " ".join(row.traits.names[0].keys) if row.traits.names else ""
    if born := values.get("birth_on"):
        for day in {born, swapped(born)} & known.born.keys():
            keys, names = known.born[day]
            if not heard:
                yield from map(UUID, keys)
                continue
            # Whoever is known in another script alone may be anyone born that day.
            yield from (UUID(key) for key, name in zip(keys, names, strict=True) if not name)
            alike = process.extract(heard, names, scorer=fuzz.token_sort_ratio, score_cutoff=_SOUNDS_ALIKE, limit=None)
            yield from (UUID(keys[place]) for _name, _score, place in alike)
    shared = (
        ("phone", values.get("phone")),
        ("email", (values.get("email") or "").lower()),
        ("script", values.get("original_name")),
        ("heard", heard),
    )
    for kind, value in shared:
        if value:
            yield from known.same.get((kind, value), ())


def _known(rows: Sequence[Values], found: QuerySet[Person]) -> _Index:
    born = {values["birth_on"] for values in rows if values.get("birth_on")}
    spelt = {" ".join([values.get("family_names") or "", values.get("given_names") or ""]) for values in rows}
    emails = {values["email"].lower() for values in rows if values.get("email")}
    shared: dict[str, Q] = {"spelt": Q(SortsAs("sort_name", sorted(name for name in spelt if name.strip())))}
    if emails:
        shared["email"] = ~Q(email="") & Q(In(Lower("email"), sorted(emails)))
    for name in ("phone", "original_name"):
        if told := {values[name] for values in rows if values.get(name)}:
            # Beyond a hundred values, PostgreSQL no longer sees by itself that the index, without the empty, serves.
            shared[name] = Q(**{f"{name}__in": told}) & ~Q(**{name: ""})
    columns = ("pk", "heard_name", "phone", "email", "original_name")
    # Each part has its index: asked apart, none is read with another's.
    parts = (found.filter(part).order_by("pk").values_list(*columns) for part in shared.values())
    return _Index({row[0]: row for part in parts for row in part}.values(), _born(born, found))


def _born(days: set[date], found: QuerySet[Person]) -> dict[date, _Born]:
    """Those born on ``days``, day and month swapped included. One row by day: they are many, and few are alike."""
    wanted = days | {other for day in days if (other := swapped(day))}
    each = Concat(Cast("pk", TextField()), Value(" ", TextField()), "heard_name")
    rows = found.filter(birth_on__in=wanted).order_by("birth_on").values("birth_on").annotate(texts=ArrayAgg(each))
    told = rows.values_list("birth_on", "texts") if wanted else ()
    return {day: ([text[:_KEY] for text in texts], [text[_KEY + 1 :] for text in texts]) for day, texts in told if day}
