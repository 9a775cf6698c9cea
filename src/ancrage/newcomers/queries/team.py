"""What a team carries, by service point and by who follows: each figure counts a list that its address shows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from ancrage.accounts.access import Access
from ancrage.accounts.models import User
from ancrage.core.sql import Median
from ancrage.newcomers.models import Case
from ancrage.newcomers.permissions import Permission
from ancrage.newcomers.queries.cases import LATE, NOBODY, OPEN, OVERDUE, REACHED, TO_REACH, awaiting
from ancrage.newcomers.queries.staff import workers_of
from ancrage.territory.models import ServicePoint

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
    point: ServicePoint
    whole: Figures
    workers: list[Worker]


def team_of(points: Sequence[ServicePoint], access: Access, day: date) -> list[PointTeam]:
    """Each point with those who work there or follow one of its dossiers. Six statements, whatever their number."""
    rows = Case.objects.visible_to(access).filter(service_point__in=points)
    counts, delays = _counts(rows, day), _delays(rows, day, "service_point", "agent")
    whole = _delays(rows, day, "service_point")
    here = workers_of(points, day)
    keys = counts.keys() | delays.keys() | here
    users = User.objects.in_bulk({agent for _point, agent in keys if agent})
    teams = []
    for point in points:
        mine = [_worker(key, users, here, counts, delays) for key in keys if key[0] == point.pk]
        mine.sort(key=lambda one: (one.user is not None, one.user.sort if one.user else ""))
        teams.append(PointTeam(point, _sum(point, mine, whole.get((point.pk, None))), mine))
    return teams


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


def _worker(
    key: _Key,
    users: dict[UUID, User],
    here: set[_Key],
    counts: dict[_Key, dict[str, int]],
    delays: dict[_Key, float],
) -> Worker:
    point, agent = key
    counted = counts.get(key, {})
    figures = Figures(
        point,
        agent,
        open=counted.get("open", 0),
        to_reach=counted.get("to_reach", 0),
        late=counted.get("late", 0),
        overdue=counted.get("overdue", 0),
        delay=delays.get(key),
    )
    return Worker(users[agent] if agent else None, key in here, figures)


def _sum(point: ServicePoint, workers: Iterable[Worker], delay: float | None) -> Figures:
    rows = [one.figures for one in workers]
    return Figures(
        point.pk,
        is_whole=True,
        open=sum(row.open for row in rows),
        to_reach=sum(row.to_reach for row in rows),
        late=sum(row.late for row in rows),
        overdue=sum(row.overdue for row in rows),
        delay=delay,
    )
