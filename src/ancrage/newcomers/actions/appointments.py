"""Appointments of a dossier: what agenda does, tied to it and entered in the register."""

from collections.abc import Callable, Collection
from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from ancrage.accounts.actions.notifications import notify
from ancrage.accounts.models import User
from ancrage.agenda import actions as agenda
from ancrage.agenda.actions import BookingRefused
from ancrage.agenda.models import Appointment, AppointmentState, Mode
from ancrage.audit.actions import record
from ancrage.newcomers.actions.reminders import forget_withdrawn
from ancrage.newcomers.awaiting import something_awaits
from ancrage.newcomers.messages.appointments import appointments_path, booked_with, no_longer, not_free
from ancrage.newcomers.models import Case, CaseAppointment, CaseState, MomentOffer
from ancrage.newcomers.queries.appointments import is_gone, planned_ahead
from ancrage.newcomers.queries.staff import with_stand_ins


@transaction.atomic
def book_appointment(*, case: Case, by: User, at: datetime, **wish: Any) -> CaseAppointment:
    """Take a slot for a dossier, at its service point.

    :param wish: ``worker``, ``mode``, ``start``, ``minutes``, and ``room``, ``subject``, ``interpreter_language``.
    :raises BookingRefused: when the dossier is closed, or the slot is not free.
    """
    return _tie(case, agenda.book, "booked", by=by, at=at, **wish)


@transaction.atomic
def move_appointment(*, tie: CaseAppointment, by: User, at: datetime, **wish: Any) -> CaseAppointment:
    """Replace an appointment by another; ``wish`` is that of ``book_appointment``.

    :raises BookingRefused: when it is no longer planned, the dossier is closed, or the slot is not free.
    """
    return _tie(tie.case, agenda.move, "moved", appointment=tie.appointment, by=by, at=at, **wish)


@transaction.atomic
def hand_appointment(*, tie: CaseAppointment, to: User, by: User, at: datetime) -> CaseAppointment:
    """Someone else meets the person, at the same hour and in the same way; both workers are told.

    :raises BookingRefused: when it is no longer planned, or ``to`` is not free then.
    """
    row = tie.appointment
    same = {
        "worker": to,
        "mode": Mode(row.mode),
        "start": row.starts_at,
        "minutes": row.length,
        "room": row.room if row.service_point_id == tie.case.service_point_id else None,
        "subject": row.subject,
        "interpreter_language": row.interpreter_language,
    }
    handed = _tie(tie.case, agenda.move, "handed", appointment=row, by=by, at=at, **same)
    tell_left(row, by=by, at=at)
    return handed


@transaction.atomic
def cancel_planned(*, case: Case, seen: Collection[UUID], by: User, at: datetime) -> None:
    """Cancel what is planned in a dossier that goes; the workers are told.

    :param seen: the keys of the appointments that whoever decides was shown.
    :raises BookingRefused: when another was booked since.
    """
    for tie in _all_seen(case, seen, at):
        settle_appointment(tie=tie, state=AppointmentState.CANCELLED_BY_SERVICE, by=by, at=at)
        tell_left(tie.appointment, by=by, at=at)


@transaction.atomic
def hand_planned(*, case: Case, to: User, seen: Collection[UUID], by: User, at: datetime) -> None:
    """Hand over what is planned in a dossier that goes, all of it or nothing; ``seen`` as above.

    :raises BookingRefused: when another was booked since, or ``to`` is not free at one of those hours.
    """
    for tie in _all_seen(case, seen, at):
        try:
            hand_appointment(tie=tie, to=to, by=by, at=at)
        except BookingRefused as refusal:
            raise BookingRefused(not_free(to, tie.appointment.starts_at)) from refusal


@transaction.atomic
def hand_what_is_free(*, case: Case, to: User, left: User | None, by: User, at: datetime) -> None:
    """``to``, who follows the dossier from now on, meets the person where ``left`` or someone gone would have.

    What they are not free for stays as it was: it is shown to whoever may hand it to another.
    """
    for tie in planned_ahead(case, at):
        worker = tie.appointment.worker
        if worker == to or not (worker == left or is_gone(case, worker, at)):
            continue
        with suppress(BookingRefused), transaction.atomic():
            hand_appointment(tie=tie, to=to, by=by, at=at)


@transaction.atomic
def take_back_handed(*, case: Case, handed_at: datetime, by: User, at: datetime) -> None:
    """Undo ``hand_what_is_free``, where nothing was decided since."""
    for tie in planned_ahead(case, at).filter(appointment__booked_at=handed_at, appointment__instead_of__isnull=False):
        with suppress(BookingRefused), transaction.atomic():
            undo_move(tie=tie, by=by, at=at)


@transaction.atomic
def carry_on(*, case: Case, to: Case, by: User, at: datetime) -> list[CaseAppointment]:
    """What is planned in a dossier goes on in another of the same person. Of a restricted one, nothing does."""
    followed = [] if case.is_restricted else list(planned_ahead(case, at))
    for tie in followed:
        _retie(tie, to, by=by, at=at)
    return followed


@transaction.atomic
def bring_appointments_back(*, ties: Collection[str], to: Case, by: User, at: datetime) -> None:
    """Undo ``carry_on``, of what is still planned."""
    planned = CaseAppointment.objects.filter(pk__in=ties, appointment__state=AppointmentState.PLANNED)
    for tie in planned.select_related("case__region").order_by("pk"):
        _retie(tie, to, by=by, at=at)


@transaction.atomic
def undo_move(*, tie: CaseAppointment, by: User, at: datetime) -> None:
    """Take back the appointment that this one replaced.

    :raises BookingRefused: when something was decided of it since, or the first slot is taken.
    """
    _record("move_undone", tie, by=by, at=at)
    # What the person chose is the first moment again: nothing waits to be chosen.
    earlier = CaseAppointment.objects.filter(appointment__replacement__case_tie=tie).first()
    MomentOffer.objects.filter(tie=tie).update(tie=earlier)
    something_awaits(tie.case, by=by, at=at)
    agenda.undo_move(appointment=tie.appointment)


@transaction.atomic
def settle_appointment(*, tie: CaseAppointment, state: AppointmentState, by: User, at: datetime) -> None:
    """Say whether the person came, or who cancelled.

    :raises BookingRefused: when that is said already, or attendance is told before the day.
    """
    agenda.settle(appointment=tie.appointment, state=state, by=by, at=at)
    _record("settled", tie, by=by, at=at, fields=["state"])
    if state == AppointmentState.CANCELLED_BY_SERVICE and tie.appointment.ends_at > at:
        something_awaits(tie.case, by=by, at=at)


@transaction.atomic
def plan_appointment_again(*, tie: CaseAppointment, by: User, at: datetime) -> None:
    """Undo ``settle_appointment``.

    :raises BookingRefused: when its slot was taken meanwhile.
    """
    agenda.plan_again(appointment=tie.appointment)
    forget_withdrawn(appointment=tie.appointment)
    _record("planned_again", tie, by=by, at=at, fields=["state"])
    if tie.appointment.ends_at > at:
        something_awaits(tie.case, by=by, at=at)


def _tie(
    case: Case, take: Callable[..., Appointment], verb: str, *, by: User, at: datetime, **wish: Any
) -> CaseAppointment:
    case = Case.objects.select_for_update(of=("self",)).select_related("service_point", "region").get(pk=case.pk)
    if case.state == CaseState.CLOSED:
        raise BookingRefused(_("Ce dossier est fermé : rouvrez-le pour prendre un rendez-vous."))
    appointment = take(service_point=case.service_point, by=by, at=at, **wish)
    tie = CaseAppointment.objects.create(case=case, appointment=appointment)
    _record(verb, tie, by=by, at=at)
    tell_taken(case, appointment, by=by, at=at)
    something_awaits(case, by=by, at=at)
    return tie


def _all_seen(case: Case, seen: Collection[UUID], at: datetime) -> list[CaseAppointment]:
    planned = list(planned_ahead(case, at).select_related("case__region"))
    if any(tie.pk not in seen for tie in planned):
        raise BookingRefused(_("Un rendez-vous vient d’être pris dans ce dossier : le voici avec les autres."))
    return planned


def tell_taken(case: Case, row: Appointment, *, by: User, at: datetime) -> None:
    """Whoever is to meet the person, without a name."""
    if row.worker_id != by.pk:
        text, path = booked_with(row.worker, row.starts_at), appointments_path(case)
        told = with_stand_ins(case, [row.worker], at)
        notify(users=told, kind="newcomers.appointment", text=text, path=path, at=at)


def tell_left(row: Appointment, *, by: User, at: datetime) -> None:
    """Whoever no longer has the meeting, without a name."""
    if row.worker.is_active and row.worker_id != by.pk:
        notify(users=[row.worker], kind="newcomers.appointment", text=no_longer(row.worker, row.starts_at), at=at)


def _retie(tie: CaseAppointment, to: Case, *, by: User, at: datetime) -> None:
    tie.case = to
    tie.save(update_fields=["case"])
    _record("carried_on", tie, by=by, at=at, fields=["case"])


def _record(verb: str, tie: CaseAppointment, *, by: User, at: datetime, fields: list[str] | None = None) -> None:
    case = tie.case
    about = [case.pk, case.person_id]
    record(
        f"newcomers.appointment.{verb}", by=by, on=tie, at=at, fields=fields or [], about=about, region=case.region.code
    )
