"""Of which appointments the persons are to be reminded now."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from ancrage.agenda.models import Appointment
from ancrage.core.dates import local_day
from ancrage.newcomers.models import AppointmentReminder, Case, CaseAppointment, Inscription, ReminderDelay
from ancrage.newcomers.queries.writing import may_write_to


def to_remind(at: datetime) -> list[AppointmentReminder]:
    """Not written yet: of whoever has an appointment, or a seat in a group, within the delay.

    One booked within the delay itself is fresh in mind: none.
    """
    delay = ReminderDelay.objects.on(local_day(at)).first()
    if delay is None:
        return []
    before = timedelta(hours=delay.hours)
    coming = Appointment.objects.planned().filter(during__startswith__gt=at, during__startswith__lte=at + before)
    rows = {row.pk: row for row in coming.order_by("pk") if row.booked_at < row.starts_at - before}
    told = set(AppointmentReminder.objects.filter(appointment__in=rows).values_list("appointment", "case"))
    ties = CaseAppointment.objects.filter(appointment__in=rows).order_by("pk").values_list("appointment", "case")
    seats = Inscription.objects.seated().filter(cohort__blocks__appointment__in=rows).order_by("pk")
    met = [*ties, *seats.values_list("cohort__blocks__appointment", "case")]
    new = [pair for pair in met if pair[0] in rows and pair not in told]
    cases = {case.pk: case for case in _writable({case for _row, case in new})}
    return [
        AppointmentReminder(appointment=rows[row], case=cases[case], written_at=at)
        for row, case in new
        if case in cases
    ]


def reminder_holds(reminder_id: str, at: datetime) -> bool:
    """Whether the appointment is still to come, still the person's, and they may still be written to."""
    rows = AppointmentReminder.objects.select_related("appointment", "case__person")
    reminder = rows.filter(pk=reminder_id).first()
    if reminder is None or not reminder.appointment.is_planned or reminder.appointment.starts_at <= at:
        return False
    pair = {"appointment": reminder.appointment_id, "case": reminder.case_id}
    seats = Inscription.objects.seated().filter(cohort__blocks__appointment=pair["appointment"], case=pair["case"])
    is_theirs = CaseAppointment.objects.filter(**pair).exists() or seats.exists()
    return is_theirs and may_write_to(reminder.case.person)


def _writable(cases: set[UUID]) -> QuerySet[Case]:
    """Those whose person left an address."""
    found = Case.objects.filter(pk__in=cases).exclude(person__email="")
    return found.select_related("person", "region").order_by("pk")
