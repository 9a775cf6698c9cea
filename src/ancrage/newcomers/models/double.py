from typing import ClassVar, Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.core.fields import uuid7_key
from ancrage.newcomers.models.person import Person


class LikelyDoubleQuerySet(models.QuerySet["LikelyDouble"]):
    def undecided(self) -> Self:
        return self.filter(apart_at=None)

    def between(self, one: UUID, other: UUID) -> Self:
        return self.filter(one=min(one, other), other=max(one, other))


class LikelyDouble(models.Model):
    """Two persons who are probably one, found by a job; ``one`` has the lower key. A person decides.

    Kept once said to be two (``apart_at``), so that they are not proposed again. It says nothing of who may see them.
    """

    id = uuid7_key()
    one = models.ForeignKey(Person, models.CASCADE, "+", verbose_name=_("personne"))
    other = models.ForeignKey(Person, models.CASCADE, "+", verbose_name=_("autre personne"))
    score = models.PositiveSmallIntegerField(_("ressemblance"))
    found_at = models.DateTimeField(_("trouvé"))
    apart_at = models.DateTimeField(_("dites deux personnes"), null=True, blank=True)
    apart_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("par")
    )

    objects = LikelyDoubleQuerySet.as_manager()

    class Meta:
        verbose_name = _("doublon probable")
        verbose_name_plural = _("doublons probables")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["one", "other"], name="likely_double_once"),
            models.CheckConstraint(
                name="likely_double_in_order",
                condition=models.Q(one__lt=models.F("other")),
                violation_error_message=_("Une personne n’est pas le doublon d’elle-même."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} = {self.other_id}"
