from typing import ClassVar

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
    """The tie between a dossier and an appointment: with whom the meeting is, and what the person answered."""

    id = uuid7_key()
    case = models.ForeignKey(Case, models.PROTECT, "appointments", verbose_name=_("dossier"))
    appointment = models.OneToOneField(
        Appointment, models.CASCADE, related_name="case_tie", verbose_name=_("rendez-vous")
    )

    confirmed_at = models.DateTimeField(_("confirmé par la personne"), null=True, blank=True)
    move_asked_at = models.DateTimeField(_("déplacement demandé"), null=True, blank=True)
    move_reason = models.CharField(_("raison donnée par la personne"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("rendez-vous du dossier")
        verbose_name_plural = _("rendez-vous des dossiers")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="appointment_confirmed_or_to_move",
                condition=models.Q(confirmed_at=None) | models.Q(move_asked_at=None),
                violation_error_message=_("Un rendez-vous est confirmé, ou à déplacer."),
            ),
            models.CheckConstraint(
                name="appointment_to_move_has_reason",
                condition=models.Q(move_asked_at=None, move_reason="")
                | (models.Q(move_asked_at__isnull=False) & ~models.Q(move_reason="")),
                violation_error_message=_("Une demande de déplacement porte sa raison."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} → {self.appointment_id}"
