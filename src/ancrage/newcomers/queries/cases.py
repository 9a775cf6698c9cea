"""The list of dossiers within reach, filtered; every filter has its index."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final, TypedDict
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value

from ancrage.accounts.access import Access
from ancrage.accounts.models import User, UserQuerySet
from ancrage.core.clock import HOME_ZONE
from ancrage.core.paging import Fetch, Place, slice_of, together
from ancrage.core.prepared import prepared
from ancrage.core.sql import EndsWith, RowCount
from ancrage.core.text import digits, fold
from ancrage.newcomers.models import Case, CaseState, FollowUp, Person
from ancrage.newcomers.permissions import Permission
from ancrage.newcomers.queries.columns import Column, with_columns
from ancrage.newcomers.queries.likeness import email_begins
from ancrage.newcomers.queries.named import bearing, is_name, readings
from ancrage.newcomers.queries.staff import held_at, staff_of_points
from ancrage.territory.models import Mrc, ServicePoint, ServicePointQuerySet

COUNTED: Final = 1000
"""Beyond it, a list says « plus de 1 000 » rather than count."""

OPEN = "ouverts"
NOBODY = "personne"
TO_REACH, LATE, OVERDUE, REACHED = "a-joindre", "en-retard", "suivi-en-retard", "joints"
RECENT: Final = timedelta(days=90)
_REFERENCE: Final = re.compile(r"[A-Z0-9]{2,5}-\d{4}-\d*", re.IGNORECASE)
_PHONE: Final = re.compile(r"[\d\s().+-]{7,}")
_EMAIL: Final = re.compile(r"[^\s@]+@[^\s@]*")
_NUMBER: Final = re.compile(
    r"(?:(?P<region>[A-Z]{2,5})[ -]?)?(?:(?P<year>20\d{2})[ -])?(?P<number>\d{1,6})", re.IGNORECASE
)
"""The end of a reference, as it is said: « 126 », « 2021-126 », « bsl 126 »."""
_NUMBER_DIGITS: Final = 6


class Filters(TypedDict, total=False):
    """What a reader asks of the list; absent or empty asks nothing."""

    q: str
    state: str
    mrc: UUID | None
    municipality: UUID | None
    point: UUID | None
    agent: UUID | str
    """A key, or ``NOBODY``."""
    due: str
    day: date


@prepared
def case_for_page(*, case: UUID, access: Access, permission: Permission) -> QuerySet[Case]:
    """The dossier as its pages load it, or nothing."""
    return Case.objects.for_page(access, permission).filter(pk=case)


def listed(access: Access, filters: Filters, columns: Iterable[Column]) -> QuerySet[Case]:
    """The dossiers of the list, with what its columns show."""
    return with_columns(filtered(Case.objects.visible_to(access), filters), columns)


def fetching(access: Access, filters: Filters, columns: Iterable[Column]) -> Fetch[Case]:
    """How a page of the list is read, for ``page_read``: prepared, unless a text was typed."""
    shown = tuple(columns)
    if filters.get("q"):
        rows = listed(access, filters, shown)
        return lambda place, size: list(slice_of(rows, "requested_at", place, size))
    return lambda place, size: _page(access=access, filters=filters, columns=shown, place=place, size=size)


@prepared
def _page(*, access: Access, filters: Filters, columns: tuple[Column, ...], place: Place, size: int) -> QuerySet[Case]:
    return slice_of(listed(access, filters, columns), "requested_at", place, size)


def total(access: Access, filters: Filters) -> int:
    """How many dossiers the list has, up to one more than ``COUNTED``."""
    if filters.get("q"):
        return counted(filtered(Case.objects.visible_to(access), filters))
    return min(sum(_totals(access=access, filters=filters)[0]), COUNTED + 1)


@prepared
def _totals(*, access: Access, filters: Filters) -> QuerySet[User, tuple[int, ...]]:
    """In two parts: each then follows its own index, and stops when it has enough."""
    parts = (filtered(rows, filters).order_by().values("pk") for rows in Case.objects.visible_in_two(access))
    counts = [RowCount(part[: COUNTED + 1]) for part in parts]
    return User.objects.filter(pk=access.user.pk).values_list(*counts)


def filtered(rows: QuerySet[Case], filters: Filters) -> QuerySet[Case]:
    state = filters.get("state") or ""
    if state == OPEN:
        rows = rows.filter(state__in=[CaseState.REQUESTED, CaseState.ACTIVE])
    elif state in CaseState.values:
        rows = rows.filter(state=state)
    if mrc := filters.get("mrc"):
        rows = rows.filter(person__municipality__mrc=mrc)
    if municipality := filters.get("municipality"):
        rows = rows.filter(person__municipality=municipality)
    if point := filters.get("point"):
        rows = rows.filter(service_point=point)
    if agent := filters.get("agent"):
        rows = rows.filter(agent=agent if isinstance(agent, UUID) else None)
    if (due := filters.get("due")) and (day := filters.get("day")):
        rows = awaiting(rows, due, day)
    return matching(rows, filters.get("q") or "")


def awaiting(rows: QuerySet[Case], due: str, day: date) -> QuerySet[Case]:
    """Open dossiers, or those by what is to be done: a first contact, late or not, a follow-up; or those reached of late."""
    match due:
        case "ouverts":
            return _open(rows)
        case "a-joindre":
            return _open(rows).filter(first_contact_at=None)
        case "en-retard":
            return _open(rows).filter(first_contact_at=None, first_contact_due_on__lt=day)
        case "suivi-en-retard":
            return _open(rows).filter(Exists(overdue(day).filter(case=OuterRef("pk"))))
        case "joints":
            return rows.filter(first_contact_at__gte=since_recently(day))
    return rows


def _open(rows: QuerySet[Case]) -> QuerySet[Case]:
    return rows.exclude(state=CaseState.CLOSED)


def overdue(day: date) -> QuerySet[FollowUp]:
    """Follow-ups whose day is past."""
    return FollowUp.objects.planned().filter(due_on__lt=day)


def since_recently(day: date) -> datetime:
    """When the last 90 days began."""
    return datetime.combine(day - RECENT, time(), HOME_ZONE)


def matching(rows: QuerySet[Case], typed: str) -> QuerySet[Case]:
    """Dossiers whose reference, or whose person's phone, e-mail or name, is what was typed or holds it."""
    typed = typed.strip()
    if not typed:
        return rows
    if _REFERENCE.fullmatch(typed):
        return rows.filter(reference__startswith=typed.upper())
    if number := _NUMBER.fullmatch(typed):
        return _numbered(rows, **number.groupdict(""))
    return rows.filter(person__in=_persons(typed).values("pk"))


def looks_for_a_name(typed: str) -> bool:
    """Whether what was typed is a name in our letters: neither a reference, a phone, an e-mail nor another script."""
    ways = (_REFERENCE, _NUMBER, _PHONE, _EMAIL)
    return is_name(typed) and not any(way.fullmatch(typed.strip()) for way in ways)


def _numbered(rows: QuerySet[Case], region: str, year: str, number: str) -> QuerySet[Case]:
    """By the end of their reference."""
    end = f"{year}-{number.zfill(_NUMBER_DIGITS)}" if year else number.zfill(_NUMBER_DIGITS)
    found = rows.filter(EndsWith("reference", f"-{end}"))
    return found.filter(reference__startswith=f"{region.upper()}-") if region else found


def _persons(typed: str) -> QuerySet[Person]:
    if _PHONE.fullmatch(typed):
        # Whoever dials within a country says neither its code nor, at home, that of the region.
        return Person.objects.filter(EndsWith("phone", digits(typed).lstrip("0"))).exclude(phone="")
    if _EMAIL.fullmatch(typed):
        return Person.objects.filter(email_begins(typed))
    if is_name(typed):
        return Person.objects.filter(bearing(readings(typed, heard=False)))
    return Person.objects.exclude(original_name="").filter(original_name__startswith=typed)


def counted(rows: QuerySet[Any]) -> int:
    """How many rows, up to one more than ``COUNTED``."""
    return rows.order_by().values("pk")[: COUNTED + 1].count()


def points_within(access: Access, day: date) -> ServicePointQuerySet:
    """The service points whose dossiers the reader may list."""
    scope = access.scopes(Permission.READ_CASE)
    points = ServicePoint.objects.on(day).in_order()
    if scope.everything:
        return points
    return points.filter(Q(pk__in=scope.service_points) | Q(region__in=scope.regions))


def agents_within(access: Access, day: date) -> UserQuerySet:
    """Those who follow dossiers at these points, in order of name."""
    return staff_of_points(points_within(access, day), day)


def mrcs_within(access: Access, day: date) -> QuerySet[Mrc]:
    """The MRCs of the regions of these points, in order of name."""
    return Mrc.objects.filter(region__in=points_within(access, day).values("region")).order_by("sort", "pk")


Choice = tuple[str, str]
SUGGESTED: Final = 20
MANY: Final = 50
"""Beyond it, those who follow dossiers are looked for by name rather than listed."""


@dataclass(frozen=True, slots=True)
class Choices:
    """Keys and names of what a list may be narrowed to. ``agents`` is None when they are more than ``MANY``."""

    points: list[Choice]
    mrcs: list[Choice]
    agents: list[Choice] | None


def choices_within(access: Access, day: date) -> Choices:
    """One statement."""
    found: dict[str, list[Choice]] = {"point": [], "agent": [], "mrc": []}
    for kind, key, name, _sort in _choices(access=access, day=day):
        found[kind].append((str(key), name))
    agents = found["agent"]
    return Choices(found["point"], found["mrc"], list(dict.fromkeys(agents)) if len(agents) <= MANY else None)


@prepared
def _choices(*, access: Access, day: date) -> QuerySet[Any, Any]:
    points = points_within(access, day)
    rows = [
        _named(points, "point", "pk", "name", "sort"),
        # Read from what is held rather than from who holds it: PostgreSQL stops once there are enough.
        _named(held_at(points, day), "agent", "user", "user__full_name", "user__sort")[: MANY + 1],
        _named(mrcs_within(access, day), "mrc", "pk", "name", "sort"),
    ]
    return together(rows).order_by("kind_", "sort_", "key_")


def _named(rows: QuerySet[Any], kind: str, key: str, name: str, sort: str) -> QuerySet[Any, Any]:
    said = {"kind_": Value(kind), "key_": F(key), "name_": F(name), "sort_": F(sort)}
    named: QuerySet[Any, Any] = rows.order_by().annotate(**said).values_list(*said)
    return named


def agents_named(access: Access, day: date) -> list[Choice]:
    """Keys and names of ``agents_within``; those of the same name are told apart by their address."""
    rows = agents_within(access, day).values_list("pk", "full_name", "email")
    counts = Counter(name for _key, name, _email in rows)
    return [(str(key), f"{name} ({email})" if counts[name] > 1 else name) for key, name, email in rows]


def agents_suggested(access: Access, day: date, typed: str) -> list[str]:
    """Names to suggest while ``typed`` is written."""
    sought = fold(typed)
    return [name for _key, name in agents_named(access, day) if sought in fold(name)][:SUGGESTED] if sought else []
