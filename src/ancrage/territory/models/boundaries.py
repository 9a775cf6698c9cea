"""Official boundaries, as a map draws them: one row by region, MRC or municipality that has one."""

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.core.fields import uuid7_key
from ancrage.territory.models.places import Mrc, Municipality, Region


class BoundaryQuerySet(models.QuerySet["Boundary"]):
    def in_order(self) -> Self:
        return self.order_by("region__code", "mrc__sort", "municipality__sort", "pk")


class Boundary(models.Model):
    """The outline of one place. ``shape``: polygons, each its outer ring then its holes, of [longitude, latitude].

    It was made light enough for a page when it was loaded: it is drawn, never measured.
    """

    id = uuid7_key()
    region = models.OneToOneField(
        Region, models.CASCADE, related_name="boundary", verbose_name=_("région"), null=True, blank=True
    )
    mrc = models.OneToOneField(
        Mrc, models.CASCADE, related_name="boundary", verbose_name=_("MRC"), null=True, blank=True
    )
    municipality = models.OneToOneField(
        Municipality, models.CASCADE, related_name="boundary", verbose_name=_("municipalité"), null=True, blank=True
    )
    shape = models.JSONField(_("tracé"))

    objects = BoundaryQuerySet.as_manager()

    class Meta:
        verbose_name = _("limite")
        verbose_name_plural = _("limites")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(region__isnull=False, mrc=None, municipality=None)
                | models.Q(region=None, mrc__isnull=False, municipality=None)
                | models.Q(region=None, mrc=None, municipality__isnull=False),
                name="territory_boundary_of_one_place",
                violation_error_message=_("Une limite est celle d’une région, d’une MRC ou d’une municipalité."),
            )
        ]

    def __str__(self) -> str:
        return str(self.region or self.mrc or self.municipality)
