from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.core.fields import uuid7_key


class MessageState(models.TextChoices):
    QUEUED = "queued", _("En attente")
    SENT = "sent", _("Envoyé")
    FAILED = "failed", _("Échec")
    WITHDRAWN = "withdrawn", _("Retiré")


class OutgoingMessageQuerySet(models.QuerySet["OutgoingMessage"]):
    def waiting(self) -> Self:
        return self.filter(state=MessageState.QUEUED)


class OutgoingMessage(models.Model):
    """A message that left, or will: stored in the transaction that caused it, sent by the queue.

    Subject and body carry no personal information; the link in them leads to it.
    """

    id = uuid7_key()
    to = models.EmailField(_("destinataire"))
    subject = models.CharField(_("objet"), max_length=200)
    body = models.TextField(_("texte"))
    language = models.CharField(_("langue"), max_length=2)
    about_type = models.CharField(_("nature de l’objet"), max_length=60)
    about_id = models.CharField(_("à propos de"), max_length=60)
    state = models.CharField(_("état"), max_length=10, choices=MessageState, default=MessageState.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("essais"), default=0)
    last_error = models.CharField(_("dernière erreur"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("écrit"))
    sent_at = models.DateTimeField(_("envoyé"), null=True, blank=True)

    objects = OutgoingMessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message sortant")
        verbose_name_plural = _("messages sortants")
        indexes: ClassVar = [
            models.Index(fields=["about_type", "about_id"], name="message_about"),
            models.Index(fields=["-created_at"], name="message_created"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="message_sent_has_moment",
                condition=models.Q(state=MessageState.SENT, sent_at__isnull=False)
                | (~models.Q(state=MessageState.SENT) & models.Q(sent_at=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} ({self.get_state_display()})"
