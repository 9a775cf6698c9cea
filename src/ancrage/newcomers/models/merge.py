from datetime import datetime, timedelta
from typing import ClassVar, Final, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.core.fields import EncryptedTextField, uuid7_key
from ancrage.newcomers.models.person import Person

UNDONE_WITHIN: Final = timedelta(days=30)


class PersonMergeQuerySet(models.QuerySet["PersonMerge"]):
    def undoable(self, at: datetime) -> Self:
        return self.filter(undone_at=None, made_at__gt=at - UNDONE_WITHIN).exclude(snapshot="")


class PersonMerge(models.Model):
    """Two persons made one. ``snapshot`` is what undoing needs (JSON), encrypted, emptied after thirty days."""

    id = uuid7_key()
    kept = models.ForeignKey(Person, models.CASCADE, "merges", verbose_name=_("personne gardée"))
    absorbed = models.UUIDField(_("personne réunie"))
    snapshot = EncryptedTextField(_("avant la fusion"), blank=True)
    made_at = models.DateTimeField(_("fusionnées"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("par"))
    undone_at = models.DateTimeField(_("fusion annulée"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("annulée par")
    )

    objects = PersonMergeQuerySet.as_manager()

    class Meta:
        verbose_name = _("fusion de personnes")
        verbose_name_plural = _("fusions de personnes")
        indexes: ClassVar = [models.Index(fields=["-made_at", "-id"], name="person_merge_by_time")]

    def __str__(self) -> str:
        return f"{self.absorbed} → {self.kept_id}"
