"""Appointments of a dossier: what agenda does, tied to it and entered in the register."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ancrage.accounts.actions.notifications import notify
from ancrage.accounts.models import User
from ancrage.agenda import actions as agenda
from ancrage.agenda.actions import BookingRefused
from ancrage.agenda.models import Appointment, AppointmentState
from ancrage.audit.actions import record
from ancrage.newcomers.messages.appointments import appointments_path, booked_with
from ancrage.newcomers.models import Case, CaseAppointment, CaseState
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
def undo_move(*, tie: CaseAppointment, by: User, at: datetime) -> None:
    """Take back the appointment that this one replaced.

    :raises BookingRefused: when something was decided of it since, or the first slot is taken.
    """
    _record("move_undone", tie, by=by, at=at)
    agenda.undo_move(appointment=tie.appointment)


@transaction.atomic
def settle_appointment(*, tie: CaseAppointment, state: AppointmentState, by: User, at: datetime) -> None:
    """Say whether the person came, or who cancelled.

    :raises BookingRefused: when that is said already, or attendance is told before the day.
    """
    agenda.settle(appointment=tie.appointment, state=state, by=by, at=at)
    _record("settled", tie, by=by, at=at, fields=["state"])


@transaction.atomic
def plan_appointment_again(*, tie: CaseAppointment, by: User, at: datetime) -> None:
    """Undo ``settle_appointment``.

    :raises BookingRefused: when its slot was taken meanwhile.
    """
    agenda.plan_again(appointment=tie.appointment)
    _record("planned_again", tie, by=by, at=at, fields=["state"])


def _tie(
    case: Case, take: Callable[..., Appointment], verb: str, *, by: User, at: datetime, **wish: Any
) -> CaseAppointment:
    case = Case.objects.select_for_update(of=("self",)).select_related("service_point", "region").get(pk=case.pk)
    if case.state == CaseState.CLOSED:
        raise BookingRefused(_("Ce dossier est fermé : rouvrez-le pour prendre un rendez-vous."))
    appointment = take(service_point=case.service_point, by=by, at=at, **wish)
    tie = CaseAppointment.objects.create(case=case, appointment=appointment)
    _record(verb, tie, by=by, at=at)
    if appointment.worker_id != by.pk:
        text = booked_with(appointment.worker, appointment.starts_at)
        path = appointments_path(case)
        told = with_stand_ins(case, [appointment.worker], at)
        notify(users=told, kind="newcomers.appointment", text=text, path=path, at=at)
    return tie


def _record(verb: str, tie: CaseAppointment, *, by: User, at: datetime, fields: list[str] | None = None) -> None:
    case = tie.case
    about = [case.pk, case.person_id]
    record(
        f"newcomers.appointment.{verb}", by=by, on=tie, at=at, fields=fields or [], about=about, region=case.region.code
    )
