from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.core.fields import uuid7_key
from ancrage.portal.models.space import Space


class SpaceTelling(models.Model):
    """The person was written to that something awaits them, on ``day``. ``seen_at``: known to have come since."""

    id = uuid7_key()
    space = models.ForeignKey(Space, models.CASCADE, "tellings", verbose_name=_("espace"))
    day = models.DateField(_("jour"))
    told_at = models.DateTimeField(_("écrit"))
    seen_at = models.DateTimeField(_("vu"), null=True, blank=True)

    class Meta:
        verbose_name = _("message de l’espace")
        verbose_name_plural = _("messages de l’espace")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["space", "day"],
                condition=models.Q(seen_at=None),
                name="portal_told_once_a_day_until_seen",
                violation_error_message=_("La personne a déjà un message de ce jour à voir."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.space_id} {self.day}"
