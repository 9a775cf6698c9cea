from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.core.fields import uuid7_key
from ancrage.territory.dated import Dated, DatedQuerySet


class Kept(models.TextChoices):
    """What is destroyed some days after its dossier closed."""

    DOCUMENT = "document", _("Document d’un dossier fermé")
    UNWANTED = "unwanted", _("Demande indésirable")


class RetentionRule(Dated):
    """How many days something is kept once its dossier is closed. The rule of the day decides, whenever it closed.

    ``is_confirmed``: the body that runs Ancrage has settled the delay; until then it is a proposal.
    """

    id = uuid7_key()
    kept = models.CharField(_("ce qui est gardé"), max_length=20, choices=Kept)
    days = models.PositiveIntegerField(_("jours après la fermeture"))
    basis = models.CharField(_("fondement"), max_length=200)
    is_confirmed = models.BooleanField(_("confirmé"), default=False)
    reason = models.CharField(_("raison du changement"), max_length=300, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("décidé par")
    )
    decided_at = models.DateTimeField(_("décidé"), null=True, blank=True)

    objects = DatedQuerySet["RetentionRule"].as_manager()

    class Meta:
        verbose_name = _("règle de conservation")
        verbose_name_plural = _("règles de conservation")
        constraints: ClassVar = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                name="retention_of_something_known",
                condition=models.Q(kept__in=Kept.values),
                violation_error_message=_("Rien de tel n’est gardé."),
            ),
            models.CheckConstraint(
                name="retention_lasts_a_day",
                condition=models.Q(days__gte=1),
                violation_error_message=_("Rien n’est détruit le jour même."),
            ),
            models.CheckConstraint(
                name="retention_decided_has_a_reason",
                condition=models.Q(decided_by=None, decided_at=None)
                | (models.Q(decided_by__isnull=False, decided_at__isnull=False) & ~models.Q(reason="")),
                violation_error_message=_("Un délai changé porte sa raison."),
            ),
            ExclusionConstraint(
                name="one_retention_at_a_time",
                expressions=[("kept", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
                violation_error_message=_("Une autre règle vaut déjà à ces dates."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kept} {self.days}"
