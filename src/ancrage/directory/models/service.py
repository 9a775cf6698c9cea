from datetime import date
from typing import ClassVar, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.directory.models.base import Record
from ancrage.directory.models.contact import Language
from ancrage.directory.models.location import Location
from ancrage.directory.models.organization import Organization, Program
from ancrage.directory.models.taxonomy import NeedDomain
from ancrage.territory.models import Municipality


class ServiceMode(models.TextChoices):
    IN_PERSON = "in_person", _("Sur place")
    PHONE = "phone", _("Par téléphone")
    VIDEO = "video", _("À distance")


class Public(models.TextChoices):
    """Whom a service is made for. One without any is for everyone."""

    EVERYONE = "tous", _("Tout le monde")
    ADULTS = "adultes", _("Adultes")
    YOUNG = "jeunes", _("Jeunes")
    CHILDREN = "enfants", _("Enfants")
    FAMILIES = "familles", _("Familles")
    WOMEN = "femmes", _("Femmes")
    ELDERS = "aines", _("Personnes aînées")
    REFUGEES = "refugies", _("Personnes réfugiées")
    ASYLUM_SEEKERS = "demandeurs-asile", _("Personnes demandant l’asile")
    WORKERS = "travailleurs", _("Travailleuses et travailleurs")
    STUDENTS = "etudiants", _("Étudiantes et étudiants")
    EMPLOYERS = "entreprises", _("Entreprises")
    DISABLED = "handicap", _("Personnes handicapées")
    LGBTQ = "lgbtq", _("Personnes LGBTQ+")


class FeeKind(models.TextChoices):
    FREE = "free", _("Gratuit")
    LOW = "low", _("À prix modique")
    INCOME = "income", _("Selon le revenu")
    PAID = "paid", _("Payant")


class ServiceQuerySet(models.QuerySet["Service"]):
    def active(self) -> Self:
        return self.filter(is_active=True, organization__is_active=True)

    def with_names(self) -> Self:
        """With what its cards name."""
        return self.select_related("organization__municipality").prefetch_related(
            models.Prefetch(
                "locations",
                Location.objects.select_related("municipality").prefetch_related("addresses").order_by("name", "pk"),
            ),
            models.Prefetch("languages", Language.objects.order_by("pk")),
        )

    def for_cards(self) -> Self:
        """With what the cards of a list say, in one statement: ``towns`` where it is given, ``spoken`` codes of languages."""
        places = Location.objects.filter(service_at_locations__service=models.OuterRef("pk")).order_by("name", "pk")
        spoken = Language.objects.filter(service=models.OuterRef("pk")).exclude(code="").order_by("pk")
        return self.select_related("organization__municipality").annotate(
            towns=ArraySubquery(places.exclude(municipality=None).values("municipality__name")),
            spoken=ArraySubquery(spoken.values("code")),
        )

    def serving(self, municipality: Municipality) -> Self:
        """Services whose territory holds ``municipality``, itself or through its MRC or its region."""
        mrc = municipality.mrc
        place = models.Q(municipality=municipality) | models.Q(mrc=mrc) | models.Q(region=mrc.region_id)
        return self.filter(models.Exists(_areas().filter(place)))


def _areas() -> "models.QuerySet[models.Model]":
    areas: models.QuerySet[models.Model] = Service.areas.rel.related_model._default_manager.filter(
        service=models.OuterRef("pk")
    )
    return areas


class Service(Record):
    """What an organisation offers: for which needs, in which languages, how, and whether it takes people now.

    ``schedule`` and ``fee`` say it in words; ``schedules``, ``fee_kind`` and ``cost_options`` say what can be sought.
    ``verified_on`` is HSDS's assured date.
    """

    organization = models.ForeignKey(Organization, models.CASCADE, "services", verbose_name=_("organisme"))
    program = models.ForeignKey(
        Program, models.SET_NULL, null=True, blank=True, related_name="services", verbose_name=_("programme")
    )
    name = models.CharField(_("nom"), max_length=200)
    alternate_name = models.CharField(_("autre nom"), max_length=200, blank=True)
    description = models.TextField(_("description"), blank=True)
    url = models.URLField(_("page Web"), max_length=500, blank=True)
    email = models.EmailField(_("courriel public"), blank=True)
    domains = models.ManyToManyField(NeedDomain, "services", verbose_name=_("besoins"))
    publics = ArrayField(
        models.CharField(max_length=20, choices=Public), verbose_name=_("publics"), default=list, blank=True
    )
    modes = ArrayField(
        models.CharField(max_length=10, choices=ServiceMode), verbose_name=_("modes"), default=list, blank=True
    )
    schedule = models.CharField(_("horaire, en mots"), max_length=300, blank=True)
    fee_kind = models.CharField(_("coût"), max_length=6, choices=FeeKind, blank=True)
    fee = models.TextField(_("coût, en mots"), blank=True)
    eligibility = models.TextField(_("pour qui, en mots"), blank=True)
    minimum_age = models.PositiveSmallIntegerField(_("âge minimal"), null=True, blank=True)
    maximum_age = models.PositiveSmallIntegerField(_("âge maximal"), null=True, blank=True)
    application = models.TextField(_("comment s’inscrire"), blank=True)
    interpretation = models.TextField(_("interprétation"), blank=True)
    accreditations = models.TextField(_("agréments"), blank=True)
    licenses = models.TextField(_("permis"), blank=True)
    alert = models.TextField(_("à savoir en ce moment"), blank=True)
    locations = models.ManyToManyField(Location, through="ServiceAtLocation", verbose_name=_("lieux"))
    waiting_weeks = models.PositiveSmallIntegerField(_("attente, en semaines"), default=0)
    waiting_note = models.TextField(_("attente, en mots"), blank=True)
    places = models.PositiveSmallIntegerField(_("places libres"), null=True, blank=True)
    paused_on = models.DateField(_("accueil suspendu le"), null=True, blank=True)
    resumes_on = models.DateField(_("reprise le"), null=True, blank=True)
    pause_reason = models.CharField(_("raison de la suspension"), max_length=200, blank=True)
    answer_days = models.PositiveSmallIntegerField(_("délai de réponse, en jours"), default=14)
    accepts_referrals = models.BooleanField(_("reçoit des aiguillages"), default=True)
    is_active = models.BooleanField(_("offert"), default=True)
    is_defunct = models.BooleanField(_("disparu"), default=False)
    assurer_email = models.EmailField(_("courriel de qui vérifie"), blank=True)
    objects = ServiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
        indexes: ClassVar = [
            models.Index(fields=["source", "source_key"], name="service_source"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="service_ages_in_order",
                condition=models.Q(minimum_age=None)
                | models.Q(maximum_age=None)
                | models.Q(maximum_age__gte=models.F("minimum_age")),
                violation_error_message=_("L’âge maximal n’est pas inférieur à l’âge minimal."),
            ),
            models.CheckConstraint(
                name="service_defunct_is_not_offered",
                condition=models.Q(is_defunct=False) | models.Q(is_active=False),
                violation_error_message=_("Un service disparu n’est plus offert."),
            ),
            models.CheckConstraint(
                name="service_resumes_after_pause",
                condition=models.Q(resumes_on=None)
                | models.Q(paused_on__isnull=False, resumes_on__gt=models.F("paused_on")),
                violation_error_message=_("La reprise suit la suspension."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def language_codes(self) -> list[str]:
        """Of a service loaded ``with_names``."""
        return [language.code for language in self.languages.all() if language.code]

    def is_paused(self, day: date) -> bool:
        return is_paused(self.paused_on, self.resumes_on, day)


def is_paused(paused_on: date | None, resumes_on: date | None, day: date) -> bool:
    return paused_on is not None and paused_on <= day and (resumes_on is None or day < resumes_on)
