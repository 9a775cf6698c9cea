from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.core.fields import uuid7_key
from ancrage.core.sql import FrSort


class OrganizationKind(models.TextChoices):
    COMMUNITY = "community", _("Organisme communautaire")
    MUNICIPALITY = "municipality", _("Municipalité")
    MRC = "mrc", _("MRC")
    SCHOOL = "school", _("Établissement d’enseignement")
    HEALTH = "health", _("Établissement de santé")
    PUBLIC = "public", _("Service public")
    COOPERATIVE = "cooperative", _("Coopérative")


class OrganizationQuerySet(models.QuerySet["Organization"]):
    def active(self) -> Self:
        return self.filter(is_active=True)


class Organization(models.Model):
    """A body of any kind that serves people. There is one row per body in all Ancrage."""

    id = uuid7_key()
    name = models.CharField(_("nom"), max_length=200)
    short_name = models.CharField(_("nom court"), max_length=60, blank=True)
    kind = models.CharField(_("genre"), max_length=12, choices=OrganizationKind)
    region = models.ForeignKey("territory.Region", models.PROTECT, verbose_name=_("région"))
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, verbose_name=_("municipalité"))
    email = models.EmailField(_("courriel"), help_text=_("Les aiguillages et leurs codes y sont envoyés."))
    phone = models.CharField(_("téléphone"), max_length=20, blank=True)
    website = models.URLField(_("site Web"), blank=True)
    description = models.TextField(_("mission"), blank=True)
    is_active = models.BooleanField(_("en activité"), default=True)
    sort_name = models.GeneratedField(
        expression=FrSort("name"), output_field=models.TextField(), db_persist=True, editable=False
    )

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisme")
        verbose_name_plural = _("organismes")
        indexes: ClassVar = [models.Index(fields=["sort_name", "id"], name="organization_sort")]

    def __str__(self) -> str:
        return self.name


class OrganizationMemberQuerySet(models.QuerySet["OrganizationMember"]):
    def on(self, day: date) -> Self:
        return self.filter(during__contains=day)


class OrganizationMember(models.Model):
    """Who works for an organisation, from when to when."""

    id = uuid7_key()
    organization = models.ForeignKey(Organization, models.CASCADE, "members", verbose_name=_("organisme"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, "memberships", verbose_name=_("personne"))
    during = DateRangeField(_("période"))

    objects = OrganizationMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("membre d’organisme")
        verbose_name_plural = _("membres d’organismes")
        constraints: ClassVar = [
            ExclusionConstraint(
                name="organization_member_once",
                expressions=[
                    ("organization", RangeOperators.EQUAL),
                    ("user", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Cette personne travaille déjà pour cet organisme à ces dates."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} @ {self.organization_id}"


class Location(models.Model):
    """A place where services are given."""

    id = uuid7_key()
    organization = models.ForeignKey(Organization, models.CASCADE, "locations", verbose_name=_("organisme"))
    name = models.CharField(_("nom"), max_length=120)
    address = models.CharField(_("adresse"), max_length=200)
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, verbose_name=_("municipalité"))

    class Meta:
        verbose_name = _("lieu")
        verbose_name_plural = _("lieux")

    def __str__(self) -> str:
        return self.name
