"""Records are said right again every so many months."""

from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.core.fields import uuid7_key
from ancrage.directory.models.organization import Organization
from ancrage.territory.dated import Dated, DatedQuerySet


class VerificationDelay(Dated):
    """How many months a record holds without being verified, from a day on. One at a time; those before stay."""

    id = uuid7_key()
    months = models.PositiveSmallIntegerField(_("mois"))
    reason = models.CharField(_("raison du changement"), max_length=300, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("décidé par")
    )
    decided_at = models.DateTimeField(_("décidé"), null=True, blank=True)

    objects = DatedQuerySet["VerificationDelay"].as_manager()

    class Meta:
        verbose_name = _("délai de vérification")
        verbose_name_plural = _("délais de vérification")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *Dated.Meta.constraints,
            ExclusionConstraint(
                name="one_verification_delay_at_a_time",
                expressions=[("during", RangeOperators.OVERLAPS)],
                violation_error_message=_("Un autre délai vaut déjà à ces dates."),
            ),
            models.CheckConstraint(
                name="verification_delay_of_a_month_at_least",
                condition=models.Q(months__gt=0),
                violation_error_message=_("Au moins un mois."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.months)


class VerificationLinkQuerySet(models.QuerySet["VerificationLink"]):
    def open(self, at: datetime) -> Self:
        return self.filter(used_at=None, expires_at__gt=at)


class VerificationLink(models.Model):
    """By which an organisation says that its records are right, or what is not, without an account.

    The address carries this row's id, signed. Times here are real time, like the signature's.
    """

    id = uuid7_key()
    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="verification_links", verbose_name=_("organisme")
    )
    sent_to = models.EmailField(_("destinataire"))
    created_at = models.DateTimeField(_("créé"))
    expires_at = models.DateTimeField(_("échéance"))
    used_at = models.DateTimeField(_("réponse donnée"), null=True, blank=True)

    objects = VerificationLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("lien de vérification")
        verbose_name_plural = _("liens de vérification")
        indexes: ClassVar = [models.Index(fields=["organization", "-created_at"], name="verification_link_latest")]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def actor_ref(self) -> str:
        return f"link:{self.pk}"

    def is_open(self, at: datetime) -> bool:
        return self.used_at is None and at < self.expires_at
