from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.core.fields import uuid7_key
from ancrage.directory.models.organization import Organization
from ancrage.directory.models.verification import VerificationLink


class ProposalState(models.TextChoices):
    PENDING = "pending", _("En attente")
    ACCEPTED = "accepted", _("Acceptée")
    PARTLY = "partly", _("Acceptée en partie")
    REFUSED = "refused", _("Refusée")


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def pending(self) -> Self:
        return self.filter(state=ProposalState.PENDING)


class Proposal(models.Model):
    """Changes of a record asked for by its organisation. ``changes``: by item, what it was when asked, and what is asked.

    ``resource_id`` is no foreign key: what was asked of a record outlives it, and one that ``is_new`` is entered with
    that key when it is accepted.
    """

    id = uuid7_key()
    organization = models.ForeignKey(Organization, models.CASCADE, "proposals", verbose_name=_("organisme"))
    resource_type = models.CharField(_("genre de fiche"), max_length=30)
    resource_id = models.UUIDField(_("fiche"))
    is_new = models.BooleanField(_("nouvelle fiche"), default=False)
    changes = models.JSONField(_("changements"))
    made_at = models.DateTimeField(_("proposée"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("par")
    )
    link = models.ForeignKey(
        VerificationLink, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("par le lien")
    )
    state = models.CharField(_("état"), max_length=10, choices=ProposalState, default=ProposalState.PENDING)
    accepted = ArrayField(models.CharField(max_length=60), verbose_name=_("accepté"), default=list, blank=True)
    decided_at = models.DateTimeField(_("réglée"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("réglée par")
    )
    reason = models.TextField(_("raison"), blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposition de changement")
        verbose_name_plural = _("propositions de changement")
        indexes: ClassVar = [
            models.Index(fields=["made_at", "id"], condition=models.Q(state="pending"), name="proposal_pending"),
            models.Index(fields=["resource_id"], name="proposal_of_record"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="proposal_settled_by_someone",
                condition=models.Q(state="pending", decided_at=None, decided_by=None)
                | (~models.Q(state="pending") & models.Q(decided_at__isnull=False, decided_by__isnull=False)),
                violation_error_message=_("Une proposition réglée dit par qui et quand."),
            ),
            models.CheckConstraint(
                name="proposal_refused_with_reason",
                condition=models.Q(state__in=["pending", "accepted"]) | ~models.Q(reason=""),
                violation_error_message=_("Un refus porte sa raison."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.resource_type} {self.resource_id}"

    @property
    def new_name(self) -> str:
        """What a record that is asked for is to be called."""
        return self.changes["name"][1] if self.is_new and "name" in self.changes else ""
