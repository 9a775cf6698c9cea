from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.core.fields import uuid7_key


class Submission(models.Model):
    """Where a form led, kept a day: ``digest`` is keyed, and says nothing of what was typed."""

    digest = models.CharField(_("empreinte"), max_length=64, primary_key=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    location = models.CharField(_("adresse de la page"), max_length=2000)
    at = models.DateTimeField(_("moment"), db_index=True)

    class Meta:
        verbose_name = _("formulaire envoyé")
        verbose_name_plural = _("formulaires envoyés")

    def __str__(self) -> str:
        return self.location


class Outcome(models.TextChoices):
    SIGNED_IN = "signed_in", _("Connexion")
    WRONG_SECRET = "wrong_secret", _("Mot de passe ou code refusé")
    LIMITED = "limited", _("Trop d’essais : refusé")


class SignInAttemptQuerySet(models.QuerySet["SignInAttempt"]):
    def failed_since(self, moment: datetime) -> Self:
        return self.filter(at__gt=moment, outcome=Outcome.WRONG_SECRET)

    def newest_first(self) -> Self:
        return self.order_by("-at", "-pk")


class SignInAttempt(models.Model):
    """One try at signing in. ``login`` is a keyed digest of what was typed, since anything may be typed there."""

    id = uuid7_key()
    at = models.DateTimeField(_("moment"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        related_name="sign_in_attempts",
    )
    login = models.CharField(_("empreinte du courriel"), max_length=64)
    address = models.GenericIPAddressField(_("adresse réseau"), null=True)
    outcome = models.CharField(_("résultat"), max_length=20, choices=Outcome)

    objects = SignInAttemptQuerySet.as_manager()

    class Meta:
        verbose_name = _("essai de connexion")
        verbose_name_plural = _("essais de connexion")
        indexes: ClassVar = [
            models.Index(fields=["login", "-at"], name="accounts_attempt_login"),
            models.Index(fields=["address", "-at"], name="accounts_attempt_address"),
            models.Index(fields=["user", "-at"], name="accounts_attempt_user"),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} {self.at:%Y-%m-%d %H:%M}"
