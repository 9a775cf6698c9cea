"""When a service point is open, and when someone works there, week after week; when they do not."""

from datetime import date, time
from typing import ClassVar, Self, TypeVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, IntegerRangeField, RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.core.fields import uuid7_key
from ancrage.territory.dated import Dated, DatedQuerySet
from ancrage.territory.models import ServicePoint

M_co = TypeVar("M_co", bound=models.Model, covariant=True)
DAY_MINUTES = 24 * 60


class Weekday(models.IntegerChoices):
    MONDAY = 0, _("Lundi")
    TUESDAY = 1, _("Mardi")
    WEDNESDAY = 2, _("Mercredi")
    THURSDAY = 3, _("Jeudi")
    FRIDAY = 4, _("Vendredi")
    SATURDAY = 5, _("Samedi")
    SUNDAY = 6, _("Dimanche")


def clock(minutes: int) -> time:
    """The hour that is ``minutes`` after midnight."""
    return time(minutes // 60, minutes % 60)


class WeeklyQuerySet(DatedQuerySet[M_co]):
    def between(self, first: date, last: date) -> Self:
        """In force on one day at least, from ``first`` to ``last``."""
        return self.filter(during__overlap=(first, None)).filter(during__startswith__lte=last)

    def in_order(self) -> Self:
        return self.order_by("weekday", "minutes", "pk")


class Weekly(Dated):
    """Hours of one weekday. ``minutes`` counts from midnight on the clock of Québec, half open."""

    weekday = models.PositiveSmallIntegerField(_("jour"), choices=Weekday)
    minutes = IntegerRangeField(_("heures"))

    class Meta:
        abstract = True
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_within_a_day",
                condition=models.Q(
                    minutes__isempty=False, minutes__startswith__gte=0, minutes__endswith__lte=DAY_MINUTES
                ),
                violation_error_message=_("L’heure de fin suit l’heure de début, le même jour."),
            ),
        ]

    @property
    def opens(self) -> time:
        return clock(self.minutes.lower)

    @property
    def closes(self) -> time:
        return clock(self.minutes.upper % DAY_MINUTES)


class PointHours(Weekly):
    """When a service point receives people."""

    id = uuid7_key()
    service_point = models.ForeignKey(ServicePoint, models.PROTECT, "hours", verbose_name=_("point de services"))

    objects = WeeklyQuerySet["PointHours"].as_manager()

    class Meta:
        verbose_name = _("heures d’un point de services")
        verbose_name_plural = _("heures des points de services")
        constraints: ClassVar = [
            *Weekly.Meta.constraints,
            ExclusionConstraint(
                name="agenda_point_hours_once",
                expressions=[
                    ("service_point", RangeOperators.EQUAL),
                    ("weekday", RangeOperators.EQUAL),
                    ("minutes", RangeOperators.OVERLAPS),
                    ("during", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Ce point de services a déjà des heures qui chevauchent celles-là."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service_point_id} {self.weekday} {self.minutes}"


class WorkerHours(Weekly):
    """When someone works, and at which service point."""

    id = uuid7_key()
    worker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="working_hours", verbose_name=_("personne")
    )
    service_point = models.ForeignKey(ServicePoint, models.PROTECT, "+", verbose_name=_("point de services"))

    objects = WeeklyQuerySet["WorkerHours"].as_manager()

    class Meta:
        verbose_name = _("heures de travail")
        verbose_name_plural = _("heures de travail")
        constraints: ClassVar = [
            *Weekly.Meta.constraints,
            ExclusionConstraint(
                name="agenda_worker_hours_once",
                expressions=[
                    ("worker", RangeOperators.EQUAL),
                    ("weekday", RangeOperators.EQUAL),
                    ("minutes", RangeOperators.OVERLAPS),
                    ("during", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Cette personne a déjà des heures de travail qui chevauchent celles-là."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.worker_id} {self.weekday} {self.minutes}"


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def in_order(self) -> Self:
        return self.order_by("during", "pk")


class Absence(models.Model):
    """When someone cannot be met. Why is nobody's business: it is not kept."""

    id = uuid7_key()
    worker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="absences", verbose_name=_("personne")
    )
    during = DateTimeRangeField(_("période"))
    replaced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("remplacement"),
    )

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        constraints: ClassVar = [
            ExclusionConstraint(
                name="agenda_one_absence_at_a_time",
                expressions=[("worker", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
                violation_error_message=_("Une autre absence est déjà inscrite à ces dates."),
            ),
            models.CheckConstraint(
                name="agenda_absence_is_bounded",
                condition=models.Q(during__isempty=False, during__lower_inf=False, during__upper_inf=False),
                violation_error_message=_("Une absence a un début et une fin qui le suit."),
            ),
            models.CheckConstraint(
                name="agenda_absence_replaced_by_another",
                condition=models.Q(replaced_by=None) | ~models.Q(replaced_by=models.F("worker")),
                violation_error_message=_("On ne se remplace pas soi-même."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.worker_id} {self.during}"
