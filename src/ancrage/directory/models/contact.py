"""How to reach a service, a place or an organisation, and in which languages."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.directory.models.base import Part, owned_by, owner


class Contact(Part):
    """Someone, or a desk, that may be asked for. Known to those who refer; public when the person agreed to it."""

    organization = owner("Organization", "contacts", _("organisme"))
    service = owner("Service", "contacts", _("service"))
    location = owner("Location", "contacts", _("lieu"))
    service_at_location = owner("ServiceAtLocation", "contacts", _("service en un lieu"))
    name = models.CharField(_("nom"), max_length=160, blank=True)
    title = models.CharField(_("fonction"), max_length=160, blank=True)
    department = models.CharField(_("direction"), max_length=160, blank=True)
    email = models.EmailField(_("courriel"), blank=True)
    is_public = models.BooleanField(_("public"), default=False)

    class Meta:
        verbose_name = _("personne à joindre")
        verbose_name_plural = _("personnes à joindre")
        constraints: ClassVar = [
            owned_by("organization", "service", "location", "service_at_location", table="contact")
        ]

    def __str__(self) -> str:
        return self.name or self.title


class Phone(Part):
    """``number`` as people dial it, « 418 555-0123 » or « +1 418 555-0123 » or « 811 »."""

    organization = owner("Organization", "phones", _("organisme"))
    service = owner("Service", "phones", _("service"))
    location = owner("Location", "phones", _("lieu"))
    service_at_location = owner("ServiceAtLocation", "phones", _("service en un lieu"))
    contact = owner("Contact", "phones", _("personne à joindre"))
    number = models.CharField(_("numéro"), max_length=60)
    extension = models.PositiveIntegerField(_("poste"), null=True, blank=True)
    type = models.CharField(_("genre"), max_length=40, blank=True)
    description = models.CharField(_("précision"), max_length=300, blank=True)
    is_public = models.BooleanField(_("public"), default=True)

    class Meta:
        verbose_name = _("téléphone")
        verbose_name_plural = _("téléphones")
        indexes: ClassVar = [models.Index(fields=["number"], name="directory_phone_number")]
        constraints: ClassVar = [
            owned_by("organization", "service", "location", "service_at_location", "contact", table="phone")
        ]

    def __str__(self) -> str:
        return self.number


class Language(Part):
    """A language that a service, a place or a phone line serves people in: never that of the text written here.

    ``code``: ISO 639, empty when only a name was received.
    """

    service = owner("Service", "languages", _("service"))
    location = owner("Location", "languages", _("lieu"))
    phone = owner("Phone", "languages", _("téléphone"))
    name = models.CharField(_("langue"), max_length=80, blank=True)
    code = models.CharField(_("code"), max_length=12, blank=True)
    note = models.CharField(_("précision"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("langue de service")
        verbose_name_plural = _("langues de service")
        constraints: ClassVar = [owned_by("service", "location", "phone", table="language")]

    def __str__(self) -> str:
        return self.code or self.name
