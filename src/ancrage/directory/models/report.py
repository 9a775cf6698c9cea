from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.core.fields import EncryptedTextField, uuid7_key
from ancrage.directory.models.organization import Organization
from ancrage.directory.models.service import Service


class ErrorReportQuerySet(models.QuerySet["ErrorReport"]):
    def open(self) -> Self:
        return self.filter(closed_at=None)


class ErrorReport(models.Model):
    """Something wrong in a record, said by anyone. ``sender`` is where it came from that day, made unreadable."""

    id = uuid7_key()
    organization = models.ForeignKey(Organization, models.CASCADE, "reports", verbose_name=_("organisme"))
    service = models.ForeignKey(
        Service, models.SET_NULL, null=True, blank=True, related_name="reports", verbose_name=_("service")
    )
    message = EncryptedTextField(_("ce qui est à corriger"))
    email = EncryptedTextField(_("courriel pour la réponse"), blank=True)
    sender = models.CharField(_("d’où vient le signalement"), max_length=64)
    received_at = models.DateTimeField(_("reçu"))
    answer = models.TextField(_("réponse"), blank=True)
    closed_at = models.DateTimeField(_("réglé"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("réglé par")
    )

    objects = ErrorReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("signalement d’une erreur")
        verbose_name_plural = _("signalements d’erreurs")
        indexes: ClassVar = [
            models.Index(fields=["received_at", "id"], condition=models.Q(closed_at=None), name="error_report_open"),
            models.Index(fields=["sender", "received_at"], name="error_report_sender"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="error_report_closed_by_someone",
                condition=models.Q(closed_at=None, closed_by=None)
                | models.Q(closed_at__isnull=False, closed_by__isnull=False),
                violation_error_message=_("Un signalement réglé dit par qui et quand."),
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)
