from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.core.fields import uuid7_key
from ancrage.files.kinds import kind_called
from ancrage.files.names import LONGEST

FOLDER: Final = "documents"


class StoredFile(models.Model):
    """A file taken in. Its content lies encrypted in the storage; whoever points to the row decides who reads it."""

    id = uuid7_key()
    name = models.CharField(_("nom"), max_length=LONGEST)
    content_type = models.CharField(_("genre"), max_length=80)
    size = models.PositiveIntegerField(_("taille"))
    sha256 = models.CharField(_("empreinte"), max_length=64)
    stored_at = models.DateTimeField(_("moment"))

    class Meta:
        verbose_name = _("fichier")
        verbose_name_plural = _("fichiers")

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def key(self) -> str:
        """Where the content lies in the storage. It tells nothing; the last digits of an id spread evenly."""
        return f"{FOLDER}/{self.pk.hex[-2:]}/{self.pk.hex}"

    @property
    def kind(self) -> str:
        """« PDF », « JPEG », « PNG », « CSV », « XLSX » or « ODS »."""
        return kind_called(self.content_type).label
