"""The person is reminded of an appointment, once."""

from datetime import datetime

from django.db import transaction

from ancrage.agenda.actions.booking import locked
from ancrage.agenda.models import Appointment
from ancrage.audit.actions import record
from ancrage.core.actors import Actor
from ancrage.core.dates import local_day
from ancrage.messaging.queries import is_withdrawn
from ancrage.newcomers.awaiting import wait_for
from ancrage.newcomers.messages.reminders import remind
from ancrage.newcomers.models import AppointmentReminder
from ancrage.newcomers.queries.writing import may_write_to, message_languages


@transaction.atomic
def write_reminder(*, wanted: AppointmentReminder, by: Actor, at: datetime) -> AppointmentReminder | None:
    """Write to the person, who may be written to; the row and the message are kept together, or neither is.

    Killed halfway and run again, or run twice at once, it writes once. None when there is nothing to say.

    :param wanted: not kept yet, as ``queries.reminders.to_remind`` gives it.
    """
    appointment, case = locked(wanted.appointment), wanted.case
    if not appointment.is_planned or not may_write_to(case.person):
        return None
    reminder, is_new = AppointmentReminder.objects.get_or_create(
        appointment=appointment, case=case, defaults={"written_at": at}
    )
    if not is_new:
        return None
    languages = message_languages(case.person, local_day(at))
    remind(reminder, to=case.person.email, languages=languages, later=wait_for(case.person, at), at=at)
    about = [case.pk, case.person_id]
    record("newcomers.reminder.written", by=by, on=reminder, at=at, about=about, region=case.region.code)
    return reminder


@transaction.atomic
def forget_withdrawn(*, appointment: Appointment) -> None:
    """Of an appointment planned again, a reminder that did not leave because it was cancelled is to be written anew."""
    for reminder in AppointmentReminder.objects.filter(appointment=appointment).order_by("pk"):
        if is_withdrawn(reminder):
            reminder.delete()
