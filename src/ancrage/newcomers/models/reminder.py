from typing import ClassVar, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.agenda.models import Appointment
from ancrage.core.fields import uuid7_key
from ancrage.newcomers.models.case import Case


class ReminderDelayQuerySet(models.QuerySet["ReminderDelay"]):
    def on(self, day: object) -> Self:
        return self.filter(during__contains=day)


class ReminderDelay(models.Model):
    """How many hours before an appointment the person is reminded of it. Dated; without any, nobody is."""

    id = uuid7_key()
    hours = models.PositiveSmallIntegerField(_("heures avant"))
    during = DateRangeField(_("période"))

    objects = ReminderDelayQuerySet.as_manager()

    class Meta:
        verbose_name = _("délai de rappel")
        verbose_name_plural = _("délais de rappel")
        constraints: ClassVar = [
            ExclusionConstraint(
                name="one_reminder_delay_at_a_time",
                expressions=[("during", RangeOperators.OVERLAPS)],
                violation_error_message=_("Un autre délai vaut déjà à ces dates."),
            ),
            models.CheckConstraint(
                name="reminder_delay_is_some_time",
                condition=models.Q(hours__gt=0),
                violation_error_message=_("Un rappel part au moins une heure avant."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hours} h"


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
