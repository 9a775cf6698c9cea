from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.agenda.models import Block, Cohort
from ancrage.core.fields import uuid7_key
from ancrage.core.history import tracked
from ancrage.newcomers.models.case import Case


class InscriptionQuerySet(models.QuerySet["Inscription"]):
    def current(self) -> Self:
        return self.filter(withdrawn_at=None)

    def seated(self) -> Self:
        return self.filter(seat__isnull=False)

    def waiting(self) -> Self:
        """The first in line first."""
        return self.current().filter(seat=None).order_by("asked_at", "pk")


@tracked()
class Inscription(models.Model):
    """A dossier in a cohort: at a seat, else in line; out of it once withdrawn."""

    id = uuid7_key()
    cohort = models.ForeignKey(Cohort, models.PROTECT, "inscriptions", verbose_name=_("série"))
    case = models.ForeignKey(Case, models.PROTECT, "inscriptions", verbose_name=_("dossier"))
    seat = models.PositiveSmallIntegerField(_("place"), null=True, blank=True)
    asked_at = models.DateTimeField(_("demandée"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("demandée par")
    )
    withdrawn_at = models.DateTimeField(_("retirée"), null=True, blank=True)
    attested_at = models.DateTimeField(_("attestée"), null=True, blank=True)
    attested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("attestée par"),
    )
    attestation = models.CharField(_("numéro de l’attestation"), max_length=20, null=True, blank=True, unique=True)

    objects = InscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("inscription")
        verbose_name_plural = _("inscriptions")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["cohort", "seat"],
                condition=models.Q(seat__isnull=False),
                name="inscription_one_per_seat",
                violation_error_message=_("Cette place vient d’être prise."),
            ),
            models.UniqueConstraint(
                fields=["cohort", "case"],
                condition=models.Q(withdrawn_at=None),
                name="inscription_once_per_dossier",
                violation_error_message=_("Ce dossier est déjà inscrit à cette série."),
            ),
            models.CheckConstraint(
                name="inscription_withdrawn_frees_the_seat",
                condition=models.Q(withdrawn_at=None) | models.Q(seat=None),
                violation_error_message=_("Une inscription retirée ne garde pas sa place."),
            ),
            models.CheckConstraint(
                name="inscription_attested_whole",
                condition=models.Q(attested_at=None, attested_by=None, attestation=None)
                | models.Q(
                    attested_at__isnull=False, attested_by__isnull=False, attestation__isnull=False, seat__isnull=False
                ),
                violation_error_message=_("Une attestation porte sa date, son numéro et son auteur."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} → {self.cohort_id}"


@tracked()
class Attendance(models.Model):
    """Whether someone came to a block. No row: nobody said."""

    id = uuid7_key()
    inscription = models.ForeignKey(Inscription, models.CASCADE, "attendances", verbose_name=_("inscription"))
    block = models.ForeignKey(Block, models.PROTECT, "attendances", verbose_name=_("bloc"))
    is_present = models.BooleanField(_("présence"))
    noted_at = models.DateTimeField(_("inscrite"))
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("inscrite par")
    )

    class Meta:
        verbose_name = _("présence à un bloc")
        verbose_name_plural = _("présences aux blocs")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["inscription", "block"],
                name="attendance_once_per_block",
                violation_error_message=_("La présence à ce bloc est déjà inscrite."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.inscription_id} {self.block_id}"
