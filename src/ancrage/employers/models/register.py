from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.core.fields import uuid7_key


class RegisteredBusiness(models.Model):
    """A line of the register of businesses, as the operator loaded it (``ancrage load-neq``).

    ``struck_on``: since when it is no longer registered.
    """

    id = uuid7_key()
    neq = models.CharField("NEQ", max_length=10, unique=True)
    name = models.CharField(_("nom"), max_length=300, blank=True)
    struck_on: "models.DateField[date | None, date | None]" = models.DateField(_("radiée le"), null=True, blank=True)
    is_struck = models.BooleanField(_("radiée"), default=False)

    class Meta:
        verbose_name = _("entreprise du registre")
        verbose_name_plural = _("entreprises du registre")

    def __str__(self) -> str:
        return self.neq


class RegisterLoad(models.Model):
    """A file of the register that was loaded: what is said of a NEQ is as of then."""

    id = uuid7_key()
    at = models.DateTimeField(_("chargé le"))
    read = models.PositiveIntegerField(_("entreprises lues"))
    added = models.PositiveIntegerField(_("ajoutées"))
    changed = models.PositiveIntegerField(_("modifiées"))
    withdrawn = models.PositiveIntegerField(_("retirées"))

    class Meta:
        verbose_name = _("chargement du registre")
        verbose_name_plural = _("chargements du registre")

    def __str__(self) -> str:
        return str(self.at)
