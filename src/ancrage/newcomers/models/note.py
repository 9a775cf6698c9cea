from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.core.fields import uuid7_key
from ancrage.core.history import tracked
from ancrage.newcomers.models.case import Case


class Channel(models.TextChoices):
    PHONE = "phone", _("Téléphone")
    VIDEO = "video", _("Visioconférence")
    IN_PERSON = "in_person", _("Sur place")
    EMAIL = "email", _("Courriel")
    TEXT = "text", _("Texto")
    INTERNAL = "internal", _("Note au dossier")


@tracked()
class ContactNote(models.Model):
    """What was said or done with the person. A restricted note is for the people named on the dossier."""

    id = uuid7_key()
    case = models.ForeignKey(Case, models.CASCADE, "notes", verbose_name=_("dossier"))
    at = models.DateTimeField(_("moment"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("par"))
    channel = models.CharField(_("moyen"), max_length=10, choices=Channel)
    is_reached = models.BooleanField(_("la personne a été jointe"), default=True)
    text = models.TextField(_("note"))
    is_restricted = models.BooleanField(_("accès restreint"), default=False)
    struck_at = models.DateTimeField(_("annulée"), null=True, blank=True)

    class Meta:
        verbose_name = _("note d’intervention")
        verbose_name_plural = _("notes d’intervention")
        indexes: ClassVar = [models.Index(fields=["case", "-at"], name="note_history")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.at:%Y-%m-%d}"
