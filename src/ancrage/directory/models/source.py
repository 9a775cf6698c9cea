"""Where records come from: a feed of another directory, or a file someone brought."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.core.fields import uuid7_key
from ancrage.directory.permissions import Permission

if TYPE_CHECKING:
    from ancrage.accounts.access import Access


class SourceFormat(models.TextChoices):
    HSDS_JSON = "hsds", _("HSDS, en JSON")
    HSDS_TABLES = "tables", _("HSDS, en tableaux (zip)")
    DATA_INCLUSION = "inclusion", _("data·inclusion, en JSON")
    SPREADSHEET = "sheet", _("Tableur")


class SourceQuerySet(models.QuerySet["Source"]):
    def visible_to(self, access: "Access") -> Self:
        """Those of the regions whose directory the reader keeps."""
        scope = access.scopes(Permission.EDIT_DIRECTORY)
        return self if scope.everything else self.filter(region__in=scope.regions)

    def due(self, at: datetime) -> Self:
        """Those to be read again by now."""
        hour = models.Value(timedelta(hours=1))
        since = models.ExpressionWrapper(models.F("every_hours") * hour, models.DurationField())
        waited = models.Q(tried_at=None) | models.Q(tried_at__lte=at - since)
        return self.filter(waited, is_active=True, every_hours__gt=0).exclude(address="")


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
    tried_at = models.DateTimeField(_("demandée le"), null=True, blank=True, editable=False)
    etag = models.CharField(_("version reçue"), max_length=300, blank=True, editable=False)
    trouble = models.CharField(_("ce qui l’arrête"), max_length=300, blank=True, editable=False)

    objects = SourceQuerySet.as_manager()

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

    @property
    def next_at(self) -> datetime | None:
        """From when it is read again; None when it waits for a file, or was never read."""
        if not (self.is_active and self.address and self.every_hours and self.tried_at):
            return None
        return self.tried_at + timedelta(hours=self.every_hours)
