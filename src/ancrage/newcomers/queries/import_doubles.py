"""Who of a block of rows is probably entered already, found together rather than one by one.

Whoever shares a birth (day and month swapped included) and sounds alike, a phone, an e-mail, a name in its own script
or the very name. What is rarer, the comparison of each person entered with everyone finds within minutes.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from rapidfuzz import fuzz

from ancrage.core.sql import SortsAs
from ancrage.core.text import name_key
from ancrage.newcomers.models import Person
from ancrage.newcomers.queries.births import swapped
from ancrage.newcomers.queries.likeness import Likeness, likeness_of
from ancrage.newcomers.queries.scoring import Traits

# Below, two names born the same day are those of two persons.
_SOUNDS_ALIKE: Final = 55
Values = Mapping[str, Any]
_Known = tuple[UUID, date | None, str, str, str, str, str]


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


def likest(rows: Sequence[Values], *, among: QuerySet[Person] | None = None) -> list[Likeness | None]:
    """For each row, who of all Ancrage is the likest among those who are probably the same. Two statements.

    :param among: only among these.
    """
    known = _known(rows, Person.objects.all() if among is None else among)
    wanted = [set(_near(values, known)) for values in rows]
    # An address is sealed one by one: it is opened where it is compared.
    rows_of = Person.objects.all() if any(values.get("address") for values in rows) else Person.objects.defer("address")
    persons = rows_of.in_bulk(set().union(*wanted)) if any(wanted) else {}
    return [
        _best(traits_of(values), [persons[pk] for pk in keys if pk in persons])
        for values, keys in zip(rows, wanted, strict=True)
    ]


def _best(traits: Traits, persons: Iterable[Person]) -> Likeness | None:
    found = (likeness_of(traits, person) for person in persons)
    probable = [one for one in found if one is not None and one.is_probable]
    return max(probable, key=lambda one: (one.score, str(one.person.pk)), default=None)


class _Index:
    """Those met, by what they may share with a row."""

    def __init__(self, known: Iterable[_Known]) -> None:
        self.born: dict[date, list[tuple[UUID, str]]] = defaultdict(list)
        self.same: dict[tuple[str, str], list[UUID]] = defaultdict(list)
        for pk, born, heard, phone, email, original, sort_name in known:
            if born:
                self.born[born].append((pk, heard))
            for kind, value in (("phone", phone), ("email", email.lower()), ("script", original), ("name", sort_name)):
                if value:
                    self.same[kind, value].append(pk)
            self.same["heard", heard].append(pk)


def _near(values: Values, known: _Index) -> Iterator[UUID]:
    heard = name_key(f"{values.get('given_names') or ''} {values.get('family_names') or ''}")
    if born := values.get("birth_on"):
        for day in {born, swapped(born)} - {None}:
            yield from (pk for pk, its in known.born.get(day, ()) if fuzz.token_sort_ratio(heard, its) >= _SOUNDS_ALIKE)
    keys = (
        ("phone", values.get("phone")),
        ("email", (values.get("email") or "").lower()),
        ("script", values.get("original_name")),
        ("heard", heard),
    )
    for kind, value in keys:
        if value:
            yield from known.same.get((kind, value), ())


def _known(rows: Sequence[Values], found: QuerySet[Person]) -> _Index:
    born = {values["birth_on"] for values in rows if values.get("birth_on")}
    days = born | {other for day in born if (other := swapped(day))}
    shared = Q(birth_on__in=days)
    for name in ("phone", "original_name"):
        shared |= Q(**{f"{name}__in": {values[name] for values in rows if values.get(name)}})
    emails = {values["email"].lower() for values in rows if values.get("email")}
    names = {" ".join([values.get("family_names") or "", values.get("given_names") or ""]) for values in rows}
    spelt = SortsAs("sort_name", sorted(name for name in names if name.strip()))
    columns = ("pk", "birth_on", "heard_name", "phone", "email", "original_name", "sort_name")
    # Each part has its index: asked apart, none is read with another's.
    parts = [found.filter(shared), found.filter(spelt)]
    if emails:
        parts.append(found.alias(lower=Lower("email")).filter(~Q(email=""), lower__in=emails))
    together = {row[0]: row for part in parts for row in part.order_by("pk").values_list(*columns)}
    return _Index(together.values())
