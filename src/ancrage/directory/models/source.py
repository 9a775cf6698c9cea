"""Where records come from: a feed of another directory, or a file someone brought."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.core.fields import uuid7_key


class SourceFormat(models.TextChoices):
    HSDS_JSON = "hsds", _("HSDS, en JSON")
    HSDS_TABLES = "tables", _("HSDS, en tableaux (zip)")
    DATA_INCLUSION = "inclusion", _("data·inclusion, en JSON")
    SPREADSHEET = "sheet", _("Tableur")


class Source(models.Model):
    """A directory whose records are brought here. When two sources know one record, the lower ``rank`` is believed.

    What was written on screen is believed before any source.
    """

    id = uuid7_key()
    name = models.CharField(_("nom"), max_length=120, unique=True)
    format = models.CharField(_("format"), max_length=10, choices=SourceFormat)
    region = models.ForeignKey("territory.Region", models.PROTECT, related_name="+", verbose_name=_("région"))
    address = models.CharField(
        _("adresse"), max_length=500, blank=True, help_text=_("URL ou dossier. Vide : un fichier apporté à la main.")
    )
    every_hours = models.PositiveSmallIntegerField(_("relue toutes les, en heures"), null=True, blank=True)
    mapping = models.JSONField(_("correspondance des colonnes"), default=dict, blank=True)
    rank = models.PositiveSmallIntegerField(_("rang"), default=10)
    is_active = models.BooleanField(_("active"), default=True)
    read_at = models.DateTimeField(_("lue le"), null=True, blank=True)

    class Meta:
        verbose_name = _("source du répertoire")
        verbose_name_plural = _("sources du répertoire")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="directory_source_read_often_enough",
                condition=models.Q(every_hours=None) | models.Q(every_hours__gt=0),
                violation_error_message=_("Au moins une heure entre deux lectures."),
            )
        ]

    def __str__(self) -> str:
        return self.name
