from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.core.fields import uuid7_key
from ancrage.core.history import tracked
from ancrage.files.models import StoredFile
from ancrage.newcomers.models.case import Case


@tracked()
class Document(models.Model):
    """A file received from the person or about them. A restricted one is for the people named on the dossier."""

    id = uuid7_key()
    case = models.ForeignKey(Case, models.CASCADE, "documents", verbose_name=_("dossier"))
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="+", verbose_name=_("fichier"))
    title = models.CharField(_("titre du document"), max_length=200)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("ajouté par")
    )
    added_at = models.DateTimeField(_("moment"))
    is_restricted = models.BooleanField(_("accès restreint"), default=False)
    # Whoever it is about reads it in their own space; off unless an agent says so.
    shared_at = models.DateTimeField(_("visible dans Mon plan"), null=True, blank=True)
    struck_at = models.DateTimeField(_("retiré"), null=True, blank=True)

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        indexes: ClassVar = [models.Index(fields=["case", "-added_at"], name="document_history")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(shared_at=None) | models.Q(is_restricted=False),
                name="document_restricted_is_not_shared",
                violation_error_message=_("Un document restreint ne se montre pas dans Mon plan."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.added_at:%Y-%m-%d}"
