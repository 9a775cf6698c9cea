from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.agenda.models import Appointment
from ancrage.core.fields import uuid7_key
from ancrage.newcomers.models.case import Case


class Fate(models.TextChoices):
    """What becomes of the appointments of a dossier that goes elsewhere."""

    CANCELLED = "cancelled", _("Les annuler : la personne est à prévenir")
    HANDED = "handed", _("Les remettre à la personne qui reçoit le dossier, à la même heure")


class CaseAppointment(models.Model):
    """The tie between a dossier and an appointment: with whom the meeting is."""

    id = uuid7_key()
    case = models.ForeignKey(Case, models.PROTECT, "appointments", verbose_name=_("dossier"))
    appointment = models.OneToOneField(
        Appointment, models.CASCADE, related_name="case_tie", verbose_name=_("rendez-vous")
    )

    class Meta:
        verbose_name = _("rendez-vous du dossier")
        verbose_name_plural = _("rendez-vous des dossiers")

    def __str__(self) -> str:
        return f"{self.case_id} → {self.appointment_id}"
