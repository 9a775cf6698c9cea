from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.core.fields import uuid7_key
from ancrage.directory.models import NeedDomain
from ancrage.newcomers.models.case import Case


class CounterEnquiry(models.Model):
    """Someone came to the counter with a question: a place, a subject, a language, and nobody's name.

    ``case`` is given later, when the person opens a dossier and agrees to be known.
    """

    id = uuid7_key()
    service_point = models.ForeignKey("territory.ServicePoint", models.PROTECT, verbose_name=_("point de services"))
    domain = models.ForeignKey(NeedDomain, models.PROTECT, verbose_name=_("sujet"))
    language = models.CharField(_("langue de l’échange"), max_length=3)
    at = models.DateTimeField(_("moment"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("par"))
    case = models.ForeignKey(
        Case, models.SET_NULL, null=True, blank=True, related_name="counter_enquiries", verbose_name=_("dossier")
    )

    class Meta:
        verbose_name = _("question au comptoir")
        verbose_name_plural = _("questions au comptoir")
        indexes: ClassVar = [models.Index(fields=["service_point", "-at", "-id"], name="counter_by_point")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="counter_has_a_language",
                condition=~models.Q(language=""),
                violation_error_message=_("Inscrivez la langue de l’échange."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.service_point_id} {self.at:%Y-%m-%d}"
