from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.core.fields import EncryptedTextField, uuid7_key


class RecordDraft(models.Model):
    """A form being filled, as it was last kept: one for each person and record. ``typed`` is JSON."""

    id = uuid7_key()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("par"))
    key = models.CharField(_("fiche"), max_length=120)
    typed = EncryptedTextField(_("ce qui est écrit"))
    saved_at = models.DateTimeField(_("gardé"))

    class Meta:
        verbose_name = _("brouillon d’une fiche")
        verbose_name_plural = _("brouillons de fiches")
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "key"], name="directory_draft_once")]

    def __str__(self) -> str:
        return self.key
