from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.core.fields import uuid7_key
from ancrage.newcomers.models.case import Case
from ancrage.newcomers.models.consent import Consent
from ancrage.plans.models import Need
from ancrage.referrals.models import Referral


class CaseReferral(models.Model):
    """The tie between a dossier and a referral: for which need, under which consent.

    A trigger refuses a sent referral whose consent is absent, withdrawn or ended.
    """

    id = uuid7_key()
    case = models.ForeignKey(Case, models.PROTECT, "referrals", verbose_name=_("dossier"), db_index=False)
    referral = models.OneToOneField(Referral, models.CASCADE, related_name="case_tie", verbose_name=_("aiguillage"))
    need = models.ForeignKey(Need, models.SET_NULL, null=True, related_name="+", verbose_name=_("besoin"))
    consent = models.ForeignKey(Consent, models.PROTECT, null=True, verbose_name=_("consentement"))

    class Meta:
        verbose_name = _("aiguillage du dossier")
        verbose_name_plural = _("aiguillages du dossier")
        indexes: ClassVar = [
            models.Index(fields=["case"], include=["id", "referral", "need", "consent"], name="referral_of_case")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} → {self.referral_id}"
