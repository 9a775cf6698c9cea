from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext as _

from ancrage.accounts.models import User
from ancrage.agenda.models import Appointment, AppointmentState, Mode, Room
from ancrage.agenda.queries.slots import Wish, is_free, is_untaken
from ancrage.core import Refused
from ancrage.core.dates import local_day
from ancrage.territory.models import ServicePoint

ATTENDANCE = frozenset({AppointmentState.PRESENT, AppointmentState.ABSENT})


class BookingRefused(Refused):
    """The appointment cannot be so."""


@transaction.atomic
def book(
    *,
    worker: User,
    service_point: ServicePoint,
    mode: Mode,
    start: datetime,
    minutes: int,
    by: User,
    at: datetime,
    room: Room | None = None,
    subject: str = "",
    interpreter_language: str = "",
    instead_of: Appointment | None = None,
    at_any_hour: bool = False,
) -> Appointment:
    """Take a slot. Called by the owner's action, which points to the appointment and leaves the entry.

    Two at once: the second waits for the first, then finds the slot taken.

    :param at_any_hour: outside the hours of the worker and of the service point too, as a group may meet.
    :raises BookingRefused: when the slot is not, or no longer, free.
    """
    _lock(worker, room)
    if room and room.service_point_id != service_point.pk:
        raise BookingRefused(_("Cette salle n’est pas à ce point de services."), field="room")
    wish = Wish(worker.pk, service_point.pk, mode, minutes, (room.pk,) if room else ())
    appointment = Appointment(
        worker=worker,
        service_point=service_point,
        room=room,
        mode=mode,
        during=DateTimeTZRange(start, start + timedelta(minutes=minutes)),
        subject=subject,
        interpreter_language=interpreter_language,
        booked_at=at,
        booked_by=by,
        instead_of=instead_of,
    )
    _check(appointment)
    if not (is_untaken if at_any_hour else is_free)(wish, start, at):
        raise BookingRefused(_("Cette plage n’est plus libre. Choisissez-en une autre."), field="start")
    _keep(appointment)
    return appointment


@transaction.atomic
def move(*, appointment: Appointment, by: User, at: datetime, **wish: Any) -> Appointment:
    """Replace an appointment by another, at another time, in another way or with someone else.

    :param wish: what ``book`` asks for.
    :raises BookingRefused: when it is no longer planned, or the new slot is not free.
    """
    appointment = locked(appointment)
    _decide(appointment, AppointmentState.MOVED, by=by, at=at)
    return book(**wish, instead_of=appointment, by=by, at=at)


@transaction.atomic
def undo_move(*, appointment: Appointment) -> Appointment:
    """The appointment that ``appointment`` replaced, planned again; the latter goes, and stays in the history alone.

    :raises BookingRefused: when something was decided of it since, or the first slot is taken.
    """
    appointment = locked(appointment)
    earlier = appointment.instead_of and locked(appointment.instead_of)
    if earlier is None or not appointment.is_planned:
        raise BookingRefused(_("Ce déplacement ne s’annule plus."))
    appointment.delete()
    restore(earlier)
    return earlier


@transaction.atomic
def settle(*, appointment: Appointment, state: AppointmentState, by: User, at: datetime) -> None:
    """Say what came of an appointment: attendance, or who cancelled it.

    :raises BookingRefused: when that is said already, or attendance is told before the day.
    """
    appointment = locked(appointment)
    if state in ATTENDANCE and local_day(at) < local_day(appointment.starts_at):
        raise BookingRefused(_("La présence s’inscrit à partir du jour du rendez-vous."))
    _decide(appointment, state, by=by, at=at)


@transaction.atomic
def plan_again(*, appointment: Appointment) -> None:
    """Undo ``settle``.

    :raises BookingRefused: when it was moved, or its slot was taken meanwhile.
    """
    appointment = locked(appointment)
    if appointment.is_planned:
        return
    if appointment.state == AppointmentState.MOVED:
        raise BookingRefused(_("Ce rendez-vous a été déplacé."))
    restore(appointment)


def restore(appointment: Appointment) -> None:
    """Planned again, if nobody took its slot.

    :raises BookingRefused: when someone did.
    """
    _lock(appointment.worker, appointment.room)
    appointment.state, appointment.decided_at, appointment.decided_by = AppointmentState.PLANNED, None, None
    _keep(appointment)


def locked(appointment: Appointment) -> Appointment:
    rows = Appointment.objects.select_for_update(of=("self",)).select_related("worker", "room", "instead_of")
    return rows.get(pk=appointment.pk)


def _decide(appointment: Appointment, state: AppointmentState, *, by: User, at: datetime) -> None:
    if not appointment.is_planned:
        raise BookingRefused(
            _("C’est déjà inscrit : %(state)s.") % {"state": str(appointment.get_state_display()).lower()}
        )
    appointment.state, appointment.decided_at, appointment.decided_by = state, at, by
    appointment.save(update_fields=["state", "decided_at", "decided_by"])


def _lock(worker: User, room: Room | None) -> None:
    """Who books for the same person or the same room waits here: two insertions at once would block each other."""
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=worker.pk)
    if room:
        Room.objects.select_for_update(of=("self",), no_key=True).get(pk=room.pk)


def _check(appointment: Appointment) -> None:
    try:
        appointment.full_clean()
    except ValidationError as error:
        raise BookingRefused(" ".join(dict.fromkeys(error.messages)), field="start") from error


def _keep(appointment: Appointment) -> None:
    _check(appointment)
    try:
        with transaction.atomic():
            appointment.save()
    except IntegrityError as error:
        raise BookingRefused(_("Cette plage vient d’être prise. Choisissez-en une autre."), field="start") from error
