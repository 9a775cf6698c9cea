from datetime import date, timedelta
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.core.fields import EncryptedTextField, uuid7_key
from ancrage.core.history import tracked
from ancrage.directory.models import StatusCategory
from ancrage.newcomers.models.person import Person


class DocumentKind(models.TextChoices):
    CSQ = "csq", _("Certificat de sélection du Québec")
    CAQ = "caq", _("Certificat d’acceptation du Québec")
    STUDY_PERMIT = "study_permit", _("Permis d’études")
    WORK_PERMIT = "work_permit", _("Permis de travail")
    PERMANENT_RESIDENCE = "permanent_residence", _("Résidence permanente")
    ASYLUM_CLAIM = "asylum_claim", _("Attestation de demande d’asile")
    NONE = "none", _("Aucun document présenté")


class ImmigrationStatusQuerySet(models.QuerySet["ImmigrationStatus"]):
    def current(self, day: date) -> Self:
        return self.filter(models.Q(valid_to=None) | models.Q(valid_to__gte=day), valid_from__lte=day)


@tracked(in_bulk=True)
class ImmigrationStatus(models.Model):
    """A status held by a person, with its document. The past ones stay: they are the history."""

    id = uuid7_key()
    person = models.ForeignKey(Person, models.CASCADE, "statuses", verbose_name=_("personne"))
    category = models.ForeignKey(StatusCategory, models.PROTECT, verbose_name=_("statut"))
    program = models.CharField(_("programme"), max_length=120, blank=True)
    document = models.CharField(_("document"), max_length=20, choices=DocumentKind, default=DocumentKind.NONE)
    document_number = EncryptedTextField(_("numéro du document"), blank=True)
    valid_from = models.DateField(_("valide du"))
    valid_to = models.DateField(_("au"), null=True, blank=True)

    objects = ImmigrationStatusQuerySet.as_manager()

    class Meta:
        verbose_name = _("statut d’immigration de la personne")
        verbose_name_plural = _("statuts d’immigration de la personne")
        indexes: ClassVar = [models.Index(fields=["person", "-valid_from"], name="status_history")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="status_ends_after_start",
                condition=models.Q(valid_to=None) | models.Q(valid_to__gte=models.F("valid_from")),
                violation_error_message=_("La fin du permis précède son début."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.category_id}"

    @property
    def masked_number(self) -> str:
        """The last three characters of the document's number, the rest hidden."""
        number = self.document_number
        return "•" * max(len(number) - 3, 3) + number[-3:] if number else ""

    def expires_within(self, days: int, *, of: date) -> bool:
        return self.valid_to is not None and of <= self.valid_to <= of + timedelta(days=days)
