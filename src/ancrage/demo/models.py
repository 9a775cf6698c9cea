from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.core.fields import uuid7_key


class World(models.Model):
    """The mark of a database filled with invented people; there is at most one.

    ``offset_days`` is the distance between real time and the world's: ``core.now()`` takes it away.
    """

    id = uuid7_key()
    loaded_at = models.DateTimeField(_("chargé"))
    offset_days = models.PositiveIntegerField(_("décalage, en jours"))
    seed = models.PositiveIntegerField(_("graine du hasard"))
    is_only = models.BooleanField(default=True, unique=True, editable=False)

    class Meta:
        verbose_name = _("monde de démonstration")
        verbose_name_plural = _("mondes de démonstration")
        constraints: ClassVar = [models.CheckConstraint(name="world_is_only", condition=models.Q(is_only=True))]

    def __str__(self) -> str:
        return f"{self.loaded_at:%Y-%m-%d}"
