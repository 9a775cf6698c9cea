from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.core.fields import uuid7_key
from ancrage.core.history import tracked
from ancrage.directory.models import NeedDomain
from ancrage.newcomers.models.case import Case
from ancrage.plans.models import CoveredBy, Urgency
from ancrage.questionnaires.models import AnswerSet


class MeetingMode(models.TextChoices):
    IN_PERSON = "in_person", _("Sur place")
    PHONE = "phone", _("Téléphone")
    VIDEO = "video", _("Visioconférence")
    ABROAD = "abroad", _("À l’étranger, avant le départ")


class NeedsAssessment(models.Model):
    """One assessment of a person's needs: resumable until completed, then kept as it was."""

    id = uuid7_key()
    case = models.ForeignKey(Case, models.PROTECT, "assessments", verbose_name=_("dossier"))
    number = models.PositiveSmallIntegerField(_("numéro"))
    answers = models.OneToOneField(AnswerSet, models.PROTECT, verbose_name=_("réponses"))
    mode = models.CharField(_("mode"), max_length=10, choices=MeetingMode, default=MeetingMode.IN_PERSON)
    interpreter_language = models.CharField(_("interprète"), max_length=3, blank=True)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("par"))
    completed_at = models.DateTimeField(_("terminée"), null=True, blank=True)

    class Meta:
        verbose_name = _("évaluation des besoins")
        verbose_name_plural = _("évaluations des besoins")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "number"], name="assessment_number_once"),
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(completed_at=None),
                name="one_assessment_in_progress",
                violation_error_message=_("Une évaluation est déjà en cours pour ce dossier."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} no {self.number}"


@tracked()
class AssessedDomain(models.Model):
    """What one assessment found in one domain. Level 0 means no need."""

    id = uuid7_key()
    assessment = models.ForeignKey(NeedsAssessment, models.CASCADE, "domains", verbose_name=_("évaluation"))
    domain = models.ForeignKey(NeedDomain, models.PROTECT, verbose_name=_("domaine"))
    level = models.PositiveSmallIntegerField(_("intensité, de 0 à 3"))
    urgency = models.CharField(_("échéance"), max_length=10, choices=Urgency, blank=True)
    covered_by = models.CharField(_("pris en charge par"), max_length=12, choices=CoveredBy, blank=True)
    note = models.TextField(_("précisions"), blank=True)

    class Meta:
        verbose_name = _("domaine évalué")
        verbose_name_plural = _("domaines évalués")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assessment", "domain"], name="domain_assessed_once"),
            models.CheckConstraint(
                name="assessed_level_0_to_3",
                condition=models.Q(level__lte=3),
                violation_error_message=_("L’intensité va de 0 à 3."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.domain_id}: {self.level}"
