"""The person's own appointments: when, where, with whom. What staff wrote as their subject stays with staff."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.safestring import SafeString

from ancrage.accounts.models import User
from ancrage.agenda.models import Appointment, AppointmentState, Mode
from ancrage.newcomers.models import Case, CaseAppointment
from ancrage.newcomers.queries.moments import choice_delay, may_cancel, may_choose_again
from ancrage.portal.queries.words import SpaceWords
from ancrage.ui.formats import moment as in_french

_MODES: Final = {Mode.PLACE: "building", Mode.PHONE: "phone", Mode.VIDEO: "video"}


@dataclass(frozen=True, slots=True)
class OwnAppointment:
    id: UUID
    plain: str
    when: SafeString
    mode: SafeString
    icon: str
    place: str
    worker: str
    is_confirmed: bool
    is_to_move: bool
    reason: str
    may_choose: bool
    may_cancel: bool


def coming(case: Case, at: datetime) -> "QuerySet[CaseAppointment]":
    """Those planned that are not over, the next one first."""
    return _with_places(case.appointments.filter(_is_coming(at)))


def cancelled_by(case: Case, user: User, at: datetime) -> "QuerySet[CaseAppointment]":
    """Those that the person cancelled here and may still take back, the next one first."""
    return _with_places(case.appointments.filter(_is_cancelled(user, at)))


def own_appointments(
    case: Case, user: User, words: SpaceWords, at: datetime
) -> tuple[list[OwnAppointment], list[CaseAppointment]]:
    """Those that come, and those ``cancelled_by`` the person. Two statements."""
    rows, delay = (
        list(_with_places(case.appointments.filter(_is_coming(at) | _is_cancelled(user, at)))),
        choice_delay(at),
    )
    come = [_own(tie, user, words, at, delay) for tie in rows if tie.appointment.state == AppointmentState.PLANNED]
    return come, [tie for tie in rows if tie.appointment.state != AppointmentState.PLANNED]


def _is_coming(at: datetime) -> Q:
    return Q(appointment__state=AppointmentState.PLANNED, appointment__during__endswith__gt=at)


def _is_cancelled(user: User, at: datetime) -> Q:
    return Q(
        appointment__state=AppointmentState.CANCELLED_BY_PERSON,
        appointment__decided_by=user,
        appointment__during__startswith__gt=at,
    )


def _with_places(rows: "QuerySet[CaseAppointment]") -> "QuerySet[CaseAppointment]":
    place = "appointment__service_point__host_office__municipality"
    return rows.select_related("appointment__worker", "appointment__room", place).order_by("appointment__during", "pk")


def place_of(row: Appointment) -> str:
    """Where to go; nothing by phone or video."""
    return ", ".join(_place(row)) if row.mode == Mode.PLACE else ""


def _own(tie: CaseAppointment, user: User, words: SpaceWords, at: datetime, delay: timedelta) -> OwnAppointment:
    row = tie.appointment
    return OwnAppointment(
        id=tie.pk,
        plain=in_french(row.starts_at),
        when=words.moment(row.starts_at),
        mode=words[f"mode_{row.mode}"],
        icon=_MODES[Mode(row.mode)],
        place=place_of(row),
        worker=row.worker.full_name,
        is_confirmed=tie.confirmed_at is not None,
        is_to_move=tie.move_asked_at is not None,
        reason=tie.move_reason,
        may_choose=may_choose_again(tie, user, at, delay),
        may_cancel=may_cancel(tie, user, at, delay),
    )


def _place(row: Appointment) -> Iterator[str]:
    office = row.service_point.host_office
    yield row.service_point.name
    if office.address:
        yield office.address
    yield office.municipality.name
    if row.room:
        yield row.room.name
