from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.directory.models.service import Service


class Rating(models.Model):
    """How complete and fresh a service was found, when last looked at: thousands are counted and sorted by it.

    Only services offered have one. ``asked`` and ``met`` are criteria by their place (``queries.quality.CRITERIA``), as
    bits of one number.
    """

    service = models.OneToOneField(
        Service, models.CASCADE, primary_key=True, related_name="rating", verbose_name=_("service")
    )
    region = models.ForeignKey("territory.Region", models.PROTECT, related_name="+", verbose_name=_("région"))
    quality = models.PositiveSmallIntegerField(_("qualité, sur 100"))
    asked = models.PositiveSmallIntegerField(_("critères qui s’appliquent"))
    met = models.PositiveSmallIntegerField(_("critères remplis"))

    class Meta:
        verbose_name = _("qualité d’une fiche")
        verbose_name_plural = _("qualité des fiches")
        indexes: ClassVar = [
            models.Index(fields=["quality", "service"], name="directory_worst_rated"),
            models.Index(fields=["region", "quality", "service"], name="directory_worst_of_region"),
        ]

    def __str__(self) -> str:
        return f"{self.service_id}: {self.quality}"
