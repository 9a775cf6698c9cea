from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex, GistIndex, OpClass
from django.db import models
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from ancrage.core.fields import uuid7_key
from ancrage.core.sql import FrSort
from ancrage.directory.models.base import Part, Record


class OrganizationKind(models.TextChoices):
    COMMUNITY = "community", _("Organisme communautaire")
    MUNICIPALITY = "municipality", _("Municipalité")
    MRC = "mrc", _("MRC")
    SCHOOL = "school", _("Établissement d’enseignement")
    HEALTH = "health", _("Établissement de santé")
    PUBLIC = "public", _("Service public")
    COOPERATIVE = "cooperative", _("Coopérative")
    BUSINESS = "business", _("Entreprise")


class OrganizationQuerySet(models.QuerySet["Organization"]):
    def active(self) -> Self:
        """Those in activity that serve people: a business known as an employer alone is not of the directory."""
        return self.filter(is_active=True).exclude(kind=OrganizationKind.BUSINESS)


class Organization(Record):
    """A body of any kind that serves people. There is one row per body in all Ancrage.

    ``email`` receives its referrals and is never public; ``public_email`` is the one it gives to everyone.
    """

    name = models.CharField(_("nom"), max_length=200)
    short_name = models.CharField(_("autre nom"), max_length=120, blank=True)
    kind = models.CharField(_("genre"), max_length=12, choices=OrganizationKind, default=OrganizationKind.COMMUNITY)
    region = models.ForeignKey("territory.Region", models.PROTECT, verbose_name=_("région"))
    municipality = models.ForeignKey(
        "territory.Municipality", models.PROTECT, null=True, blank=True, verbose_name=_("municipalité")
    )
    email = models.EmailField(
        _("courriel des aiguillages"), blank=True, help_text=_("Les aiguillages et leurs codes y sont envoyés.")
    )
    public_email = models.EmailField(_("courriel public"), blank=True)
    website = models.URLField(_("site Web"), blank=True)
    description = models.TextField(_("mission"), blank=True)
    legal_status = models.CharField(_("forme juridique"), max_length=120, blank=True)
    year_incorporated = models.PositiveSmallIntegerField(_("année de constitution"), null=True, blank=True)
    parent = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="branches",
        verbose_name=_("organisme dont il relève"),
    )
    is_active = models.BooleanField(_("en activité"), default=True)
    sort_name = models.GeneratedField(
        expression=FrSort("name"), output_field=models.TextField(), db_persist=True, editable=False
    )

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisme")
        verbose_name_plural = _("organismes")
        indexes: ClassVar = [
            models.Index(fields=["sort_name", "id"], name="organization_sort"),
            models.Index(fields=["source", "source_key"], name="organization_source"),
            # What makes two of them alike.
            GistIndex(OpClass("sort_name", "gist_trgm_ops(siglen=64)"), name="organization_name_likeness"),
            GinIndex(OpClass(Upper("website"), "gin_trgm_ops"), name="organization_site_likeness"),
        ]

    def __str__(self) -> str:
        return self.name


class OrganizationIdentifier(Part):
    """What an organisation is called in an official register: its NEQ, its charity number."""

    organization = models.ForeignKey(Organization, models.CASCADE, "identifiers", verbose_name=_("organisme"))
    scheme = models.CharField(_("registre"), max_length=200, blank=True)
    type = models.CharField(_("genre"), max_length=120)
    identifier = models.CharField(_("identifiant"), max_length=120)

    class Meta:
        verbose_name = _("identifiant d’organisme")
        verbose_name_plural = _("identifiants d’organismes")

    def __str__(self) -> str:
        return f"{self.type} {self.identifier}"


class Program(Record):
    """What gathers services of an organisation under one name."""

    organization = models.ForeignKey(Organization, models.CASCADE, "programs", verbose_name=_("organisme"))
    name = models.CharField(_("nom"), max_length=200)
    alternate_name = models.CharField(_("autre nom"), max_length=200, blank=True)
    description = models.TextField(_("description"), blank=True)

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")

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
