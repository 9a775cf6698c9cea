from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.core.fields import EncryptedTextField, uuid7_key
from ancrage.portal.models.space import MOST_TRIES


class SignInCodeQuerySet(models.QuerySet["SignInCode"]):
    def usable(self, at: datetime) -> Self:
        return self.filter(used_at=None, expires_at__gt=at, tries__lt=MOST_TRIES)


class SignInCode(models.Model):
    """Someone asked for a code to be sent to ``email``, known here or not: the row is the same. Real time.

    ``code`` is the digest of what was sent; empty when nothing was.
    """

    id = uuid7_key()
    email = EncryptedTextField(_("courriel"))
    asker = models.CharField(_("empreinte du courriel"), max_length=64)
    origin = models.CharField(_("empreinte de l’adresse réseau"), max_length=64, blank=True)
    code = models.CharField(_("empreinte du code"), max_length=64, blank=True)
    language = models.CharField(_("langue"), max_length=2)
    asked_at = models.DateTimeField(_("demandé"))
    expires_at = models.DateTimeField(_("échéance"))
    tries = models.PositiveSmallIntegerField(_("codes refusés"), default=0)
    used_at = models.DateTimeField(_("utilisé"), null=True, blank=True)

    objects = SignInCodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("code de connexion")
        verbose_name_plural = _("codes de connexion")
        indexes: ClassVar = [
            models.Index(fields=["asker", "-asked_at"], name="portal_codes_asked"),
            models.Index(fields=["origin", "-asked_at"], name="portal_codes_from"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
