from datetime import date
from typing import ClassVar, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchRank, SearchVectorField, TrigramWordSimilarity
from django.db import models
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from ancrage.core.fields import uuid7_key
from ancrage.core.sql import FrDoc, FrQuery, FrSort, Matches
from ancrage.core.text import fold
from ancrage.directory.models.organization import Location, Organization
from ancrage.directory.models.taxonomy import NeedDomain, StatusCategory
from ancrage.territory.models import Mrc, Municipality

# Two words are the same but for a slip from here on.
_ALIKE = 0.5


class ServiceMode(models.TextChoices):
    IN_PERSON = "in_person", _("Sur place")
    PHONE = "phone", _("Par téléphone")
    VIDEO = "video", _("À distance")


class ServiceQuerySet(models.QuerySet["Service"]):
    def active(self) -> Self:
        return self.filter(is_active=True, organization__is_active=True)

    def with_names(self) -> Self:
        """With what its cards name."""
        return self.select_related("organization__municipality").prefetch_related(
            models.Prefetch("locations", Location.objects.select_related("municipality").order_by("name", "pk"))
        )

    def serving(self, municipality: Municipality) -> Self:
        """Services whose territory holds ``municipality``, itself or through its MRC or its region."""
        mrc = municipality.mrc
        place = models.Q(municipality=municipality) | models.Q(mrc=mrc) | models.Q(region=mrc.region_id)
        return self.filter(models.Exists(_areas().filter(place)))

    def serving_somewhere_in(self, mrc: Mrc) -> Self:
        place = models.Q(mrc=mrc) | models.Q(municipality__mrc=mrc) | models.Q(region=mrc.region_id)
        return self.filter(models.Exists(_areas().filter(place)))

    def matching(self, words: str) -> Self:
        """Those that speak of ``words``, with their ``relevance``: stems first, likeness for what is misspelt."""
        any_word = FrQuery(models.Value(" or ".join(words.split())))
        gap = models.Value(" ")
        whole = FrSort(Concat("name", gap, "organization__name", gap, "description", output_field=models.TextField()))
        likeness = TrigramWordSimilarity(fold(words), whole)
        found = self.annotate(relevance=SearchRank("search", any_word) + likeness, likeness=likeness)
        return found.filter(models.Q(Matches("search", any_word)) | models.Q(likeness__gte=_ALIKE))

    def taking_referrals(self, day: date) -> Self:
        """Services whose intake is not paused on ``day``."""
        return (
            self.active().exclude(paused_on__lte=day, resumes_on=None).exclude(paused_on__lte=day, resumes_on__gt=day)
        )


def _areas() -> "models.QuerySet[ServiceArea]":
    return ServiceArea.objects.filter(service=models.OuterRef("pk"))


class Service(models.Model):
    """What an organisation offers: for which needs, in which languages, how, and whether it takes people now."""

    id = uuid7_key()
    organization = models.ForeignKey(Organization, models.CASCADE, "services", verbose_name=_("organisme"))
    name = models.CharField(_("nom"), max_length=160)
    name_en = models.CharField(_("nom anglais"), max_length=160, blank=True)
    description = models.TextField(_("description"), blank=True)
    domains = models.ManyToManyField(NeedDomain, "services", verbose_name=_("besoins"))
    languages = ArrayField(
        models.CharField(max_length=3),
        verbose_name=_("langues du service"),
        default=list,
        help_text=_("Codes ISO 639."),
    )
    modes = ArrayField(models.CharField(max_length=10, choices=ServiceMode), verbose_name=_("modes"), default=list)
    schedule = models.CharField(_("horaire"), max_length=200, blank=True)
    fee = models.CharField(_("coût"), max_length=120, blank=True)
    locations = models.ManyToManyField(Location, through="ServiceAtLocation", verbose_name=_("lieux"))
    waiting_weeks = models.PositiveSmallIntegerField(_("attente, en semaines"), default=0)
    paused_on = models.DateField(_("accueil suspendu le"), null=True, blank=True)
    resumes_on = models.DateField(_("reprise le"), null=True, blank=True)
    pause_reason = models.CharField(_("raison de la suspension"), max_length=200, blank=True)
    answer_days = models.PositiveSmallIntegerField(_("délai de réponse, en jours"), default=14)
    is_active = models.BooleanField(_("offert"), default=True)
    search = models.GeneratedField(
        expression=FrDoc(Concat("name", models.Value(" "), "description", output_field=models.TextField())),
        output_field=SearchVectorField(),
        db_persist=True,
        editable=False,
    )

    objects = ServiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
        indexes: ClassVar = [GinIndex(fields=["search"], name="service_search")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="service_resumes_after_pause",
                condition=models.Q(resumes_on=None)
                | models.Q(paused_on__isnull=False, resumes_on__gt=models.F("paused_on")),
                violation_error_message=_("La reprise suit la suspension."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_paused(self, day: date) -> bool:
        return (
            self.paused_on is not None and self.paused_on <= day and (self.resumes_on is None or day < self.resumes_on)
        )


class ServiceAtLocation(models.Model):
    id = uuid7_key()
    service = models.ForeignKey(Service, models.CASCADE, verbose_name=_("service"))
    location = models.ForeignKey(Location, models.CASCADE, verbose_name=_("lieu"))

    class Meta:
        verbose_name = _("service en un lieu")
        verbose_name_plural = _("services en un lieu")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["service", "location"], name="service_once_per_location")
        ]

    def __str__(self) -> str:
        return f"{self.service_id} @ {self.location_id}"


class ServiceArea(models.Model):
    """Where the people served live: one municipality, one MRC or one region per row."""

    id = uuid7_key()
    service = models.ForeignKey(Service, models.CASCADE, "areas", verbose_name=_("service"))
    region = models.ForeignKey("territory.Region", models.PROTECT, null=True, blank=True, verbose_name=_("région"))
    mrc = models.ForeignKey("territory.Mrc", models.PROTECT, null=True, blank=True, verbose_name=_("MRC"))
    municipality = models.ForeignKey(
        "territory.Municipality", models.PROTECT, null=True, blank=True, verbose_name=_("municipalité")
    )

    class Meta:
        verbose_name = _("territoire servi")
        verbose_name_plural = _("territoires servis")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="service_area_is_one_place",
                condition=models.Q(region__isnull=False, mrc=None, municipality=None)
                | models.Q(region=None, mrc__isnull=False, municipality=None)
                | models.Q(region=None, mrc=None, municipality__isnull=False),
                violation_error_message=_("Choisissez une région, une MRC ou une municipalité."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.service_id}: {self.region_id or self.mrc_id or self.municipality_id}"


class ServiceEligibility(models.Model):
    """Whether a service admits a status, from when to when. A status without a row is admitted."""

    id = uuid7_key()
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
