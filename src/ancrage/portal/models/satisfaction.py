from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.core.fields import EncryptedTextField, uuid7_key
from ancrage.newcomers.models import Case, CaseAppointment


class Score(models.IntegerChoices):
    VERY_GOOD = 4, _("Très bien")
    GOOD = 3, _("Bien")
    POOR = 2, _("Pas très bien")
    BAD = 1, _("Mal")


class Satisfaction(models.Model):
    """What the person says of an appointment, or of the whole once the dossier is closed. Read without their name.

    The dossier is kept so that one question has one answer, and is never shown beside it.
    """

    id = uuid7_key()
    case = models.ForeignKey(Case, models.CASCADE, "+", verbose_name=_("dossier"))
    tie = models.OneToOneField(
        CaseAppointment, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("rendez-vous")
    )
    score = models.PositiveSmallIntegerField(_("appréciation"), choices=Score)
    comment = EncryptedTextField(_("commentaire"), blank=True)
    answered_at = models.DateTimeField(_("répondu"))

    class Meta:
        verbose_name = _("réponse de satisfaction")
        verbose_name_plural = _("réponses de satisfaction")
        indexes: ClassVar = [models.Index(fields=["answered_at"], name="portal_satisfaction_at")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(score__in=Score.values),
                name="portal_score_is_one_of_four",
                violation_error_message=_("L’appréciation va de 1 à 4."),
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(tie=None),
                name="portal_one_answer_for_the_whole",
                violation_error_message=_("La réponse est déjà donnée."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.score} {self.answered_at:%Y-%m-%d}"
