from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.directory.models.base import Part
from ancrage.directory.models.location import Location
from ancrage.directory.models.service import Service
from ancrage.directory.models.taxonomy import StatusCategory


class ServiceAtLocation(Part):
    """A service given in a place; what is said here holds there only."""

    service = models.ForeignKey(Service, models.CASCADE, "service_at_locations", verbose_name=_("service"))
    location = models.ForeignKey(Location, models.CASCADE, "service_at_locations", verbose_name=_("lieu"))
    description = models.TextField(_("description"), blank=True)

    class Meta:
        verbose_name = _("service en un lieu")
        verbose_name_plural = _("services en un lieu")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["service", "location"], name="service_once_per_location")
        ]

    def __str__(self) -> str:
        return f"{self.service_id} @ {self.location_id}"


class ServiceArea(Part):
    """Where the people served live: a municipality, an MRC or a region, or what a source calls it in words."""

    service = models.ForeignKey(Service, models.CASCADE, "areas", verbose_name=_("service"))
    region = models.ForeignKey("territory.Region", models.PROTECT, null=True, blank=True, verbose_name=_("région"))
    mrc = models.ForeignKey("territory.Mrc", models.PROTECT, null=True, blank=True, verbose_name=_("MRC"))
    municipality = models.ForeignKey(
        "territory.Municipality", models.PROTECT, null=True, blank=True, verbose_name=_("municipalité")
    )

    name = models.TextField(_("nom"), blank=True)
    description = models.TextField(_("description"), blank=True)
    extent = models.TextField(_("étendue"), blank=True)
    extent_type = models.CharField(_("genre d’étendue"), max_length=60, blank=True)
    uri = models.CharField(_("adresse Web"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("territoire servi")
        verbose_name_plural = _("territoires servis")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="service_area_is_one_place",
                condition=models.Q(mrc=None, municipality=None)
                | models.Q(region=None, municipality=None)
                | models.Q(region=None, mrc=None),
                violation_error_message=_("Choisissez une région, une MRC ou une municipalité."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.service_id}: {self.region_id or self.mrc_id or self.municipality_id}"


class ServiceEligibility(Part):
    """Whether a service admits a status, from when to when. A status without a row is admitted."""

    service = models.ForeignKey(Service, models.CASCADE, "eligibilities", verbose_name=_("service"))
    status = models.ForeignKey(StatusCategory, models.PROTECT, verbose_name=_("statut"))
    is_admitted = models.BooleanField(_("admis"))
    during = DateRangeField(_("période"))

    class Meta:
        verbose_name = _("admissibilité")
        verbose_name_plural = _("admissibilités")
        constraints: ClassVar = [
            ExclusionConstraint(
                name="service_eligibility_once",
                expressions=[
                    ("service", RangeOperators.EQUAL),
                    ("status", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Une règle existe déjà pour ce statut à ces dates."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.service_id}: {self.status_id}"
