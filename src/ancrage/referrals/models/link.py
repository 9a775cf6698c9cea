from datetime import datetime
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.core.fields import uuid7_key
from ancrage.referrals.models.referral import Referral


class AnswerLink(models.Model):
    """The link by which an organisation answers one referral without an account.

    The address carries this row's id, signed. Times here are real time, like the signature's.
    """

    id = uuid7_key()
    referral = models.ForeignKey(Referral, models.CASCADE, "links", verbose_name=_("aiguillage"))
    created_at = models.DateTimeField(_("créé"))
    expires_at = models.DateTimeField(_("échéance"))
    revoked_at = models.DateTimeField(_("révoqué"), null=True, blank=True)
    used_at = models.DateTimeField(_("réponse donnée"), null=True, blank=True)

    class Meta:
        verbose_name = _("lien de réponse")
        verbose_name_plural = _("liens de réponse")

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def actor_ref(self) -> str:
        return f"link:{self.pk}"

    def is_open(self, at: datetime) -> bool:
        return self.revoked_at is None and self.used_at is None and at < self.expires_at


class LinkBrowser(models.Model):
    """A browser that asked for, then proved, the code sent to the organisation's registered address."""

    id = uuid7_key()
    link = models.ForeignKey(AnswerLink, models.CASCADE, "browsers", verbose_name=_("lien"))
    code_hash = models.CharField(_("empreinte du code"), max_length=128)
    sent_at = models.DateTimeField(_("code envoyé"))
    expires_at = models.DateTimeField(_("échéance du code"))
    attempts = models.PositiveSmallIntegerField(_("essais"), default=0)
    proved_at = models.DateTimeField(_("code reçu"), null=True, blank=True)

    class Meta:
        verbose_name = _("navigateur reconnu")
        verbose_name_plural = _("navigateurs reconnus")

    def __str__(self) -> str:
        return str(self.pk)


class LinkUseKind(models.TextChoices):
    OPENED = "opened", _("Page ouverte")
    CODE_ASKED = "code_asked", _("Code demandé")
    CODE_PROVED = "code_proved", _("Code reconnu")
    CODE_WRONG = "code_wrong", _("Code erroné")
    ANSWERED = "answered", _("Réponse donnée")
    REFUSED = "refused", _("Lien refusé")


class LinkUse(models.Model):
    """Each use of a link, mail scanners included."""

    id = uuid7_key()
    link = models.ForeignKey(AnswerLink, models.CASCADE, "uses", verbose_name=_("lien"))
    at = models.DateTimeField(_("moment"))
    kind = models.CharField(_("usage"), max_length=12, choices=LinkUseKind)
    address = models.GenericIPAddressField(_("adresse réseau"), null=True)

    class Meta:
        verbose_name = _("usage de lien")
        verbose_name_plural = _("usages de lien")
        indexes: ClassVar = [models.Index(fields=["link", "-at"], name="link_use")]

    def __str__(self) -> str:
        return f"{self.kind} {self.at}"
