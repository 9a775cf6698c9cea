from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.core.fields import uuid7_key
from ancrage.core.history import tracked
from ancrage.territory.dated import Dated, DatedQuerySet
from ancrage.territory.models import ServicePoint


class RoomQuerySet(DatedQuerySet["Room"]):
    def in_order(self) -> Self:
        return self.order_by("name", "pk")


class Room(Dated):
    """Where people are received, within a service point."""

    id = uuid7_key()
    service_point = models.ForeignKey(ServicePoint, models.PROTECT, "rooms", verbose_name=_("point de services"))
    name = models.CharField(_("nom"), max_length=80)
    seats = models.PositiveSmallIntegerField(_("places"), null=True, blank=True)

    objects = RoomQuerySet.as_manager()

    class Meta:
        verbose_name = _("salle")
        verbose_name_plural = _("salles")
        constraints: ClassVar = [
            *Dated.Meta.constraints,
            ExclusionConstraint(
                name="agenda_room_once_at_a_time",
                expressions=[
                    ("service_point", RangeOperators.EQUAL),
                    ("name", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Une salle de ce nom existe déjà à ce point de services."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Mode(models.TextChoices):
    PLACE = "place", _("Sur place")
    PHONE = "phone", _("Téléphone")
    VIDEO = "video", _("Visioconférence")


class AppointmentState(models.TextChoices):
    PLANNED = "planned", _("Prévu")
    PRESENT = "present", _("Présence")
    ABSENT = "absent", _("Absence")
    CANCELLED_BY_PERSON = "off_person", _("Annulé par la personne")
    CANCELLED_BY_SERVICE = "off_service", _("Annulé par le service")
    MOVED = "moved", _("Déplacé")


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def planned(self) -> Self:
        return self.filter(state=AppointmentState.PLANNED)

    def during_(self, start: datetime, end: datetime) -> Self:
        """Those that touch the time from ``start`` to ``end``."""
        return self.filter(during__overlap=(start, end))

    def starting(self, start: datetime, end: datetime) -> Self:
        """Those that start from ``start`` to ``end``, the latter excluded."""
        return self.filter(during__startswith__gte=start, during__startswith__lt=end)

    def in_order(self) -> Self:
        return self.order_by("during", "pk")


@tracked()
class Appointment(models.Model):
    """A meeting with someone of the service. Whom it is with is known by its owner, which points here.

    Moved, it stays as ``moved`` and the one that replaces it points to it.
    """

    id = uuid7_key()
    worker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="appointments", verbose_name=_("avec")
    )
    service_point = models.ForeignKey(ServicePoint, models.PROTECT, "+", verbose_name=_("point de services"))
    room = models.ForeignKey(Room, models.PROTECT, "appointments", null=True, blank=True, verbose_name=_("salle"))
    mode = models.CharField(_("façon"), max_length=6, choices=Mode)
    during = DateTimeRangeField(_("moment"))
    subject = models.CharField(_("objet"), max_length=120, blank=True)
    interpreter_language = models.CharField(_("langue de l’interprète"), max_length=3, blank=True)
    state = models.CharField(_("état"), max_length=12, choices=AppointmentState, default=AppointmentState.PLANNED)
    booked_at = models.DateTimeField(_("pris"))
    booked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("pris par")
    )
    decided_at = models.DateTimeField(_("décidé"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("décidé par")
    )
    instead_of = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replacement", verbose_name=_("au lieu de")
    )

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("rendez-vous")
        verbose_name_plural = _("rendez-vous")
        indexes: ClassVar = [
            models.Index("worker", models.F("during__startswith"), name="agenda_day_of_a_worker"),
            models.Index(models.F("during__startswith"), "id", name="agenda_by_time"),
            models.Index(
                models.F("during__startswith"), name="agenda_planned_ahead", condition=models.Q(state="planned")
            ),
        ]
        constraints: ClassVar = [
            ExclusionConstraint(
                name="agenda_worker_booked_once",
                expressions=[("worker", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
                condition=models.Q(state="planned"),
                violation_error_message=_("Cette plage vient d’être prise. Choisissez-en une autre."),
            ),
            ExclusionConstraint(
                name="agenda_room_booked_once",
                expressions=[("room", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
                condition=models.Q(state="planned", room__isnull=False),
                violation_error_message=_(
                    "Cette salle vient d’être prise. Choisissez une autre plage ou une autre salle."
                ),
            ),
            models.CheckConstraint(
                name="agenda_appointment_is_bounded",
                condition=models.Q(during__isempty=False, during__lower_inf=False, during__upper_inf=False),
                violation_error_message=_("Un rendez-vous a un début et une fin qui le suit."),
            ),
            models.CheckConstraint(
                name="agenda_room_is_for_a_visit",
                condition=models.Q(room=None) | models.Q(mode="place"),
                violation_error_message=_("Une salle ne se prend que pour une rencontre sur place."),
            ),
            models.CheckConstraint(
                name="agenda_decision_is_dated",
                condition=models.Q(state="planned", decided_at=None, decided_by=None)
                | (~models.Q(state="planned") & models.Q(decided_at__isnull=False, decided_by__isnull=False)),
                violation_error_message=_("Ce qui est décidé d’un rendez-vous porte sa date et son auteur."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.worker_id} {self.during}"

    @property
    def starts_at(self) -> datetime:
        return self.during.lower  # type: ignore[no-any-return]

    @property
    def ends_at(self) -> datetime:
        return self.during.upper  # type: ignore[no-any-return]

    @property
    def length(self) -> int:
        """In minutes."""
        return (self.ends_at - self.starts_at) // timedelta(minutes=1)

    @property
    def is_planned(self) -> bool:
        return self.state == AppointmentState.PLANNED
