"""Of which appointments the persons are to be reminded now."""

from datetime import datetime, timedelta

from django.db.models import DateTimeField, Exists, ExpressionWrapper, F, OuterRef, QuerySet

from ancrage.agenda.models import AppointmentState
from ancrage.core.dates import local_day
from ancrage.newcomers.models import AppointmentReminder, CaseAppointment, ReminderDelay


def to_remind(at: datetime) -> QuerySet[CaseAppointment]:
    """Planned, within the delay, not said yet. One booked within the delay itself is fresh in mind: none."""
    delay = ReminderDelay.objects.on(local_day(at)).first()
    if delay is None:
        return CaseAppointment.objects.none()
    before = timedelta(hours=delay.hours)
    told = AppointmentReminder.objects.filter(appointment=OuterRef("appointment"), case=OuterRef("case"))
    latest = ExpressionWrapper(F("appointment__during__startswith") - before, output_field=DateTimeField())
    return (
        CaseAppointment.objects.annotate(latest=latest)
        .filter(
            ~Exists(told),
            appointment__state=AppointmentState.PLANNED,
            appointment__during__startswith__gt=at,
            appointment__during__startswith__lte=at + before,
            appointment__booked_at__lt=F("latest"),
        )
        .exclude(case__person__email="")
        .select_related("case__person", "case__region", "appointment")
        .order_by("pk")
    )
