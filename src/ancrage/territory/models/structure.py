"""Who answers for which places, through time: the ministry's structure."""

from datetime import date
from typing import ClassVar, Self
from uuid import UUID

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.core.fields import uuid7_key
from ancrage.territory.dated import Dated, DatedQuerySet
from ancrage.territory.models.places import Municipality, Region, sort_key


class DirectorateQuerySet(DatedQuerySet["Directorate"]):
    def in_order(self) -> Self:
        return self.order_by("sort", "during")


class Directorate(Dated):
    """A regional directorate of the ministry, answering for one or several regions."""

    id = uuid7_key()
    name = models.CharField(_("nom"), max_length=200)
    sort = sort_key()

    objects = DirectorateQuerySet.as_manager()

    class Meta:
        verbose_name = _("direction régionale")
        verbose_name_plural = _("directions régionales")
        constraints: ClassVar = [
            *Dated.Meta.constraints,
            ExclusionConstraint(
                name="territory_directorate_once_at_a_time",
                expressions=[
                    ("name", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Une direction de ce nom existe déjà pendant cette période."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DirectorateRegionQuerySet(DatedQuerySet["DirectorateRegion"]):
    pass


class DirectorateRegion(Dated):
    """A region answered for by a directorate, for a time."""

    id = uuid7_key()
    directorate = models.ForeignKey(
        Directorate,
        models.PROTECT,
        related_name="coverage",
        verbose_name=_("direction"),
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="coverage", verbose_name=_("région"))

    objects = DirectorateRegionQuerySet.as_manager()

    class Meta:
        verbose_name = _("région d’une direction")
        verbose_name_plural = _("régions des directions")
        constraints: ClassVar = [
            *Dated.Meta.constraints,
            ExclusionConstraint(
                name="territory_region_one_directorate",
                expressions=[
                    ("region", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Cette région relève déjà d’une direction pendant cette période."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.directorate_id} {self.region_id}"


class HostOfficeQuerySet(DatedQuerySet["HostOffice"]):
    def in_order(self) -> Self:
        return self.order_by("sort", "during")


class HostOffice(Dated):
    """A Services Québec office that lends its premises to service points."""

    id = uuid7_key()
    name = models.CharField(_("nom"), max_length=160)
    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        related_name="host_offices",
        verbose_name=_("municipalité"),
    )
    address = models.CharField(_("adresse"), max_length=200, blank=True)
    postal_code = models.CharField(_("code postal"), max_length=7, blank=True)
    hours = models.CharField(_("heures d’ouverture"), max_length=200, blank=True)
    access_notes = models.CharField(_("accessibilité"), max_length=300, blank=True)
    sort = sort_key()

    objects = HostOfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("bureau hôte")
        verbose_name_plural = _("bureaux hôtes")
        constraints: ClassVar = [
            *Dated.Meta.constraints,
            ExclusionConstraint(
                name="territory_hostoffice_once_at_a_time",
                expressions=[
                    ("municipality", RangeOperators.EQUAL),
                    ("name", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Ce bureau existe déjà pendant cette période."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ServicePointQuerySet(DatedQuerySet["ServicePoint"]):
    def in_order(self) -> Self:
        return self.order_by("sort", "during")

    def serving(self, municipality: "Municipality | UUID", day: date) -> Self:
        """The point, at most one, that serves ``municipality`` on ``day``."""
        return self.on(day).filter(service_area__municipality=municipality, service_area__during__contains=day)


class ServicePoint(Dated):
    """Where the people of the service meet newcomers and employers."""

    id = uuid7_key()
    name = models.CharField(_("nom"), max_length=160)
    host_office = models.ForeignKey(
        HostOffice,
        models.PROTECT,
        related_name="service_points",
        verbose_name=_("bureau hôte"),
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="service_points", verbose_name=_("région"))
    sort = sort_key()

    objects = ServicePointQuerySet.as_manager()

    class Meta:
        verbose_name = _("point de services")
        verbose_name_plural = _("points de services")
        constraints: ClassVar = [
            *Dated.Meta.constraints,
            ExclusionConstraint(
                name="territory_servicepoint_once_at_a_time",
                expressions=[
                    ("region", RangeOperators.EQUAL),
                    ("name", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Un point de services de ce nom existe déjà pendant cette période."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ServicePointMunicipalityQuerySet(DatedQuerySet["ServicePointMunicipality"]):
    pass


class ServicePointMunicipality(Dated):
    """A municipality served by a point: where a request from there is sent."""

    id = uuid7_key()
    service_point = models.ForeignKey(
        ServicePoint,
        models.PROTECT,
        related_name="service_area",
        verbose_name=_("point de services"),
    )
    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        related_name="served_by",
        verbose_name=_("municipalité"),
    )

    objects = ServicePointMunicipalityQuerySet.as_manager()

    class Meta:
        verbose_name = _("municipalité desservie")
        verbose_name_plural = _("municipalités desservies")
        constraints: ClassVar = [
            *Dated.Meta.constraints,
            ExclusionConstraint(
                name="territory_municipality_one_point",
                expressions=[
                    ("municipality", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_(
                    "Un point de services dessert déjà cette municipalité pendant cette période."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service_point_id} {self.municipality_id}"


class TeamQuerySet(DatedQuerySet["Team"]):
    def in_order(self) -> Self:
        return self.order_by("sort", "during")


class Team(Dated):
    """People of one service point who share work, for a time."""

    id = uuid7_key()
    name = models.CharField(_("nom"), max_length=120)
    service_point = models.ForeignKey(
        ServicePoint,
        models.PROTECT,
        related_name="teams",
        verbose_name=_("point de services"),
    )
    sort = sort_key()

    objects = TeamQuerySet.as_manager()

    class Meta:
        verbose_name = _("équipe")
        verbose_name_plural = _("équipes")
        constraints: ClassVar = [
            *Dated.Meta.constraints,
            ExclusionConstraint(
                name="territory_team_once_at_a_time",
                expressions=[
                    ("service_point", RangeOperators.EQUAL),
                    ("name", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Une équipe de ce nom existe déjà pendant cette période."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
