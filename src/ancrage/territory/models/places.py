"""Where things are: regions, MRCs, municipalities."""

from typing import ClassVar, Self
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.core.fields import uuid7_key
from ancrage.core.sql import FrSort


def sort_key() -> "models.GeneratedField":
    """How a row sorts in French, by its ``name``."""
    return models.GeneratedField(expression=FrSort("name"), output_field=models.TextField(), db_persist=True)


class RegionQuerySet(models.QuerySet["Region"]):
    def in_order(self) -> Self:
        return self.order_by("code")


class Region(models.Model):
    """One of Québec's administrative regions."""

    id = uuid7_key()
    code = models.CharField(_("code officiel"), max_length=2, unique=True)
    name = models.CharField(_("nom"), max_length=80, unique=True)
    prefix = models.CharField(_("sigle des références"), max_length=5, unique=True)
    sort = sort_key()

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = _("région")
        verbose_name_plural = _("régions")

    def __str__(self) -> str:
        return self.name


class MrcQuerySet(models.QuerySet["Mrc"]):
    def in_order(self) -> Self:
        return self.order_by("region__code", "sort", "pk")


class Mrc(models.Model):
    """A regional county municipality, or what stands for one.

    ``code`` is null until it was read in an official source; ``aliases`` holds former names.
    """

    id = uuid7_key()
    code = models.CharField(_("code officiel"), max_length=3, unique=True, null=True, blank=True)
    name = models.CharField(_("nom"), max_length=120)
    region = models.ForeignKey(Region, models.PROTECT, related_name="mrcs", verbose_name=_("région"))
    aliases = ArrayField(
        models.CharField(max_length=120),
        verbose_name=_("autres noms"),
        default=list,
        blank=True,
    )
    sort = sort_key()

    objects = MrcQuerySet.as_manager()

    class Meta:
        verbose_name = _("MRC")
        verbose_name_plural = _("MRC")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["region", "name"],
                name="territory_mrc_once_by_region",
                violation_error_message=_("Cette MRC existe déjà dans la région."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_code_confirmed(self) -> bool:
        return bool(self.code)


class MunicipalityQuerySet(models.QuerySet["Municipality"]):
    def in_order(self) -> Self:
        return self.order_by("sort", "pk")

    def in_region(self, region: "Region | UUID") -> Self:
        return self.filter(mrc__region=region)


class Municipality(models.Model):
    """A local municipality. ``code`` is null until it was read in an official source."""

    id = uuid7_key()
    code = models.CharField(_("code officiel"), max_length=5, unique=True, null=True, blank=True)
    name = models.CharField(_("nom"), max_length=120)
    designation = models.CharField(_("désignation"), max_length=60, blank=True)
    mrc = models.ForeignKey(Mrc, models.PROTECT, related_name="municipalities", verbose_name=_("MRC"))
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    sort = sort_key()

    objects = MunicipalityQuerySet.as_manager()

    class Meta:
        verbose_name = _("municipalité")
        verbose_name_plural = _("municipalités")
        indexes: ClassVar = [models.Index(fields=["sort"], name="territory_municipality_sort")]
        constraints: ClassVar = [
            # Two neighbours may share a name: a town and the parish around it.
            models.UniqueConstraint(
                fields=["mrc", "name", "designation"],
                name="territory_municipality_once_by_mrc",
                violation_error_message=_("Cette municipalité existe déjà dans la MRC."),
            ),
            models.CheckConstraint(
                condition=models.Q(latitude=None, longitude=None)
                | models.Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="territory_municipality_point",
                violation_error_message=_("La latitude et la longitude vont ensemble."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_code_confirmed(self) -> bool:
        return bool(self.code)


class ReferenceCounter(models.Model):
    """The last number given, by region, year and kind: what makes « BSL-2021-000412 » read in order."""

    id = uuid7_key()
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("région"))
    year = models.PositiveSmallIntegerField(_("année"))
    kind = models.CharField(_("genre"), max_length=1, blank=True)
    last = models.PositiveIntegerField(_("dernier numéro"))

    class Meta:
        verbose_name = _("compteur de références")
        verbose_name_plural = _("compteurs de références")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["region", "year", "kind"], name="territory_one_counter")
        ]

    def __str__(self) -> str:
        return f"{self.region_id} {self.year}{self.kind}: {self.last}"
