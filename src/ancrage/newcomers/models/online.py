from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.core.fields import EncryptedTextField, uuid7_key
from ancrage.directory.models import NeedDomain
from ancrage.newcomers.models.case import Case
from ancrage.newcomers.models.consent import CollectionNotice


class FormLanguage(models.TextChoices):
    """The languages of the public form and of the notice."""

    FRENCH = "fr", _("français")
    ENGLISH = "en", _("anglais")
    SPANISH = "es", _("espagnol")
    ARABIC = "ar", _("arabe")


class OnlineRequest(models.Model):
    """What came by the public form with a request: in which language, under which notice, and what was asked."""

    id = uuid7_key()
    case = models.OneToOneField(Case, models.CASCADE, related_name="online_request", verbose_name=_("dossier"))
    language = models.CharField(_("langue du formulaire"), max_length=2, choices=FormLanguage)
    notice = models.ForeignKey(CollectionNotice, models.PROTECT, verbose_name=_("avis montré"))
    domains = models.ManyToManyField(NeedDomain, blank=True, verbose_name=_("besoins cochés"))
    message = EncryptedTextField(_("message"), blank=True)
    received_at = models.DateTimeField(_("reçue"))
    destroyed_at = models.DateTimeField(_("détruite"), null=True, blank=True)

    class Meta:
        verbose_name = _("demande en ligne")
        verbose_name_plural = _("demandes en ligne")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="online_request_language",
                condition=models.Q(language__in=FormLanguage.values),
                violation_error_message=_("Le formulaire n’existe pas dans cette langue."),
            ),
            models.CheckConstraint(
                name="online_request_destroyed_says_nothing",
                condition=models.Q(destroyed_at=None) | models.Q(message=""),
                violation_error_message=_("Une demande détruite ne dit plus rien."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.case_id)


class OnlineTally(models.Model):
    """How many requests came the same day from one place. ``digest`` is keyed, changes each day, and names nobody."""

    digest = models.CharField(_("empreinte"), max_length=64, primary_key=True)
    day = models.DateField(_("jour"), db_index=True)
    sent = models.PositiveSmallIntegerField(_("demandes"))

    class Meta:
        verbose_name = _("décompte de demandes")
        verbose_name_plural = _("décomptes de demandes")

    def __str__(self) -> str:
        return f"{self.day}: {self.sent}"
