from typing import ClassVar

from django.db import models
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from ancrage.directory.models.base import Part, Record
from ancrage.directory.models.organization import Organization


class LocationType(models.TextChoices):
    PHYSICAL = "physical", _("Lieu")
    POSTAL = "postal", _("Adresse postale")
    VIRTUAL = "virtual", _("En ligne")


class Location(Record):
    """A place where services are given. One that is not public is known to those who refer there, and to no one else.

    ``municipality`` and the point are what search and maps go by.
    """

    organization = models.ForeignKey(
        Organization, models.CASCADE, "locations", null=True, blank=True, verbose_name=_("organisme")
    )
    location_type = models.CharField(_("genre"), max_length=10, choices=LocationType, default=LocationType.PHYSICAL)
    name = models.CharField(_("nom"), max_length=200, blank=True)
    alternate_name = models.CharField(_("autre nom"), max_length=200, blank=True)
    description = models.TextField(_("description"), blank=True)
    transportation = models.TextField(_("comment s’y rendre"), blank=True)
    url = models.URLField(_("adresse Web"), max_length=500, blank=True)
    municipality = models.ForeignKey(
        "territory.Municipality", models.PROTECT, null=True, blank=True, verbose_name=_("municipalité")
    )
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    external_identifier = models.CharField(_("identifiant externe"), max_length=200, blank=True)
    external_identifier_type = models.CharField(_("genre d’identifiant externe"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("lieu")
        verbose_name_plural = _("lieux")
        indexes: ClassVar = [models.Index(fields=["source", "source_key"], name="location_source")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="location_point_is_whole",
                condition=models.Q(latitude=None, longitude=None)
                | models.Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                violation_error_message=_(
                    "Une latitude va de −90 à 90, une longitude de −180 à 180, et l’une avec l’autre."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def street(self) -> str:
        """« 120, rue de la Gare, Mont-Joli »: its first physical address. Of a place with its ``addresses``."""
        found = [one for one in self.addresses.all() if one.address_type == AddressType.PHYSICAL]
        return str(min(found, key=lambda one: one.pk)) if found else ""


class AddressType(models.TextChoices):
    PHYSICAL = "physical", _("Adresse du lieu")
    POSTAL = "postal", _("Adresse postale")
    VIRTUAL = "virtual", _("Adresse en ligne")


class Address(Part):
    """Where to go, or to write. ``region`` and ``state_province`` are words, as written on an envelope."""

    location = models.ForeignKey(Location, models.CASCADE, "addresses", verbose_name=_("lieu"))
    address_type = models.CharField(_("genre"), max_length=10, choices=AddressType, default=AddressType.PHYSICAL)
    attention = models.CharField(_("à l’attention de"), max_length=200, blank=True)
    address_1 = models.CharField(_("numéro et rue"), max_length=300, blank=True)
    address_2 = models.CharField(_("complément"), max_length=200, blank=True)
    city = models.CharField(_("ville"), max_length=120, blank=True)
    region = models.CharField(_("région"), max_length=120, blank=True)
    state_province = models.CharField(_("province"), max_length=60, default="QC", blank=True)
    postal_code = models.CharField(_("code postal"), max_length=20, blank=True)
    country = models.CharField(_("pays"), max_length=60, default="CA", blank=True)

    class Meta:
        verbose_name = _("adresse")
        verbose_name_plural = _("adresses")
        indexes: ClassVar = [models.Index(Upper("address_1"), name="directory_address_street")]

    def __str__(self) -> str:
        return ", ".join(filter(None, [self.address_1, self.city]))


class Accessibility(Part):
    """How someone with a disability gets in, and is received."""

    location = models.ForeignKey(Location, models.CASCADE, "accessibilities", verbose_name=_("lieu"))
    description = models.TextField(_("accessibilité"), blank=True)
    details = models.TextField(_("précisions"), blank=True)
    url = models.URLField(_("adresse Web"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("accessibilité")
        verbose_name_plural = _("accessibilités")

    def __str__(self) -> str:
        return self.description
