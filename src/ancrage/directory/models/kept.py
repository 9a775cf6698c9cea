"""What someone with an account keeps of the directory for themselves."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.core.fields import uuid7_key
from ancrage.directory.models.service import Service


class Favourite(models.Model):
    id = uuid7_key()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("compte"))
    service = models.ForeignKey(Service, models.CASCADE, related_name="+", verbose_name=_("service"))
    created_at = models.DateTimeField(_("ajouté le"))

    class Meta:
        verbose_name = _("service enregistré")
        verbose_name_plural = _("services enregistrés")
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "service"], name="directory_favourite_once")]

    def __str__(self) -> str:
        return str(self.service_id)


class SavedSearch(models.Model):
    """A search to ask again: ``query`` is its address."""

    id = uuid7_key()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("compte"))
    title = models.CharField(_("recherche"), max_length=160)
    query = models.CharField(_("adresse"), max_length=1000)
    created_at = models.DateTimeField(_("ajouté le"))

    class Meta:
        verbose_name = _("recherche enregistrée")
        verbose_name_plural = _("recherches enregistrées")
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "query"], name="directory_saved_search_once")]

    def __str__(self) -> str:
        return self.title
