from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.core.fields import uuid7_key
from ancrage.core.history import tracked
from ancrage.employers.models.employer import Employer


class Establishment(models.Model):
    """Where an employer works. Without a point of its own, it is shown at the centre of its municipality."""

    id = uuid7_key()
    employer = models.ForeignKey(Employer, models.CASCADE, "establishments", verbose_name=_("employeur"))
    name = models.CharField(_("nom de l’établissement"), max_length=200, blank=True)
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, verbose_name=_("municipalité"))
    address = models.CharField(_("adresse"), max_length=200, blank=True)
    postal_code = models.CharField(_("code postal"), max_length=7, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    is_main = models.BooleanField(_("établissement principal"), default=False)
    closed_on = models.DateField(_("fermé le"), null=True, blank=True)

    class Meta:
        verbose_name = _("établissement")
        verbose_name_plural = _("établissements")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["employer"],
                condition=models.Q(is_main=True),
                name="establishment_one_main",
                violation_error_message=_("Un seul établissement est le principal."),
            )
        ]

    def __str__(self) -> str:
        return self.name or str(self.municipality)


@tracked()
class Contact(models.Model):
    """Someone to ask for at an employer's. ``is_main``: the first to ask for; ``left_on``: who works there no more."""

    id = uuid7_key()
    employer = models.ForeignKey(Employer, models.CASCADE, "contacts", verbose_name=_("employeur"))
    name = models.CharField(_("nom"), max_length=120)
    title = models.CharField(_("fonction"), max_length=120, blank=True)
    phone = models.CharField(_("téléphone"), max_length=30, blank=True)
    email = models.EmailField(_("courriel"), blank=True)
    is_main = models.BooleanField(_("première personne à joindre"), default=False)
    left_on = models.DateField(_("partie le"), null=True, blank=True)

    class Meta:
        verbose_name = _("personne à joindre")
        verbose_name_plural = _("personnes à joindre")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["employer"],
                condition=models.Q(is_main=True),
                name="employer_contact_one_main",
                violation_error_message=_("Une seule personne est la première à joindre."),
            )
        ]

    def __str__(self) -> str:
        return self.name
