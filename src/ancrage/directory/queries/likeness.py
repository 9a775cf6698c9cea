"""Which organisations, and which services, are probably one: by name, phone, address and website."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Q, QuerySet

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


@dataclass(frozen=True)
class Like:
    one: UUID
    other: UUID
    score: int
    reasons: tuple[LikenessReason, ...]


def like_organizations(found: Iterable[Organization]) -> Iterator[Like]:
    """Of each, those of its region that are probably the same."""
    for one in found:
        others = Organization.objects.active().filter(region=one.region_id).exclude(pk=one.pk)
        marks = _marks(one)
        for other in _candidates(
            others, one.name, Phone.objects.filter(organization__isnull=False), marks, "organization"
        ):
            yield from _compared(one.pk, other.pk, _likeness(one.name, other.name), marks, _marks(other))


def like_services(found: Iterable[Service]) -> Iterator[Like]:
    """Of each, those of its organisation with nearly its name."""
    for one in found:
        others = Service.objects.active().filter(organization=one.organization_id).exclude(pk=one.pk)
        named = others.annotate(likeness=TrigramSimilarity("name", one.name)).filter(likeness__gte=_NAME)
        for other in named.order_by("-likeness", "pk")[:_MOST]:
            mine, theirs = ({LikenessReason.PHONE: set(_phones(service=each))} for each in (one, other))
            yield from _compared(one.pk, other.pk, _likeness(one.name, other.name), mine, theirs)


Marks = dict[LikenessReason, set[str]]


def _candidates(
    others: "QuerySet[Organization]", name: str, phones: "QuerySet[Phone]", marks: Marks, key: str
) -> "QuerySet[Organization]":
    numbers = marks[LikenessReason.PHONE]
    dialled = phones.filter(number__in=[form for number in numbers for form in _forms(number)]).values(key)
    sites = Q()
    for host in marks[LikenessReason.WEBSITE]:
        sites |= Q(website__icontains=host)
    places = Q()
    for mark in marks[LikenessReason.ADDRESS]:
        street, _bar, code = mark.partition("|")
        places |= Q(locations__addresses__address_1__iexact=street, locations__addresses__postal_code__iexact=code)
    close = others.annotate(likeness=TrigramSimilarity("name", name))
    wanted = Q(likeness__gte=_NAME) | Q(pk__in=dialled)
    wanted = wanted | sites if sites else wanted
    wanted = wanted | places if places else wanted
    return Organization.objects.filter(pk__in=close.filter(wanted).values("pk")).order_by("pk")[:_MOST]


def _marks(one: Organization) -> Marks:
    addresses = Address.objects.filter(location__organization=one).exclude(address_1="").order_by("pk")
    return {
        LikenessReason.PHONE: set(_phones(organization=one)),
        LikenessReason.WEBSITE: {host} if (host := _host(one.website)) else set(),
        LikenessReason.ADDRESS: {f"{each.address_1}|{each.postal_code}" for each in addresses if each.postal_code},
    }


def _phones(**owner: Any) -> list[str]:
    rows = Phone.objects.filter(**owner).order_by("pk").values_list("number", flat=True)
    return [digits(number)[-10:] for number in rows]


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


def _compared(one: UUID, other: UUID, likeness: float, mine: Marks, theirs: Marks) -> Iterator[Like]:
    reasons = [reason for reason, values in mine.items() if _same(values, theirs.get(reason, set()))]
    score = round(likeness * 100) + sum(_WEIGHTS[reason] for reason in reasons)
    if likeness >= _NAME:
        reasons.insert(0, LikenessReason.NAME)
    if score >= LEAST and reasons:
        first, second = sorted((one, other))
        yield Like(first, second, min(score, 100), tuple(reasons))


def _same(some: set[str], others: set[str]) -> bool:
    return bool({fold(one) for one in some} & {fold(one) for one in others})


def _likeness(one: str, other: str) -> float:
    """Shared groups of three letters, as PostgreSQL counts them."""
    mine, theirs = _threes(one), _threes(other)
    return len(mine & theirs) / len(mine | theirs) if mine and theirs else 0.0


def _threes(text: str) -> set[str]:
    return {
        padded[n : n + 3] for word in fold(text).split() for padded in [f"  {word} "] for n in range(len(padded) - 2)
    }
