"""Free slots: what someone's hours leave once absences, holidays and appointments are taken away."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain
from typing import Final
from uuid import UUID

from ancrage.agenda.models import Absence, Appointment, Mode, PointHours, Room, WorkerHours
from ancrage.agenda.models.appointment import AppointmentQuerySet
from ancrage.core.clock import HOME_ZONE
from ancrage.core.dates import is_working_day, local_day

Span = tuple[datetime, datetime]
"""From a moment to another, the second excluded; both in UTC, where no hour comes twice nor is missing."""

STEP: Final = timedelta(minutes=15)


@dataclass(frozen=True)
class Wish:
    """With whom, how, and for how long. One of the ``rooms`` is enough; without any, none is booked."""

    worker: UUID
    service_point: UUID
    mode: Mode
    minutes: int
    rooms: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class Hours:
    """Hours of one weekday, on the clock of Québec, from one day to another (excluded; none: no end known)."""

    weekday: int
    start: int
    end: int
    since: date
    until: date | None = None

    def on(self, day: date) -> Span | None:
        """Their span on ``day``; none on another weekday, out of their dates, or when the clock skips them."""
        if day.weekday() != self.weekday or day < self.since or (self.until is not None and day >= self.until):
            return None
        start, end = moment(day, self.start), moment(day, self.end)
        return (start, end) if start < end else None


def moment(day: date, minutes: int) -> datetime:
    """``minutes`` after midnight on the clock of Québec, whatever the season."""
    shown = datetime.combine(day, time(), None) + timedelta(minutes=minutes)
    return shown.replace(tzinfo=HOME_ZONE).astimezone(UTC)


def day_span(first: date, last: date) -> Span:
    """From the beginning of ``first`` to the end of ``last``, in Québec."""
    return moment(first, 0), moment(last + timedelta(days=1), 0)


def free_slots(wish: Wish, *, first: date, last: date, at: datetime) -> list[Span]:
    """The slots from ``first`` to ``last`` that start after ``at``. Seven statements at most, whatever is found."""
    days = _working_days(max(first, local_day(at)), last)
    if not days:
        return []
    spans = spans_of(_hours_of(wish, days[0], days[-1]), days)
    if wish.mode == Mode.PLACE:
        spans = common(spans, spans_of(_opening_of(wish, days[0], days[-1]), days))
    span, length = day_span(days[0], days[-1]), timedelta(minutes=wish.minutes)
    free = without(spans, _taken(wish, *span))
    found = (slots_in(without(free, taken), length) for taken in _taken_by_room(wish, *span))
    return [slot for slot in apart(chain.from_iterable(found)) if slot[0] > at]


def is_free(wish: Wish, start: datetime, at: datetime, *, but: UUID | None = None) -> bool:
    """Whether ``start`` is within what may be offered, even between two offered slots.

    :param but: an appointment that would be given up for it.
    """
    day = local_day(start)
    if not is_working_day(day) or start <= at:
        return False
    spans = spans_of(_hours_of(wish, day, day), [day])
    if wish.mode == Mode.PLACE:
        spans = common(spans, spans_of(_opening_of(wish, day, day), [day]))
    span, end = day_span(day, day), start + timedelta(minutes=wish.minutes)
    free = without(spans, _taken(wish, *span, but=but))
    by_room = (without(free, taken) for taken in _taken_by_room(wish, *span, but=but))
    return any(opens <= start and end <= closes for room in by_room for opens, closes in room)


def is_untaken(wish: Wish, start: datetime, at: datetime) -> bool:
    """Whether nobody needed is taken or away then, whatever the hours: a group may meet in the evening."""
    end = start + timedelta(minutes=wish.minutes)
    worker = _taken(wish, start, end)
    return start > at and any(
        not any(opens < end and closes > start for opens, closes in [*worker, *room])
        for room in _taken_by_room(wish, start, end)
    )


def spans_of(hours: Iterable[Hours], days: Sequence[date]) -> list[Span]:
    """What ``hours`` cover on ``days``, in order; hours that follow one another are one span."""
    found = sorted(span for one in hours for day in days if (span := one.on(day)))
    joined: list[Span] = []
    for start, end in found:
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        else:
            joined.append((start, end))
    return joined


def common(some: Iterable[Span], others: Sequence[Span]) -> list[Span]:
    """What both cover."""
    both = ((max(a[0], b[0]), min(a[1], b[1])) for a in some for b in others)
    return sorted(span for span in both if span[0] < span[1])


def without(spans: Iterable[Span], taken: Iterable[Span]) -> list[Span]:
    """``spans`` less what is ``taken``."""
    left = list(spans)
    for start, end in taken:
        left = [piece for span in left for piece in _cut(span, start, end)]
    return left


def slots_in(free: Iterable[Span], length: timedelta) -> list[Span]:
    """Slots of ``length`` that do not overlap, on quarters of an hour."""
    slots = []
    for opens, closes in free:
        start = _next_step(opens)
        while start + length <= closes:
            slots.append((start, start + length))
            start = _next_step(start + length)
    return slots


def apart(slots: Iterable[Span]) -> list[Span]:
    """Those of ``slots`` that do not overlap, the earliest first."""
    kept: list[Span] = []
    for slot in sorted(slots):
        if not kept or slot[0] >= kept[-1][1]:
            kept.append(slot)
    return kept


def _cut(span: Span, start: datetime, end: datetime) -> list[Span]:
    if end <= span[0] or start >= span[1]:
        return [span]
    return [piece for piece in ((span[0], start), (end, span[1])) if piece[0] < piece[1]]


def _next_step(at: datetime) -> datetime:
    return at + (datetime.min.replace(tzinfo=UTC) - at) % STEP


def _working_days(first: date, last: date) -> list[date]:
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [day for day in days if is_working_day(day)]


def _hours_of(wish: Wish, first: date, last: date) -> list[Hours]:
    rows = WorkerHours.objects.between(first, last).filter(worker=wish.worker)
    return [hours_of(row) for row in rows.filter(service_point=wish.service_point).in_order()]


def _opening_of(wish: Wish, first: date, last: date) -> list[Hours]:
    rows = PointHours.objects.between(first, last).filter(service_point=wish.service_point)
    return [hours_of(row) for row in rows.in_order()]


def hours_of(row: WorkerHours | PointHours) -> Hours:
    return Hours(row.weekday, row.minutes.lower, row.minutes.upper, row.starts_on, row.ends_before)


def _taken(wish: Wish, start: datetime, end: datetime, *, but: UUID | None = None) -> list[Span]:
    """When the worker is away or meets someone."""
    rows = [
        *Absence.objects.filter(worker=wish.worker, during__overlap=(start, end)).in_order(),
        *_planned(start, end, but).filter(worker=wish.worker).in_order(),
    ]
    return [(row.during.lower, row.during.upper) for row in rows]


def _taken_by_room(wish: Wish, start: datetime, end: datetime, *, but: UUID | None = None) -> list[list[Span]]:
    """For each of the rooms, when it is taken or not there. Without rooms, one that nobody takes."""
    if not wish.rooms:
        return [[]]
    rows = list(_planned(start, end, but).filter(room__in=wish.rooms).in_order())
    return [
        [*_closed(room, start, end), *((row.starts_at, row.ends_at) for row in rows if row.room_id == room.pk)]
        for room in Room.objects.filter(pk__in=wish.rooms).in_order()
    ]


def _planned(start: datetime, end: datetime, but: UUID | None) -> AppointmentQuerySet:
    return Appointment.objects.planned().during_(start, end).exclude(pk__in=[but] if but else [])


def _closed(room: Room, start: datetime, end: datetime) -> list[Span]:
    """The time from ``start`` to ``end`` before the room opens, and after it ends."""
    opens, closes = moment(room.starts_on, 0), moment(room.ends_before, 0) if room.ends_before else end
    return [span for span in ((start, min(opens, end)), (max(closes, start), end)) if span[0] < span[1]]
