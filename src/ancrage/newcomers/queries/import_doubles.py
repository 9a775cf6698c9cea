"""Who of a block of rows is probably entered already, found together rather than one by one.

What is rarer than ``nearby`` finds, the comparison of each person entered with everyone finds within minutes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from django.db.models import QuerySet

from ancrage.newcomers.models import Person, PersonImport, RowState
from ancrage.newcomers.queries.imports import Read, unpack
from ancrage.newcomers.queries.likeness import Level, Likeness, traits_of_person
from ancrage.newcomers.queries.nearby import Asked, nearby
from ancrage.newcomers.queries.scoring import NOBODY, Traits, probably_one
from ancrage.newcomers.queries.together import COMPARED

Values = Mapping[str, Any]


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

    Three statements at most, whatever the number of rows.

    :param among: only among these.
    """
    wanted = nearby([_asked(row) for row in rows])
    # An address is sealed one by one: it is opened where it is compared.
    compared = [*COMPARED, "address"] if any(row.read.values.get("address") for row in rows) else COMPARED
    found = Person.objects.all() if among is None else among
    persons = found.only(*compared).in_bulk(set().union(*wanted)) if any(wanted) else {}
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


def _asked(row: Entry) -> Asked:
    values = row.read.values
    spelt = f"{values.get('family_names') or ''} {values.get('given_names') or ''}"
    return Asked(
        row.traits,
        spelt if row.traits.names and spelt.strip() else "",
        values.get("birth_on"),
        values.get("phone") or "",
        row.traits.email,
        row.traits.original_name,
    )
