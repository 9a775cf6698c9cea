from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.core.fields import uuid7_key
from ancrage.core.labels import Labelled, LabelledQuerySet
from ancrage.directory.models.base import Part, owned_by, owner


class Stream(models.TextChoices):
    """The four volets of Accompagnement Québec, and what crosses them."""

    SETTLEMENT = "settlement", _("Installation")
    FRENCH = "french", _("Francisation")
    EMPLOYMENT = "employment", _("Intégration au marché de l’emploi")
    COMMUNITY = "community", _("Intégration à la collectivité")
    TRANSVERSAL = "transversal", _("Transversal")


class NeedDomain(Labelled):
    """A domain of needs. What is said in a sensitive one is seen by named people only."""

    id = uuid7_key()
    stream = models.CharField(_("volet"), max_length=12, choices=Stream)
    icon = models.CharField(_("icône"), max_length=20, default="circle")
    is_sensitive = models.BooleanField(_("accès restreint"), default=False)

    objects = LabelledQuerySet["NeedDomain"].as_manager()

    class Meta:
        verbose_name = _("domaine de besoins")
        verbose_name_plural = _("domaines de besoins")


class StatusGroup(models.TextChoices):
    PERMANENT = "permanent", _("Statut permanent")
    TEMPORARY = "temporary", _("Statut temporaire")
    OTHER = "other", _("Autre situation")


class StatusCategory(Labelled):
    """An immigration status as services admit or refuse it."""

    id = uuid7_key()
    group = models.CharField(_("groupe"), max_length=10, choices=StatusGroup)

    objects = LabelledQuerySet["StatusCategory"].as_manager()

    class Meta:
        verbose_name = _("statut d’immigration")
        verbose_name_plural = _("statuts d’immigration")


class Taxonomy(Part):
    """A list of terms that services are sorted by. Ours are published from the lists Ancrage works with (``code``).

    Others come with imported records; the terms of one that is not ``is_shared`` (a licensed one) never leave.
    """

    code = models.SlugField(_("code"), max_length=40, blank=True)
    name = models.CharField(_("nom"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    uri = models.URLField(_("adresse Web"), max_length=500, blank=True)
    version = models.CharField(_("version"), max_length=60, blank=True)
    is_shared = models.BooleanField(_("publiée"), default=True)

    class Meta:
        verbose_name = _("taxonomie")
        verbose_name_plural = _("taxonomies")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["code"], condition=~models.Q(code=""), name="directory_taxonomy_of_ours_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class TaxonomyTerm(Part):
    taxonomy = models.ForeignKey(Taxonomy, models.CASCADE, "terms", null=True, blank=True, verbose_name=_("taxonomie"))
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="children", verbose_name=_("terme plus large")
    )
    code = models.CharField(_("code"), max_length=120, blank=True)
    name = models.CharField(_("nom"), max_length=300)
    description = models.TextField(_("description"), blank=True)
    language = models.CharField(_("langue"), max_length=12, blank=True)
    term_uri = models.URLField(_("adresse Web"), max_length=500, blank=True)
    position = models.PositiveSmallIntegerField(_("rang"), default=0)

    class Meta:
        verbose_name = _("terme")
        verbose_name_plural = _("termes")
        indexes: ClassVar = [models.Index(fields=["taxonomy", "code"], name="directory_term_code")]

    def __str__(self) -> str:
        return self.name


class Attribute(Part):
    """A term, or a value in words, put on a record by a source. What Ancrage itself sorts by has its own columns."""

    organization = owner("Organization", "attributes", _("organisme"))
    service = owner("Service", "attributes", _("service"))
    location = owner("Location", "attributes", _("lieu"))
    service_at_location = owner("ServiceAtLocation", "attributes", _("service en un lieu"))
    term = models.ForeignKey(
        TaxonomyTerm, models.CASCADE, null=True, blank=True, related_name="attributes", verbose_name=_("terme")
    )
    label = models.CharField(_("libellé"), max_length=200, blank=True)
    link_type = models.CharField(_("genre de lien"), max_length=120, blank=True)
    value = models.TextField(_("valeur"), blank=True)

    class Meta:
        verbose_name = _("attribut")
        verbose_name_plural = _("attributs")
        constraints: ClassVar = [
            owned_by("organization", "service", "location", "service_at_location", table="attribute")
        ]

    def __str__(self) -> str:
        return self.label or self.value
