from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.core.fields import uuid7_key
from ancrage.core.history import tracked
from ancrage.core.labels import Labelled, LabelledQuerySet
from ancrage.employers.enums import Channel
from ancrage.employers.models.employer import Employer


class InterventionType(Labelled):
    """A sort of intervention. ``is_personal``: what is usually one employer's own."""

    is_personal = models.BooleanField(_("accompagnement personnalisé d’ordinaire"), default=True)

    objects = LabelledQuerySet.as_manager()

    class Meta:
        verbose_name = _("genre d’intervention")
        verbose_name_plural = _("genres d’intervention")


class InterventionQuerySet(models.QuerySet["Intervention"]):
    def held(self) -> Self:
        """Those that were not struck out."""
        return self.filter(struck_at=None)

    def counted(self) -> Self:
        """Those that make an employer an accompanied one."""
        return self.held().filter(is_personal=True)


@tracked()
class Intervention(models.Model):
    """What was done with an employer. ``is_personal``: accompaniment of its own, which counts in the outcomes.

    What went to many at once never counts. ``struck_at``: entered by mistake; it stays in the history.
    """

    id = uuid7_key()
    employer = models.ForeignKey(Employer, models.PROTECT, "interventions", verbose_name=_("employeur"))
    type = models.ForeignKey(InterventionType, models.PROTECT, "+", verbose_name=_("genre"))
    at = models.DateTimeField(_("moment"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, "+", verbose_name=_("par"))
    channel = models.CharField(_("moyen"), max_length=6, choices=Channel, default=Channel.VISIT)
    summary = models.CharField(_("en bref"), max_length=200)
    text = models.TextField(_("ce qui a été dit ou fait"), blank=True)
    is_personal = models.BooleanField(_("accompagnement personnalisé"), default=True)
    struck_at = models.DateTimeField(_("annulée le"), null=True, blank=True)

    objects = InterventionQuerySet.as_manager()

    class Meta:
        verbose_name = _("intervention")
        verbose_name_plural = _("interventions")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="intervention_of_many_never_counts",
                condition=~models.Q(channel=Channel.GROUP) | models.Q(is_personal=False),
                violation_error_message=_("Une séance de groupe ne compte pas comme un accompagnement personnalisé."),
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["employer", "-at", "-id"], name="intervention_employer"),
            models.Index(
                fields=["at", "employer"],
                condition=models.Q(is_personal=True, struck_at=None),
                name="intervention_counted",
            ),
        ]

    def __str__(self) -> str:
        return self.summary
