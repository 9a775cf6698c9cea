"""What someone may choose by themselves: the free slots of whoever meets them, and what they may still change."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby, islice
from typing import Final

from ancrage.accounts.models import User
from ancrage.agenda.models import Mode, Room
from ancrage.agenda.models.appointment import RoomQuerySet
from ancrage.agenda.queries.slots import Wish, free_slots
from ancrage.core.dates import local_day
from ancrage.newcomers.models import Case, CaseAppointment, ChoiceDelay, MomentOffer
from ancrage.newcomers.queries.appointments import may_be_met

SHOWN_DAYS: Final = 3
AHEAD: Final = timedelta(days=28)
"""How far another moment is looked for, when no offer says until when."""


@dataclass(frozen=True)
class Choice:
    """What is to be chosen: with whom, in one of some ways, for how long, until which day; on a visit, in a room of some."""

    worker: User
    modes: list[Mode]
    minutes: int
    until: date
    rooms: tuple[Room, ...] = ()

    def rooms_for(self, mode: Mode) -> tuple[Room, ...]:
        """The first that is free is taken; none is without any."""
        return self.rooms if mode == Mode.PLACE else ()


@dataclass(frozen=True)
class Moments:
    """The starts of some days, by day; ``next`` begins the days after, if any has one."""

    days: list[tuple[date, list[datetime]]]
    next: date | None

    def start(self, sent: str) -> datetime | None:
        """The one that ``sent`` names, if it is among them."""
        return next((start for _day, starts in self.days for start in starts if start.isoformat() == sent), None)


def choice_delay(at: datetime) -> timedelta:
    """How long before an appointment it is no longer the person's own to choose, change or cancel."""
    found = ChoiceDelay.objects.on(local_day(at)).first()
    return timedelta(hours=found.hours) if found else timedelta()


def offer_of(case: Case, at: datetime) -> MomentOffer | None:
    """The one that waits for the person, unless its last day is over."""
    waiting = MomentOffer.objects.waiting().filter(case=case, until__gte=local_day(at))
    offer = waiting.select_related("worker", "room").first()
    if offer:
        offer.case = case
    return offer


def choice_offered(offer: MomentOffer) -> Choice:
    ways = [mode for mode in Mode if mode in offer.modes]
    return Choice(offer.worker, ways, offer.minutes, offer.until, rooms_offered(offer))


def rooms_offered(offer: MomentOffer) -> tuple[Room, ...]:
    """That of the offer, or those of the service point; these too when the dossier went to another point since."""
    if offer.room and offer.room.service_point_id == offer.case.service_point_id:
        return (offer.room,)
    if offer.room is None and not offer.any_room:
        return ()
    return tuple(rooms_of(offer.case, offer.until))


def rooms_of(case: Case, day: date) -> RoomQuerySet:
    """Where someone may be received at the dossier's service point on ``day``."""
    return Room.objects.on(day).filter(service_point=case.service_point_id).in_order()


def choice_instead(tie: CaseAppointment, at: datetime) -> Choice:
    """Another moment for an appointment: with the same person, as long, in a way that was offered."""
    row = tie.appointment
    offer = MomentOffer.objects.filter(tie=tie).select_related("worker", "room", "case").first()
    if offer:
        return replace(choice_offered(offer), worker=row.worker, until=max(offer.until, local_day(at)))
    rooms = (row.room,) if row.room and row.service_point_id == tie.case.service_point_id else ()
    return Choice(row.worker, [Mode(row.mode)], row.length, local_day(at) + AHEAD, rooms)


def moments(case: Case, choice: Choice, mode: Mode, first: date | None, at: datetime) -> Moments:
    """What is free from ``first`` on, later than the delay; nothing once the worker no longer meets this person."""
    earliest = at + choice_delay(at)
    first = max(first or local_day(earliest), local_day(earliest))
    if not may_be_met(case, local_day(at)).filter(pk=choice.worker.pk).exists():
        return Moments([], None)
    rooms = tuple(room.pk for room in choice.rooms_for(mode))
    wish = Wish(choice.worker.pk, case.service_point_id, mode, choice.minutes, rooms)
    slots = free_slots(wish, first=first, last=choice.until, at=earliest)
    by_day = groupby((start for start, _end in slots), key=local_day)
    days = [(day, list(starts)) for day, starts in islice(by_day, SHOWN_DAYS + 1)]
    return Moments(days[:SHOWN_DAYS], days[SHOWN_DAYS][0] if len(days) > SHOWN_DAYS else None)


def may_choose_again(tie: CaseAppointment, user: User, at: datetime, delay: timedelta) -> bool:
    """Whether the person may take another moment by themselves: one they chose, or asked to move."""
    return _is_open(tie, at, delay) and (tie.appointment.booked_by_id == user.pk or tie.move_asked_at is not None)


def may_cancel(tie: CaseAppointment, user: User, at: datetime, delay: timedelta) -> bool:
    """Only what they chose themselves."""
    return _is_open(tie, at, delay) and tie.appointment.booked_by_id == user.pk


def _is_open(tie: CaseAppointment, at: datetime, delay: timedelta) -> bool:
    return tie.appointment.is_planned and tie.appointment.starts_at - delay > at
