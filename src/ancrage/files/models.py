from typing import ClassVar, Final, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.core.fields import uuid7_key
from ancrage.files.enums import Scan
from ancrage.files.kinds import kind_called
from ancrage.files.names import LONGEST

FOLDER: Final = "documents"


class StoredFileQuerySet(models.QuerySet["StoredFile"]):
    def to_scan(self) -> Self:
        """Not examined yet, for whatever reason."""
        return self.filter(scan__in=[Scan.UNSCANNED, Scan.PENDING, Scan.QUARANTINED])


class StoredFile(models.Model):
    """A file taken in. Its content lies encrypted in the storage; whoever points to the row decides who reads it."""

    id = uuid7_key()
    name = models.CharField(_("nom"), max_length=LONGEST)
    content_type = models.CharField(_("genre"), max_length=80)
    size = models.PositiveIntegerField(_("taille"))
    sha256 = models.CharField(_("empreinte"), max_length=64)
    stored_at = models.DateTimeField(_("moment"))
    scan = models.CharField(_("vérification"), max_length=12, choices=Scan, default=Scan.UNSCANNED)
    scanned_at = models.DateTimeField(_("vérifié"), null=True, blank=True)
    threat = models.CharField(_("virus"), max_length=120, blank=True)

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("fichier")
        verbose_name_plural = _("fichiers")
        indexes: ClassVar = [
            models.Index(
                fields=["id"],
                name="files_to_scan",
                condition=models.Q(scan__in=[Scan.UNSCANNED, Scan.PENDING, Scan.QUARANTINED]),
            )
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="files_scan_is_known",
                condition=models.Q(scan__in=Scan.values),
                violation_error_message=_("Cet état de vérification n’existe pas."),
            ),
            models.CheckConstraint(
                name="files_scanned_has_a_moment",
                condition=models.Q(scan__in=[Scan.CLEAN, Scan.INFECTED], scanned_at__isnull=False)
                | (~models.Q(scan__in=[Scan.CLEAN, Scan.INFECTED]) & models.Q(scanned_at=None)),
                violation_error_message=_("Un fichier vérifié l’a été à un moment."),
            ),
            models.CheckConstraint(
                name="files_infected_names_its_threat",
                condition=(models.Q(scan=Scan.INFECTED) & ~models.Q(threat=""))
                | (~models.Q(scan=Scan.INFECTED) & models.Q(threat="")),
                violation_error_message=_("Un fichier infecté l’est par un virus nommé, et lui seul."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def key(self) -> str:
        """Where the content lies in the storage. It tells nothing; the last digits of an id spread evenly."""
        return f"{FOLDER}/{self.pk.hex[-2:]}/{self.pk.hex}"

    @property
    def is_held(self) -> bool:
        """Whether nobody opens it: it waits to be examined, or a virus was found."""
        return self.scan in {Scan.PENDING, Scan.QUARANTINED, Scan.INFECTED}

    @property
    def kind(self) -> str:
        """« PDF », « JPEG », « PNG », « CSV », « XLSX » or « ODS »."""
        return kind_called(self.content_type).label
