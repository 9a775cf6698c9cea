from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.accounts.enums import Way
from ancrage.core.fields import uuid7_key


class NotificationQuerySet(models.QuerySet["Notification"]):
    def unread(self) -> Self:
        return self.filter(read_at=None)

    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-pk")

    def awaiting_digest(self) -> Self:
        """Unread, to be told in a digest, and in none yet."""
        return self.unread().filter(way=Way.DIGEST, digest=None)


class Digest(models.Model):
    """One e-mail that gathers what someone has not read: at most one a day, whatever becomes of the job."""

    id = uuid7_key()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="digests")
    day = models.DateField(_("jour"))
    sent_at = models.DateTimeField(_("envoyé"))

    class Meta:
        verbose_name = _("résumé des avis")
        verbose_name_plural = _("résumés des avis")
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "day"], name="accounts_digest_once_a_day")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.day}"


class Notification(models.Model):
    """Something a user should know, told inside Ancrage. No name of a newcomer in ``text``."""

    id = uuid7_key()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications")
    kind = models.CharField(_("nature"), max_length=60)
    text = models.CharField(_("texte"), max_length=300)
    path = models.CharField(_("adresse de la page"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("création"))
    read_at = models.DateTimeField(_("lecture"), null=True, blank=True)
    way = models.CharField(_("façon"), max_length=10, choices=Way, default=Way.IN_APP)
    instead_of = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("à la place de"),
    )
    digest = models.ForeignKey(Digest, models.SET_NULL, null=True, blank=True, related_name="notifications")

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("avis")
        verbose_name_plural = _("avis")
        indexes: ClassVar = [
            models.Index(fields=["user", "-created_at"], name="accounts_notification_user"),
            models.Index(
                fields=["user", "created_at"],
                name="accounts_notification_digest",
                condition=models.Q(way=Way.DIGEST, digest=None, read_at=None),
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="accounts_notification_way",
                condition=models.Q(way__in=Way.values),
                violation_error_message=_("Cette façon de recevoir un avis n’existe pas."),
            ),
            models.CheckConstraint(
                name="accounts_notification_instead_of_another",
                condition=models.Q(instead_of=None) | ~models.Q(instead_of=models.F("user")),
                violation_error_message=_("On ne se remplace pas soi-même."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.user_id}"


class NoticeChoice(models.Model):
    """How someone asked to be told of one sort of notice; without a row, as the table of notices says."""

    id = uuid7_key()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notice_choices")
    notice = models.CharField(_("avis"), max_length=60)
    way = models.CharField(_("façon"), max_length=10, choices=Way)

    class Meta:
        verbose_name = _("choix d’avis")
        verbose_name_plural = _("choix d’avis")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "notice"], name="accounts_notice_choice_once"),
            models.CheckConstraint(
                name="accounts_notice_choice_way",
                condition=models.Q(way__in=Way.values),
                violation_error_message=_("Cette façon de recevoir un avis n’existe pas."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.notice} {self.way}"
