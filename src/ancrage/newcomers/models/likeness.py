from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.core.fields import uuid7_key
from ancrage.newcomers.models.case import Case


class InquiryKind(models.TextChoices):
    TRANSFER = "transfer", _("Transfert demandé")
    CHECK = "check", _("Vérification demandée")


class Inquiry(models.Model):
    """A question put to another service point about a like dossier that the asker may not see.

    ``looked_for`` is what the asker typed, so that the other point can compare: it never learns more.
    """

    id = uuid7_key()
    case = models.ForeignKey(Case, models.CASCADE, "inquiries", verbose_name=_("dossier semblable"))
    kind = models.CharField(_("demande"), max_length=8, choices=InquiryKind)
    looked_for = models.CharField(_("personne cherchée"), max_length=200)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("par"))
    asked_at = models.DateTimeField(_("demandé"))
    note = models.TextField(_("précision"), blank=True)
    answered_at = models.DateTimeField(_("répondu"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("répondu par")
    )
    is_same_person = models.BooleanField(_("même personne"), null=True, blank=True)
    answer = models.TextField(_("réponse"), blank=True)

    class Meta:
        verbose_name = _("demande de vérification")
        verbose_name_plural = _("demandes de vérification")
        indexes: ClassVar = [models.Index(fields=["asked_by", "-asked_at"], name="inquiry_per_day")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "asked_by"],
                condition=models.Q(answered_at=None),
                name="inquiry_once_until_answered",
                violation_error_message=_(
                    "Vous avez déjà posé cette question. La réponse viendra dans vos vérifications."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.case_id}"
