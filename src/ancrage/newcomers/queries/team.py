"""What a team carries, by service point and by who follows: each figure counts a list that its address shows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, Self
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Value

from ancrage.accounts.access import Access
from ancrage.accounts.models import User, UserQuerySet
from ancrage.core.sql import AmongIds, FrSort, Median
from ancrage.newcomers.models import Case
from ancrage.newcomers.permissions import Permission
from ancrage.newcomers.queries.cases import LATE, NOBODY, OPEN, OVERDUE, REACHED, TO_REACH, awaiting, points_within
from ancrage.newcomers.queries.staff import workers_at, workers_of
from ancrage.territory.models import ServicePoint, ServicePointQuerySet

MOST_SHOWN: Final = 25
"""People of a service point shown among others."""

_Key = tuple[UUID, UUID | None]
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Figures:
    """Dossiers of one service point, or of one person there. ``delay``: days to the first contact, the median."""

    point: UUID
    agent: UUID | None = None
    is_whole: bool = False
    open: int = 0
    to_reach: int = 0
    late: int = 0
    overdue: int = 0
    delay: float | None = None

    @property
    def links(self) -> dict[str, str]:
        """The end of the address of the list that each figure counts."""
        return {
            "open": self._list(state=OPEN),
            "to_reach": self._list(due=TO_REACH),
            "late": self._list(due=LATE),
            "overdue": self._list(due=OVERDUE),
            "delay": self._list(due=REACHED),
        }

    def _list(self, **asked: str) -> str:
        whose = {} if self.is_whole else {"agent": str(self.agent) if self.agent else NOBODY}
        return urlencode({"state": "", "point": str(self.point)} | whose | asked)


@dataclass(frozen=True, slots=True)
class Worker:
    """Someone at a service point, or nobody yet; ``is_here`` unless they left it with dossiers."""

    user: User | None
    is_here: bool
    figures: Figures


@dataclass(frozen=True, slots=True)
class PointTeam:
    """``workers`` are those shown; ``folded``: how many people are on the list of the point instead.

    ``whole`` is of all, shown or not; None when only some are looked for.
    """

    point: ServicePoint
    whole: Figures | None
    workers: list[Worker]
    folded: int = 0


@dataclass(frozen=True, slots=True)
class _Carried:
    """By service point and person: figures, and who works there. Four statements."""

    counts: dict[_Key, dict[str, int]]
    delays: dict[_Key, float]
    here: set[_Key]

    @classmethod
    def of(cls, rows: QuerySet[Case], here: set[_Key], day: date) -> Self:
        return cls(_counts(rows, day), _delays(rows, day, "service_point", "agent"), here)

    @property
    def keys(self) -> set[_Key]:
        return self.counts.keys() | self.delays.keys() | self.here

    def at(self, point: UUID) -> list[Figures]:
        return [self.figures(key) for key in self.keys if key[0] == point]

    def figures(self, key: _Key) -> Figures:
        point, agent = key
        counted: dict[str, Any] = {**self.counts.get(key, {})}
        return Figures(point, agent, delay=self.delays.get(key), **counted)

    def workers(self, figures: Iterable[Figures], users: Mapping[UUID, User]) -> list[Worker]:
        """Nobody first, then in order of name."""
        shown = [
            Worker(users[one.agent] if one.agent else None, (one.point, one.agent) in self.here, one)
            for one in figures
            if one.agent is None or one.agent in users
        ]
        return sorted(shown, key=lambda one: (one.user is not None, one.user.sort if one.user else ""))


def team_of(points: Sequence[ServicePoint], access: Access, day: date) -> list[PointTeam]:
    """Each point with those who work there or follow one of its dossiers. Six statements, whatever their number.

    Of more than ``MOST_SHOWN``, only the whole is shown, with what waits for somebody.
    """
    carried, whole = _carried_at(points, access, day)
    figures = {point.pk: carried.at(point.pk) for point in points}
    people = {point: sum(one.agent is not None for one in rows) for point, rows in figures.items()}
    shown = {
        point: rows if people[point] <= MOST_SHOWN else [one for one in rows if one.agent is None]
        for point, rows in figures.items()
    }
    users = User.objects.in_bulk({one.agent for rows in shown.values() for one in rows if one.agent})
    return [
        PointTeam(
            point,
            _sum(point, figures[point.pk], whole.get((point.pk, None))),
            carried.workers(shown[point.pk], users),
            people[point.pk] if people[point.pk] > MOST_SHOWN else 0,
        )
        for point in points
    ]


def page_of_team(point: ServicePoint, users: Iterable[User], access: Access, day: date, *, nobody: bool) -> PointTeam:
    """A point with some of its people, and with what waits for somebody when ``nobody``. Five statements."""
    carried, whole = _carried_at([point], access, day)
    figures = carried.at(point.pk)
    shown = [one for one in figures if one.agent or nobody]
    workers = carried.workers(shown, {user.pk: user for user in users})
    return PointTeam(point, _sum(point, figures, whole.get((point.pk, None))), workers)


def teams_with(users: Sequence[User], access: Access, day: date) -> list[PointTeam]:
    """These people alone, at each point within reach where they work or follow dossiers. Five statements."""
    points = points_within(access, day)
    rows = Case.objects.visible_to(access).filter(service_point__in=points.values("pk"), agent__in=users)
    carried = _Carried.of(rows, workers_of(points, day, among=users), day)
    known = {user.pk: user for user in users}
    found = points.filter(pk__in={point for point, _agent in carried.keys})
    return [PointTeam(point, None, carried.workers(carried.at(point.pk), known)) for point in found]


def people_of(points: ServicePointQuerySet, access: Access, day: date, typed: str = "") -> UserQuerySet:
    """Those who work at these points or follow one of their dossiers, by a part of their name."""
    rows = Case.objects.visible_to(access).filter(service_point__in=points.values("pk")).exclude(agent=None)
    carrying = [awaiting(rows, due, day).order_by().values("agent") for due in (OPEN, REACHED)]
    found = Q(AmongIds("pk", workers_at(points, day)))
    for agents in carrying:
        found |= Q(AmongIds("pk", agents))
    people = User.objects.filter(found)
    return people.filter(sort__contains=FrSort(Value(typed))) if typed else people


def dossiers_of(agent: User, point: ServicePoint, access: Access) -> QuerySet[Case]:
    """The open dossiers that someone follows at a service point, as whoever assigns them may give them."""
    return Case.objects.visible_to(access, Permission.ASSIGN).open().filter(agent=agent, service_point=point)


def _counts(rows: QuerySet[Case], day: date) -> dict[_Key, dict[str, int]]:
    found = awaiting(rows, OPEN, day).values("service_point", "agent").order_by()
    waits = Q(first_contact_at=None)
    carried = found.annotate(
        open=Count("pk"),
        to_reach=Count("pk", filter=waits),
        late=Count("pk", filter=waits & Q(first_contact_due_on__lt=day)),
    )
    counts: dict[_Key, dict[str, int]] = {
        (row["service_point"], row["agent"]): {name: row[name] for name in ("open", "to_reach", "late")}
        for row in carried.order_by("service_point")
    }
    overdue = awaiting(rows, OVERDUE, day).values("service_point", "agent").annotate(overdue=Count("pk"))
    for row in overdue.order_by("service_point"):
        counts.setdefault((row["service_point"], row["agent"]), {})["overdue"] = row["overdue"]
    return counts


def _delays(rows: QuerySet[Case], day: date, *by: str) -> dict[_Key, float]:
    delay = Median(F("first_contact_at") - F("requested_at"))
    found = awaiting(rows, REACHED, day).order_by().values(*by).annotate(delay=delay).order_by(by[0])
    return {(row["service_point"], row.get("agent")): row["delay"] / _DAY for row in found}


def _carried_at(points: Sequence[ServicePoint], access: Access, day: date) -> tuple[_Carried, dict[_Key, float]]:
    """With the delay of each point as a whole: a median is no sum."""
    rows = Case.objects.visible_to(access).filter(service_point__in=points)
    return _Carried.of(rows, workers_of(points, day), day), _delays(rows, day, "service_point")


def _sum(point: ServicePoint, rows: Sequence[Figures], delay: float | None) -> Figures:
    return Figures(
        point.pk,
        is_whole=True,
        open=sum(row.open for row in rows),
        to_reach=sum(row.to_reach for row in rows),
        late=sum(row.late for row in rows),
        overdue=sum(row.overdue for row in rows),
        delay=delay,
    )
