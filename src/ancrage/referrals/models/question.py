from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.core.fields import uuid7_key
from ancrage.referrals.models.referral import Referral


class ReferralQuestion(models.Model):
    """A precision the organisation asks before it answers, and the sender's reply. Erased when sharing stops."""

    id = uuid7_key()
    referral = models.ForeignKey(Referral, models.CASCADE, "questions", verbose_name=_("aiguillage"))
    asked_at = models.DateTimeField(_("demandée"))
    text = models.TextField(_("précision demandée"))
    replied_at = models.DateTimeField(_("répondue"), null=True, blank=True)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("répondue par"),
    )
    reply = models.TextField(_("réponse"), blank=True)

    class Meta:
        verbose_name = _("précision demandée")
        verbose_name_plural = _("précisions demandées")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="question_replied_has_text",
                condition=models.Q(replied_at=None, reply="")
                | models.Q(replied_at__isnull=False, replied_by__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.referral_id} {self.asked_at:%Y-%m-%d}"
