"""When a service is open: at a moment, and as a table of the week."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime, time
from itertools import chain
from typing import Final
from uuid import UUID

from ancrage.core.clock import HOME_ZONE
from ancrage.core.dates import local_day
from ancrage.directory.models import Frequency, Schedule, ServiceAtLocation
from ancrage.directory.queries.marks import DAYS

_MIDNIGHT: Final = time(0)


def open_services(ids: Collection[UUID], at: datetime) -> frozenset[UUID]:
    """Those of ``ids`` that are open at ``at``, by their own hours, else by those of their public places."""
    own: dict[UUID, list[Schedule]] = defaultdict(list)
    for schedule in Schedule.objects.filter(service__in=ids).order_by("pk"):
        if schedule.service_id:
            own[schedule.service_id].append(schedule)
    given = ServiceAtLocation.objects.filter(service__in=set(ids) - own.keys(), location__is_public=True)
    places: dict[UUID, set[UUID]] = defaultdict(set)
    for service, place in given.values_list("service_id", "location_id").order_by("pk"):
        places[place].add(service)
    for schedule in Schedule.objects.filter(location__in=places).order_by("pk") if places else ():
        for service in places[schedule.location_id]:  # type: ignore[index] # filtered
            own[service].append(schedule)
    return frozenset(service for service, found in own.items() if any(is_open(one, at) for one in found))


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
