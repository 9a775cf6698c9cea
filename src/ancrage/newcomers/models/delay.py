"""Hours before an appointment, decided from a day on; those before stay."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.core.fields import uuid7_key
from ancrage.territory.dated import Dated


class Delay(Dated):
    """One at a time. Who decided it, when and why is empty on the one set with Ancrage."""

    id = uuid7_key()
    hours = models.PositiveSmallIntegerField(_("heures avant"))
    reason = models.CharField(_("raison du changement"), max_length=300, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("décidé par")
    )
    decided_at = models.DateTimeField(_("décidé"), null=True, blank=True)

    class Meta:
        abstract = True
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *Dated.Meta.constraints,
            ExclusionConstraint(
                name="one_%(class)s_at_a_time",
                expressions=[("during", RangeOperators.OVERLAPS)],
                violation_error_message=_("Un autre délai vaut déjà à ces dates."),
            ),
            models.CheckConstraint(
                name="%(class)s_decided_has_a_reason",
                condition=models.Q(decided_by=None, decided_at=None)
                | (models.Q(decided_by__isnull=False, decided_at__isnull=False) & ~models.Q(reason="")),
                violation_error_message=_("Un délai changé porte sa raison."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hours} h"
