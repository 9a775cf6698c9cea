"""Which organisations, and which services, are probably one: by name, phone, address and website."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

from django.contrib.postgres.search import TrigramDistance, TrigramSimilarity
from django.db.models import QuerySet, Value

from ancrage.core.sql import FrSort
from ancrage.core.text import digits, fold
from ancrage.directory.models import Address, LikenessReason, Organization, Phone, Service

_NAME: Final = 0.45
_WEIGHTS: Final[Mapping[LikenessReason, int]] = {
    LikenessReason.PHONE: 40,
    LikenessReason.WEBSITE: 35,
    LikenessReason.ADDRESS: 30,
}
LEAST: Final = 65
_MOST: Final = 20
Marks = dict[LikenessReason, set[str]]


@dataclass(frozen=True)
class Like:
    one: UUID
    other: UUID
    score: int
    reasons: tuple[LikenessReason, ...]


def like_organizations(found: Iterable[Organization]) -> Iterator[Like]:
    """Of each, those of its region that are probably the same."""
    for one in found:
        mine = _marks([one])[one.pk]
        near = _near(one, mine)
        theirs = _marks(near)
        for other in near:
            yield from _compared(one, other, mine, theirs[other.pk])


def like_services(found: Iterable[Service]) -> Iterator[Like]:
    """Of each, those of its organisation with nearly its name."""
    for one in found:
        others = Service.objects.active().filter(organization=one.organization_id).exclude(pk=one.pk)
        likeness = TrigramSimilarity(FrSort("name"), FrSort(Value(one.name)))  # type: ignore[arg-type] # expressions are some too
        near = list(others.annotate(likeness=likeness).filter(likeness__gte=_NAME).order_by("-likeness", "pk")[:_MOST])
        phones = _phones("service", [one, *near])
        for other in near:
            yield from _compared(one, other, *({LikenessReason.PHONE: phones[each.pk]} for each in (one, other)))


def _near(one: Organization, marks: Marks) -> list[Organization]:
    """Those of its region with the nearest names, or with one of its marks: a few of each, found by their index."""
    name = FrSort(Value(one.name))
    others = Organization.objects.active().filter(region=one.region_id).exclude(pk=one.pk)
    numbers = [form for number in marks[LikenessReason.PHONE] for form in _forms(number)]
    dialled = Phone.objects.filter(number__in=numbers).exclude(organization=None).values("organization")
    found = [
        others.order_by(TrigramDistance("sort_name", name)),  # type: ignore[arg-type] # an expression is one too
        others.filter(pk__in=dialled),
        *(others.filter(website__icontains=host) for host in marks[LikenessReason.WEBSITE]),
        *(others.filter(pk__in=_at(mark).values("location__organization")) for mark in marks[LikenessReason.ADDRESS]),
    ]
    first, *rest = [rows.values("pk")[:_MOST] for rows in found]
    likeness = TrigramSimilarity("sort_name", name)  # type: ignore[arg-type] # an expression is one too
    near = Organization.objects.filter(pk__in=first.union(*rest)).annotate(likeness=likeness)
    return list(near.order_by("-likeness", "pk"))


def _at(mark: str) -> "QuerySet[Address]":
    street, _bar, code = mark.rpartition("|")
    found = Address.objects.filter(address_1__iexact=street, postal_code__iexact=code)
    return found.exclude(location__organization=None)


def _marks(found: Collection[Organization]) -> dict[UUID, Marks]:
    """By organisation. Two statements, whatever their number."""
    phones = _phones("organization", found)
    places: dict[UUID, set[str]] = {one.pk: set() for one in found}
    rows = Address.objects.filter(location__organization__in=places).exclude(address_1="").exclude(postal_code="")
    named = rows.order_by("pk").values_list("location__organization", "address_1", "postal_code")
    for key, street, code in named:
        places[key].add(f"{street}|{code}")
    return {
        one.pk: {
            LikenessReason.PHONE: phones[one.pk],
            LikenessReason.WEBSITE: {host} if (host := _host(one.website)) else set(),
            LikenessReason.ADDRESS: places[one.pk],
        }
        for one in found
    }


def _phones(owner: str, found: Collection[Organization | Service]) -> dict[UUID, set[str]]:
    numbers: dict[UUID, set[str]] = {one.pk: set() for one in found}
    rows = Phone.objects.filter(**{f"{owner}__in": numbers}).order_by("pk").values_list(owner, "number")
    for key, number in rows:
        numbers[key].add(digits(number)[-10:])
    return numbers


def _forms(number: str) -> list[str]:
    """How one number may be kept."""
    return [
        f"+1{number}",
        number,
        f"{number[:3]} {number[3:6]}-{number[6:]}",
        f"{number[:3]}-{number[3:6]}-{number[6:]}",
    ]


def _host(address: str) -> str:
    return (urlsplit(address).hostname or "").removeprefix("www.")


def _compared(one: Any, other: Any, mine: Marks, theirs: Marks) -> Iterator[Like]:  # noqa: ANN401 - two of one sort
    """``other``: with its ``likeness``, from 0 to 1."""
    reasons = [reason for reason, values in mine.items() if _same(values, theirs[reason])]
    score = round(other.likeness * 100) + sum(_WEIGHTS[reason] for reason in reasons)
    if other.likeness >= _NAME:
        reasons.insert(0, LikenessReason.NAME)
    if score >= LEAST and reasons:
        first, second = sorted((one.pk, other.pk))
        yield Like(first, second, min(score, 100), tuple(reasons))


def _same(some: set[str], others: set[str]) -> bool:
    return bool({fold(one) for one in some} & {fold(one) for one in others})
