from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.core.fields import uuid7_key
from ancrage.newcomers.models.case import Case


class CircleMember(models.Model):
    """Someone named to see what is restricted in a dossier, or the whole of a restricted dossier."""

    id = uuid7_key()
    case = models.ForeignKey(Case, models.CASCADE, "circle", verbose_name=_("dossier"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("personne nommée")
    )
    since = models.DateTimeField(_("depuis"))
    until = models.DateTimeField(_("jusqu’à"), null=True, blank=True)
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("nommée par")
    )

    class Meta:
        verbose_name = _("personne nommée au dossier")
        verbose_name_plural = _("personnes nommées au dossier")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "user"],
                condition=models.Q(until=None),
                name="named_once",
                violation_error_message=_("Cette personne est déjà nommée au dossier."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} @ {self.case_id}"


class ExceptionalAccess(models.Model):
    """An hour's access to what is restricted, with its reason; the director and the privacy officer are told."""

    id = uuid7_key()
    case = models.ForeignKey(Case, models.CASCADE, "exceptional_accesses", verbose_name=_("dossier"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("par"))
    reason = models.TextField(_("raison"))
    granted_at = models.DateTimeField(_("ouvert"))
    expires_at = models.DateTimeField(_("échéance"))

    class Meta:
        verbose_name = _("accès exceptionnel")
        verbose_name_plural = _("accès exceptionnels")
        indexes: ClassVar = [models.Index(fields=["user", "-expires_at"], name="exceptional_by_user")]

    def __str__(self) -> str:
        return f"{self.user_id} @ {self.case_id}"


class DeclaredTie(models.Model):
    """A member of the staff knows the person: the dossier goes to another and stays out of their sight."""

    id = uuid7_key()
    case = models.ForeignKey(Case, models.CASCADE, "ties", verbose_name=_("dossier"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("par"))
    declared_at = models.DateTimeField(_("déclaré"))

    class Meta:
        verbose_name = _("lien déclaré")
        verbose_name_plural = _("liens déclarés")
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "user"], name="tie_declared_once")]

    def __str__(self) -> str:
        return f"{self.user_id} ~ {self.case_id}"
