"""Records of one body, or of one service, entered twice."""

from datetime import datetime, timedelta
from typing import ClassVar, Final, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.core.fields import uuid7_key
from ancrage.directory.models.organization import Organization

UNDONE_WITHIN: Final = timedelta(days=30)


class LikenessReason(models.TextChoices):
    NAME = "name", _("Noms semblables")
    PHONE = "phone", _("Même téléphone")
    WEBSITE = "website", _("Même site Web")
    ADDRESS = "address", _("Même adresse")


class RecordPairQuerySet(models.QuerySet["RecordPair"]):
    def undecided(self) -> Self:
        return self.filter(apart_at=None)


class RecordPair(models.Model):
    """Two records that are probably one; ``one`` has the lower key. A person decides.

    Kept once said to be two (``apart_at``), so that they are not proposed again. The organisations are those of the
    records, or the records themselves.
    """

    id = uuid7_key()
    kind = models.CharField(_("genre de fiche"), max_length=30)
    one = models.UUIDField(_("fiche"))
    other = models.UUIDField(_("autre fiche"))
    one_organization = models.ForeignKey(Organization, models.CASCADE, related_name="+", verbose_name=_("organisme"))
    other_organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="+", verbose_name=_("autre organisme")
    )
    score = models.PositiveSmallIntegerField(_("ressemblance"))
    reasons = ArrayField(
        models.CharField(max_length=10, choices=LikenessReason), verbose_name=_("raisons"), default=list
    )
    found_at = models.DateTimeField(_("trouvé"))
    apart_at = models.DateTimeField(_("dites deux fiches"), null=True, blank=True)
    apart_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("par")
    )

    objects = RecordPairQuerySet.as_manager()

    class Meta:
        verbose_name = _("doublon probable du répertoire")
        verbose_name_plural = _("doublons probables du répertoire")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["one", "other"], name="record_pair_once"),
            models.CheckConstraint(
                name="record_pair_in_order",
                condition=models.Q(one__lt=models.F("other")),
                violation_error_message=_("Une fiche n’est pas le doublon d’elle-même."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one} = {self.other}"

    @property
    def words(self) -> list[str]:
        return [str(LikenessReason(one).label) for one in self.reasons]


class RecordMergeQuerySet(models.QuerySet["RecordMerge"]):
    def undoable(self, at: datetime) -> Self:
        return self.filter(undone_at=None, made_at__gt=at - UNDONE_WITHIN)


class RecordMerge(models.Model):
    """Two records made one. The one absorbed is kept aside, closed, with what described it.

    ``moved``: by foreign key, the rows that followed. ``changed``: by item, what the one kept said, and says.
    """

    id = uuid7_key()
    kind = models.CharField(_("genre de fiche"), max_length=30)
    kept = models.UUIDField(_("fiche gardée"))
    absorbed = models.UUIDField(_("fiche réunie"))
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+", verbose_name=_("organisme"))
    moved = models.JSONField(_("ce qui a suivi"), default=dict)
    changed = models.JSONField(_("changements"), default=dict)
    standing = models.JSONField(_("état d’avant"), default=dict)
    made_at = models.DateTimeField(_("fusionnées"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("par"))
    undone_at = models.DateTimeField(_("fusion annulée"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("annulée par")
    )

    objects = RecordMergeQuerySet.as_manager()

    class Meta:
        verbose_name = _("fusion de fiches")
        verbose_name_plural = _("fusions de fiches")
        indexes: ClassVar = [models.Index(fields=["-made_at", "-id"], name="record_merge_by_time")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["absorbed"], condition=models.Q(undone_at=None), name="record_merged_once")
        ]

    def __str__(self) -> str:
        return f"{self.absorbed} → {self.kept}"
