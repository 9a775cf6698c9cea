"""Records brought from a source: what was read, what would change, and what undoing needs."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, ClassVar, Final, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.core.fields import uuid7_key
from ancrage.directory.models.source import Source, SourceFormat
from ancrage.directory.permissions import Permission
from ancrage.files.models import StoredFile

if TYPE_CHECKING:
    from ancrage.accounts.access import Access

UNDONE_WITHIN: Final = timedelta(days=30)


class ReadingStage(models.TextChoices):
    COLUMNS = "columns", _("Colonnes à reconnaître")
    CHECKING = "checking", _("Lecture en cours")
    CHECKED = "checked", _("À relire avant d’appliquer")
    APPLYING = "applying", _("Application en cours")
    APPLIED = "applied", _("Appliquée")
    UNDOING = "undoing", _("Annulation en cours")
    UNDONE = "undone", _("Annulée")
    DROPPED = "dropped", _("Abandonnée")


AT_WORK: Final = (ReadingStage.CHECKING, ReadingStage.APPLYING, ReadingStage.UNDOING)
"""While a job is at work."""


class SourceReadingQuerySet(models.QuerySet["SourceReading"]):
    def visible_to(self, access: "Access") -> Self:
        """Those of the sources of the regions whose directory the reader keeps."""
        scope = access.scopes(Permission.EDIT_DIRECTORY)
        return self if scope.everything else self.filter(source__region__in=scope.regions)

    def undoable(self, at: datetime) -> Self:
        return self.filter(stage=ReadingStage.APPLIED, applied_at__gt=at - UNDONE_WITHIN)

    def to_forget(self, at: datetime) -> Self:
        """Those that can no longer be undone, and hold what undoing needed."""
        return self.filter(moved_at__lte=at - UNDONE_WITHIN).exclude(file=None, blocks=None)


class SourceReading(models.Model):
    """A file of a source, read by blocks. ``position``: how many of its records were dealt with, at this stage.

    ``address``: the file itself when it was not brought by someone. ``unknown``: what has no column here, and how many
    times it was met. ``is_complete``: services of the source that the file does not name are no longer offered.
    ``takes_proposals``: what is wrong and has an obvious correction is corrected.
    """

    id = uuid7_key()
    source = models.ForeignKey(Source, models.PROTECT, "readings", verbose_name=_("source"))
    format = models.CharField(_("format"), max_length=10, choices=SourceFormat)
    name = models.CharField(_("fichier"), max_length=200)
    file = models.OneToOneField(StoredFile, models.PROTECT, null=True, related_name="+", verbose_name=_("fichier"))
    address = models.CharField(_("lu de"), max_length=500, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("par")
    )
    made_at = models.DateTimeField(_("reçu le"))
    stage = models.CharField(_("étape"), max_length=10, choices=ReadingStage, default=ReadingStage.CHECKING)
    moved_at = models.DateTimeField(_("depuis"))
    is_complete = models.BooleanField(_("contient tout ce que la source offre"), default=False)
    takes_proposals = models.BooleanField(_("corrections proposées acceptées"), default=False)
    position = models.PositiveIntegerField(_("fiches lues"), default=0)
    total = models.PositiveIntegerField(_("fiches en tout"), default=0)
    counts = models.JSONField(_("nombres"), default=dict)
    unknown = models.JSONField(_("sans colonne ici"), default=dict)
    checked_at = models.DateTimeField(_("lue"), null=True)
    applied_at = models.DateTimeField(_("appliquée le"), null=True)
    trouble = models.CharField(_("ce qui l’arrête"), max_length=500, blank=True)

    objects = SourceReadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("lecture d’une source")
        verbose_name_plural = _("lectures des sources")
        indexes: ClassVar = [models.Index(fields=["source", "-made_at"], name="source_reading_latest")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="source_reading_applied_has_its_moment",
                condition=~models.Q(stage__in=["applied", "undoing", "undone"]) | models.Q(applied_at__isnull=False),
                violation_error_message=_("Une lecture appliquée porte son moment."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_running(self) -> bool:
        return self.stage in AT_WORK and not self.trouble


class EntryState(models.TextChoices):
    NEW = "new", _("Nouvelle fiche")
    CHANGED = "changed", _("Fiche modifiée")
    DIFFERENT = "different", _("Différence non retenue")
    WRONG = "wrong", _("En erreur")
    GONE = "gone", _("N’y est plus")
    LEFT = "left", _("Laissée : modifiée depuis")


class ReadingEntry(models.Model):
    """A record of the file that would change something, or cannot be read. What changes nothing is only counted.

    ``changes``: by field, ``[before, after, kept]``; one that is not kept lost to what is believed more.
    ``faults``: ``[place, message, proposal]``, in the language of whoever brought the file.
    """

    id = uuid7_key()
    reading = models.ForeignKey(SourceReading, models.CASCADE, "entries", verbose_name=_("lecture"))
    number = models.PositiveIntegerField(_("rang"))
    place = models.CharField(_("où, dans le fichier"), max_length=300)
    kind = models.CharField(_("genre de fiche"), max_length=30)
    record_id = models.UUIDField(_("fiche"), null=True)
    title = models.CharField(_("nom"), max_length=200, blank=True)
    state = models.CharField(_("état"), max_length=9, choices=EntryState)
    changes = models.JSONField(_("changements"), default=dict)
    faults = models.JSONField(_("erreurs"), default=list)

    class Meta:
        verbose_name = _("fiche lue")
        verbose_name_plural = _("fiches lues")
        indexes: ClassVar = [models.Index(fields=["reading", "state", "number", "id"], name="reading_entry_by_state")]

    def __str__(self) -> str:
        return f"{self.kind} {self.title}"


class ReadingBlock(models.Model):
    """What one transaction wrote. ``seen``: the records the file names; ``before``: zlib of JSON, what undoing needs."""

    id = uuid7_key()
    reading = models.ForeignKey(SourceReading, models.CASCADE, "blocks", verbose_name=_("lecture"))
    number = models.PositiveIntegerField(_("rang"))
    at = models.DateTimeField(_("écrit le"))
    seen = ArrayField(models.UUIDField(), verbose_name=_("fiches nommées"), default=list)
    before = models.BinaryField(_("avant"), default=b"")

    class Meta:
        verbose_name = _("bloc d’une lecture")
        verbose_name_plural = _("blocs des lectures")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["reading", "number"], name="reading_block_once"),
        ]

    def __str__(self) -> str:
        return f"{self.reading_id}: {self.number}"
