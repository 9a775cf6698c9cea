"""What a service asks for, costs, and lives on."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.directory.models.base import Part, owned_by, owner


class RequiredDocument(Part):
    service = models.ForeignKey(
        "directory.Service", models.CASCADE, related_name="required_documents", verbose_name=_("service")
    )
    document = models.CharField(_("document"), max_length=300, blank=True)
    uri = models.URLField(_("adresse Web"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("document demandé")
        verbose_name_plural = _("documents demandés")

    def __str__(self) -> str:
        return self.document


class CostOption(Part):
    """One of the prices of a service. ``amount`` in ``currency`` (ISO 4217)."""

    service = models.ForeignKey(
        "directory.Service", models.CASCADE, related_name="cost_options", verbose_name=_("service")
    )
    valid_from = models.DateField(_("à partir du"), null=True, blank=True)
    valid_to = models.DateField(_("jusqu’au"), null=True, blank=True)
    option = models.CharField(_("pour qui"), max_length=300, blank=True)
    currency = models.CharField(_("monnaie"), max_length=3, blank=True)
    amount = models.DecimalField(_("montant"), max_digits=10, decimal_places=2, null=True, blank=True)
    amount_description = models.CharField(_("précision"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("tarif")
        verbose_name_plural = _("tarifs")

    def __str__(self) -> str:
        return f"{self.option} {self.amount} {self.currency}".strip()


class Funding(Part):
    """Who pays for it."""

    organization = owner("Organization", "fundings", _("organisme"))
    service = owner("Service", "fundings", _("service"))
    # What « source » is in HSDS: here a source is a directory that records come from.
    funder = models.TextField(_("qui finance"), blank=True)

    class Meta:
        verbose_name = _("financement")
        verbose_name_plural = _("financements")
        constraints: ClassVar = [owned_by("organization", "service", table="funding")]

    def __str__(self) -> str:
        return self.funder
