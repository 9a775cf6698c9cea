from datetime import datetime
from typing import ClassVar, Final, Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from ancrage.core.fields import uuid7_key
from ancrage.newcomers.models import Person

MOST_TRIES: Final = 5
"""Wrong codes after which an invitation, or a code sent by e-mail, no longer serves."""


class WriteHours(models.TextChoices):
    """When it is safe for a message to arrive, as the person says."""

    ANY = "any", _("à toute heure")
    MORNING = "morning", _("le matin, de 8 h à midi")
    AFTERNOON = "afternoon", _("l’après-midi, de midi à 17 h")
    EVENING = "evening", _("le soir, de 17 h à 21 h")


class SpaceQuerySet(models.QuerySet["Space"]):
    def open(self) -> Self:
        return self.filter(closed_at=None)


class Space(models.Model):
    """The tie between one person and the account by which they see their own plan.

    Several may share ``email``: it is where codes go, and never says whose space it is. ``secret`` is the digest of what
    the person chose, salted by the address: one secret of one address opens one space.
    """

    id = uuid7_key()
    person = models.OneToOneField(Person, models.PROTECT, related_name="space", verbose_name=_("personne"))
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="space", verbose_name=_("compte")
    )
    email = models.EmailField(_("courriel des codes"))
    secret = models.CharField(_("empreinte du secret"), max_length=64)
    write_hours = models.CharField(_("quand lui écrire"), max_length=9, choices=WriteHours, default=WriteHours.ANY)
    activated_at = models.DateTimeField(_("ouvert"))
    closed_at = models.DateTimeField(_("coupé"), null=True, blank=True)

    objects = SpaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("espace de la personne")
        verbose_name_plural = _("espaces des personnes")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["email", "secret"],
                name="portal_one_secret_opens_one_space",
                violation_error_message=_("Ce secret ne convient pas. Choisissez-en un autre."),
            ),
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")),
                name="portal_space_email_lower_case",
                violation_error_message=_("Le courriel s’écrit en minuscules."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class InvitationWay(models.TextChoices):
    EMAIL = "email", _("par courriel")
    PRINTED = "printed", _("sur papier")


class SpaceInvitationQuerySet(models.QuerySet["SpaceInvitation"]):
    def waiting(self) -> Self:
        """Neither used nor withdrawn; perhaps expired."""
        return self.filter(used_at=None, withdrawn_at=None)

    def usable(self, at: datetime) -> Self:
        return self.waiting().filter(expires_at__gt=at, tries__lt=MOST_TRIES)


class SpaceInvitation(models.Model):
    """Lets one person choose their secret, once. ``key`` and ``code`` are digests: both are told once.

    The key is in the address that is sent or printed; the code is told by whoever invites.
    """

    id = uuid7_key()
    person = models.ForeignKey(Person, models.CASCADE, "space_invitations", verbose_name=_("personne"))
    way = models.CharField(_("remise"), max_length=7, choices=InvitationWay)
    email = models.EmailField(_("courriel"), blank=True)
    key = models.CharField(_("empreinte de l’adresse"), max_length=64, unique=True)
    code = models.CharField(_("empreinte du code"), max_length=64)
    made_at = models.DateTimeField(_("faite"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("faite par"))
    expires_at = models.DateTimeField(_("échéance"))
    tries = models.PositiveSmallIntegerField(_("codes refusés"), default=0)
    used_at = models.DateTimeField(_("utilisée"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("retirée"), null=True, blank=True)

    objects = SpaceInvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation à l’espace")
        verbose_name_plural = _("invitations à l’espace")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(used_at=None, withdrawn_at=None),
                name="portal_one_invitation_at_a_time",
                violation_error_message=_("Une invitation est déjà faite."),
            ),
            models.CheckConstraint(
                condition=models.Q(way="printed", email="") | (models.Q(way="email") & ~models.Q(email="")),
                name="portal_invitation_sent_or_printed",
                violation_error_message=_("Une invitation envoyée a une adresse; sur papier, elle n’en a pas."),
            ),
            models.CheckConstraint(
                condition=models.Q(used_at=None) | models.Q(withdrawn_at=None),
                name="portal_invitation_used_or_withdrawn",
                violation_error_message=_("Une invitation utilisée ne se retire pas."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
