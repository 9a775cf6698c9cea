from typing import ClassVar, Final, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.core.fields import uuid7_key

FAILURES: Final = 3
"""In a row: a server may be down for a night."""


class CheckOutcome(models.TextChoices):
    OK = "ok", _("Répond")
    GONE = "gone", _("La page n’existe plus")
    ERROR = "error", _("Le site répond par une erreur")
    SILENT = "silent", _("Le site ne répond pas")
    REFUSED = "refused", _("Adresse qui n’est pas du Web public")
    NO_MAIL = "no_mail", _("Ce domaine ne reçoit plus de courriels")


class LinkCheckQuerySet(models.QuerySet["LinkCheck"]):
    def broken(self) -> Self:
        return self.filter(failures__gte=FAILURES)


class LinkCheck(models.Model):
    """Whether a Web address, or the domain of an e-mail, still answers. ``address``: « https://… » or « mailto:domain »."""

    id = uuid7_key()
    address = models.CharField(_("adresse Web"), max_length=500, unique=True)
    checked_at = models.DateTimeField(_("vérifiée"), null=True, blank=True)
    outcome = models.CharField(_("dernière réponse"), max_length=10, choices=CheckOutcome, blank=True)
    status = models.PositiveSmallIntegerField(_("code de la réponse"), null=True, blank=True)
    failures = models.PositiveSmallIntegerField(_("échecs de suite"), default=0)

    objects = LinkCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("vérification d’un lien")
        verbose_name_plural = _("vérifications des liens")
        indexes: ClassVar = [
            models.Index(fields=["checked_at"], name="link_check_next"),
            models.Index(fields=["failures"], condition=models.Q(failures__gt=0), name="link_check_failing"),
        ]

    def __str__(self) -> str:
        return self.address
