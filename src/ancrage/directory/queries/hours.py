"""When a service is open: at a moment, and as a table of the week."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime, time
from itertools import chain
from typing import Final
from uuid import UUID

from django.db.models import F

from ancrage.core.clock import HOME_ZONE
from ancrage.core.dates import local_day
from ancrage.core.sql import Among
from ancrage.directory.models import Frequency, Schedule
from ancrage.directory.queries.marks import DAYS

_MIDNIGHT: Final = time(0)
_GIVEN: Final = "location__service_at_locations"


def open_services(ids: Collection[UUID], at: datetime) -> frozenset[UUID]:
    """Those of ``ids`` that are open at ``at``, by their own hours, else by those of their public places."""
    own = Schedule.objects.filter(Among("service", ids)).annotate(about=F("service"))
    placed = Schedule.objects.filter(Among(f"{_GIVEN}__service", ids), location__is_public=True)
    found: dict[UUID, list[Schedule]] = defaultdict(list)
    for schedule in own.union(placed.annotate(about=F(f"{_GIVEN}__service")), all=True):
        found[schedule.about].append(schedule)
    return frozenset(
        service
        for service, every in found.items()
        if any(is_open(one, at) for one in [one for one in every if one.service_id] or every)
    )


def is_open(schedule: Schedule, at: datetime) -> bool:
    moment = at.astimezone(HOME_ZONE)
    opens, closes, hour = schedule.opens_at, schedule.closes_at, moment.time()
    if opens is None or not opens <= hour or (closes is not None and closes != _MIDNIGHT and hour >= closes):
        return False
    return is_on(schedule, local_day(at))


def is_on(schedule: Schedule, day: date) -> bool:
    """Whether it holds on that day."""
    first = max(filter(None, (schedule.valid_from, schedule.dtstart)), default=date.min)
    last = min(filter(None, (schedule.valid_to, schedule.until)), default=date.max)
    if not first <= day <= last:
        return False
    days = [part.strip() for part in schedule.byday.split(",") if part.strip()]
    if schedule.freq == Frequency.MONTHLY:
        return _is_on_in_month(schedule, days, day)
    if days and DAYS[day.weekday()] not in {one[-2:] for one in days}:
        return False
    interval, began = schedule.interval or 1, schedule.dtstart
    return interval == 1 or began is None or _weeks(began, day) % interval == 0


def _is_on_in_month(schedule: Schedule, days: Iterable[str], day: date) -> bool:
    if schedule.bymonthday:
        return str(day.day) in schedule.bymonthday.replace(" ", "").split(",")
    rank = (day.day - 1) // 7 + 1
    code = DAYS[day.weekday()]
    return any(one in (code, f"{rank}{code}", f"+{rank}{code}") for one in days)


def _weeks(one: date, other: date) -> int:
    return (other.toordinal() - other.weekday() - one.toordinal() + one.weekday()) // 7


def week(schedules: Iterable[Schedule]) -> list[tuple[str, list[tuple[time | None, time | None]]]]:
    """By day of the week, the hours of those that hold each week; nothing when there are none."""
    found: dict[str, set[tuple[time | None, time | None]]] = defaultdict(set)
    for schedule in schedules:
        for code in {part.strip()[-2:] for part in schedule.byday.split(",")} & set(DAYS):
            found[code].add((schedule.opens_at, schedule.closes_at))
    if not any(chain.from_iterable(found.values())):
        return []
    return [(code, sorted(found.get(code, ()), key=lambda span: span[0] or _MIDNIGHT)) for code in DAYS]
