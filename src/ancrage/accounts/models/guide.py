from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.core.fields import uuid7_key


class GuideMark(models.Model):
    """A step of the first day that someone did, or the guide set aside."""

    id = uuid7_key()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="guide_marks")
    step = models.CharField(_("étape"), max_length=40)
    done_at = models.DateTimeField(_("faite"))

    class Meta:
        verbose_name = _("étape du premier jour")
        verbose_name_plural = _("étapes du premier jour")
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "step"], name="accounts_guide_step_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.step}"
