from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.core.fields import uuid7_key
from ancrage.newcomers.models.case import Case
from ancrage.newcomers.models.document import Document
from ancrage.newcomers.models.lists import DocumentType

_OPEN = models.Q(document=None, withdrawn_at=None)


class DocumentRequestQuerySet(models.QuerySet["DocumentRequest"]):
    def open(self) -> Self:
        """Neither given nor taken back: the person may still give it, whatever they said."""
        return self.filter(_OPEN)

    def in_order(self) -> Self:
        return self.order_by(models.F("wished_on").asc(nulls_last=True), "asked_at", "pk")


class DocumentRequest(models.Model):
    """Staff asks the person of a dossier for a document. It goes with the document that answers it.

    ``sentence`` is for the person, who reads it as it is; ``not_held`` is what they say when they do not have it.
    """

    id = uuid7_key()
    case = models.ForeignKey(Case, models.CASCADE, "document_requests", verbose_name=_("dossier"))
    kind = models.ForeignKey(DocumentType, models.PROTECT, "+", verbose_name=_("genre de document"))
    sentence = models.CharField(_("phrase à la personne"), max_length=300, blank=True)
    wished_on = models.DateField(_("souhaité pour le"), null=True, blank=True)
    asked_at = models.DateTimeField(_("demandé"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("demandé par")
    )
    document = models.OneToOneField(
        Document, models.CASCADE, null=True, blank=True, related_name="asked", verbose_name=_("document")
    )
    not_held = models.CharField(_("pourquoi la personne ne l’a pas"), max_length=300, blank=True)
    answered_at = models.DateTimeField(_("répondu"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("retiré"), null=True, blank=True)

    objects = DocumentRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("document demandé")
        verbose_name_plural = _("documents demandés")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "kind"],
                condition=_OPEN,
                name="one_document_asked_of_a_type",
                violation_error_message=_("Ce document est déjà demandé à la personne."),
            ),
            models.CheckConstraint(
                name="document_asked_is_answered_once",
                condition=models.Q(answered_at=None, document=None, not_held="")
                | models.Q(answered_at__isnull=False, document__isnull=False, not_held="")
                | (models.Q(answered_at__isnull=False, document=None) & ~models.Q(not_held="")),
                violation_error_message=_("La réponse est un document, ou une raison, avec sa date."),
            ),
            models.CheckConstraint(
                name="document_given_is_not_withdrawn",
                condition=models.Q(document=None) | models.Q(withdrawn_at=None),
                violation_error_message=_("Un document remis n’est plus demandé."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind_id}"

    @property
    def is_open(self) -> bool:
        return self.document_id is None and self.withdrawn_at is None
