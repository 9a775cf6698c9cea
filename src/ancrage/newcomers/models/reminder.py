from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.agenda.models import Appointment
from ancrage.core.fields import uuid7_key
from ancrage.newcomers.models.case import Case
from ancrage.newcomers.models.delay import Delay
from ancrage.territory.dated import DatedQuerySet


class ReminderDelay(Delay):
    """How many hours before an appointment the person is reminded of it. Without any, nobody is."""

    objects = DatedQuerySet["ReminderDelay"].as_manager()

    class Meta:
        verbose_name = _("délai de rappel")
        verbose_name_plural = _("délais de rappel")
        constraints: ClassVar = [
            *Delay.Meta.constraints,
            models.CheckConstraint(
                name="reminder_delay_is_some_time",
                condition=models.Q(hours__gt=0),
                violation_error_message=_("Un rappel part au moins une heure avant."),
            ),
        ]


class AppointmentReminder(models.Model):
    """That a person was written to of an appointment, once. It goes with the appointment."""

    id = uuid7_key()
    appointment = models.ForeignKey(Appointment, models.CASCADE, "reminders", verbose_name=_("rendez-vous"))
    case = models.ForeignKey(Case, models.CASCADE, "+", verbose_name=_("dossier"))
    written_at = models.DateTimeField(_("écrit"))

    class Meta:
        verbose_name = _("rappel de rendez-vous")
        verbose_name_plural = _("rappels de rendez-vous")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["appointment", "case"], name="one_reminder_per_appointment"),
        ]

    def __str__(self) -> str:
        return f"{self.appointment_id} → {self.case_id}"
