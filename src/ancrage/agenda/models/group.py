"""Group sessions: a cohort follows a series of blocks, each an appointment like any other."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.agenda.models.appointment import Appointment
from ancrage.core.fields import uuid7_key
from ancrage.core.labels import Labelled, LabelledQuerySet
from ancrage.territory.models import ServicePoint


class GroupKind(Labelled):
    """What is followed in a group. How many blocks earn the attestation can differ for a cohort."""

    id = uuid7_key()
    required_blocks = models.PositiveSmallIntegerField(_("blocs requis pour l’attestation"), default=1)

    objects = LabelledQuerySet["GroupKind"].as_manager()

    class Meta:
        verbose_name = _("genre de séances de groupe")
        verbose_name_plural = _("genres de séances de groupe")


class CohortQuerySet(models.QuerySet["Cohort"]):
    def in_order(self) -> Self:
        return self.order_by("-opened_at", "-pk")


class Cohort(models.Model):
    """Those who follow the same blocks. Who they are is known by the context that inscribes them."""

    id = uuid7_key()
    kind = models.ForeignKey(GroupKind, models.PROTECT, "+", verbose_name=_("genre"))
    title = models.CharField(_("nom de la série"), max_length=80)
    service_point = models.ForeignKey(ServicePoint, models.PROTECT, "+", verbose_name=_("point de services"))
    language = models.CharField(_("langue"), max_length=3, default="fr")
    seats = models.PositiveSmallIntegerField(_("places"))
    required_blocks = models.PositiveSmallIntegerField(_("blocs requis pour l’attestation"))
    opened_at = models.DateTimeField(_("ouverte"))
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("ouverte par")
    )

    objects = CohortQuerySet.as_manager()

    class Meta:
        verbose_name = _("série de séances")
        verbose_name_plural = _("séries de séances")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="agenda_cohort_has_seats",
                condition=models.Q(seats__gt=0, required_blocks__gt=0),
                violation_error_message=_("Une série a au moins une place, et un bloc requis."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Block(models.Model):
    """One dated session of a cohort: when, where and with whom are in its appointment."""

    id = uuid7_key()
    cohort = models.ForeignKey(Cohort, models.PROTECT, "blocks", verbose_name=_("série"))
    appointment = models.OneToOneField(Appointment, models.PROTECT, related_name="block", verbose_name=_("moment"))
    topic = models.CharField(_("thème"), max_length=120)

    class Meta:
        verbose_name = _("bloc")
        verbose_name_plural = _("blocs")

    def __str__(self) -> str:
        return self.topic
