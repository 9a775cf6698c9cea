from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.core.fields import uuid7_key


class CalendarFeed(models.Model):
    """The secret address from which someone's own calendar reads when they are taken. Only its digest is kept."""

    id = uuid7_key()
    worker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feeds", verbose_name=_("personne")
    )
    digest = models.CharField(_("empreinte"), max_length=64, unique=True)
    made_at = models.DateTimeField(_("créée"))
    revoked_at = models.DateTimeField(_("révoquée"), null=True, blank=True)

    class Meta:
        verbose_name = _("adresse d’agenda")
        verbose_name_plural = _("adresses d’agenda")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["worker"],
                condition=models.Q(revoked_at=None),
                name="agenda_one_feed_a_worker",
                violation_error_message=_("Une adresse est déjà en service."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
