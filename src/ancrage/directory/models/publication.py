from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.directory.models.service import Service


class PublicationQuerySet(models.QuerySet["Publication"]):
    def public(self) -> Self:
        return self.filter(is_public=True)


class Publication(models.Model):
    """A service as it is found and told: written by ``actions.publishing`` whenever what it says changes.

    ``brief`` and ``full`` are HSDS's JSON, ready to send: an entry of a list, and the service with all that hangs on
    it, in French with its English beside (``queries.translated``). ``terms`` holds the words of both languages and, as
    lexemes of their own (``queries.tags``), what is filtered by: one index answers words and filters together.
    ``marks`` says the same of some tags by bits (``queries.marks``), and ``points`` where its public places are, a
    latitude then a longitude: both are read of thousands of rows at once.
    """

    service = models.OneToOneField(
        Service, models.CASCADE, primary_key=True, related_name="publication", verbose_name=_("service")
    )
    is_public = models.BooleanField(_("public"))
    modified_at = models.DateTimeField(_("modifié le"))
    terms = SearchVectorField(_("termes"))
    marks = models.BigIntegerField(_("marques"), default=0)
    points = ArrayField(models.FloatField(), verbose_name=_("points"), default=list, blank=True)
    brief = models.TextField(_("en liste"))
    full = models.TextField(_("au complet"))

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("publication d’un service")
        verbose_name_plural = _("publications des services")
        indexes: ClassVar = [
            GinIndex(fields=["terms"], name="directory_publication_terms", fastupdate=True),
            models.Index(fields=["service"], condition=models.Q(is_public=True), name="directory_publication_public"),
            models.Index(
                fields=["modified_at", "service"],
                condition=models.Q(is_public=True),
                name="directory_publication_latest",
            ),
        ]

    def __str__(self) -> str:
        return str(self.service_id)
