from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.core.fields import uuid7_key
from ancrage.newcomers.models.case import Case, CaseState
from ancrage.newcomers.models.merge import UNDONE_WITHIN


class BatchKind(models.TextChoices):
    ASSIGNED = "assigned", _("Dossiers confiés")
    CLOSED = "closed", _("Dossiers fermés")
    MESSAGED = "messaged", _("Personnes averties")


class CaseBatchQuerySet(models.QuerySet["CaseBatch"]):
    def undoable(self, at: datetime) -> Self:
        """What was sent is sent."""
        return self.filter(undone_at=None, made_at__gt=at - UNDONE_WITHIN).exclude(kind=BatchKind.MESSAGED)


class CaseBatch(models.Model):
    """The same thing done to several dossiers at once; whoever did it may undo it within thirty days, unless it left as messages."""

    id = uuid7_key()
    kind = models.CharField(_("quoi"), max_length=10, choices=BatchKind)
    made_at = models.DateTimeField(_("fait"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("par"))
    undone_at = models.DateTimeField(_("annulé"), null=True, blank=True)

    objects = CaseBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("geste sur plusieurs dossiers")
        verbose_name_plural = _("gestes sur plusieurs dossiers")
        indexes: ClassVar = [models.Index(fields=["made_by", "-made_at"], name="case_batch_by_maker")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="case_batch_undone_after_made",
                condition=models.Q(undone_at=None) | models.Q(undone_at__gte=models.F("made_at")),
                violation_error_message=_("On n’annule qu’après avoir fait."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.made_at}"


class CaseBatchLine(models.Model):
    """One dossier of it. ``refusal`` says why nothing was done; the rest is what undoing needs."""

    id = uuid7_key()
    batch = models.ForeignKey(CaseBatch, models.CASCADE, "lines", verbose_name=_("geste"))
    case = models.ForeignKey(Case, models.CASCADE, "+", verbose_name=_("dossier"))
    refusal = models.CharField(_("pourquoi rien n’a été fait"), max_length=300, blank=True)
    from_agent = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("suivi avant par"),
    )
    to_agent = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("confié à")
    )
    from_state = models.CharField(_("état avant"), max_length=10, choices=CaseState)
    follow_ups = ArrayField(models.UUIDField(), verbose_name=_("suivis annulés"), default=list, blank=True)

    class Meta:
        verbose_name = _("dossier d’un geste")
        verbose_name_plural = _("dossiers d’un geste")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["batch", "case"], name="case_once_in_a_batch"),
            models.CheckConstraint(
                name="case_batch_line_refused_gives_nothing",
                condition=models.Q(refusal="") | models.Q(to_agent=None, follow_ups=[]),
                violation_error_message=_("Un dossier refusé n’est confié à personne."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}: {self.case_id}"
