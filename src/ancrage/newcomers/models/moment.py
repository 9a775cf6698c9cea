"""Moments that the person chooses by themselves, among those their worker has left."""

from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.agenda.models import Mode, Room
from ancrage.core.fields import uuid7_key
from ancrage.newcomers.models.appointment import CaseAppointment
from ancrage.newcomers.models.case import Case
from ancrage.newcomers.models.delay import Delay
from ancrage.territory.dated import DatedQuerySet

_WAITING = models.Q(tie=None, withdrawn_at=None)


class ChoiceDelay(Delay):
    """How many hours before an appointment the person may still choose, change or cancel it by themselves.

    Without any, until it begins.
    """

    objects = DatedQuerySet["ChoiceDelay"].as_manager()

    class Meta:
        verbose_name = _("délai pour choisir soi-même")
        verbose_name_plural = _("délais pour choisir soi-même")
        constraints: ClassVar = [*Delay.Meta.constraints]


class MomentOfferQuerySet(models.QuerySet["MomentOffer"]):
    def waiting(self) -> Self:
        """Neither taken nor withdrawn; perhaps over."""
        return self.filter(_WAITING)


class MomentOffer(models.Model):
    """Staff lets the person of a dossier choose when to be met: by whom, how, how long, until which day.

    Where: in ``room``, in any that is free (``any_room``), or without one; by phone and by video, without one.
    ``subject`` is for staff, as that of the appointment it becomes; ``tie`` is what was taken.
    """

    id = uuid7_key()
    case = models.ForeignKey(Case, models.CASCADE, "moment_offers", verbose_name=_("dossier"))
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("avec"))
    modes = ArrayField(models.CharField(max_length=6, choices=Mode), verbose_name=_("façons"))
    minutes = models.PositiveSmallIntegerField(_("durée"))
    until = models.DateField(_("jusqu’au"))
    room = models.ForeignKey(Room, models.PROTECT, "+", null=True, blank=True, verbose_name=_("salle"))
    any_room = models.BooleanField(_("une salle libre"), default=False)
    subject = models.CharField(_("objet"), max_length=120, blank=True)
    offered_at = models.DateTimeField(_("proposé"))
    offered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("proposé par")
    )
    withdrawn_at = models.DateTimeField(_("retiré"), null=True, blank=True)
    tie = models.OneToOneField(
        CaseAppointment, models.SET_NULL, null=True, blank=True, related_name="offer", verbose_name=_("choisi")
    )

    objects = MomentOfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("moment à choisir")
        verbose_name_plural = _("moments à choisir")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case"],
                condition=_WAITING,
                name="one_moment_offered_at_a_time",
                violation_error_message=_("Un moment à choisir est déjà proposé dans ce dossier."),
            ),
            models.CheckConstraint(
                name="moment_taken_or_withdrawn",
                condition=models.Q(tie=None) | models.Q(withdrawn_at=None),
                violation_error_message=_("Un moment choisi ne se retire pas."),
            ),
            models.CheckConstraint(
                name="moment_has_a_length_and_a_way",
                condition=models.Q(minutes__gt=0, modes__len__gt=0, modes__contained_by=Mode.values),
                violation_error_message=_("Un moment à choisir a une durée, et au moins une façon."),
            ),
            models.CheckConstraint(
                name="moment_has_a_room_for_a_visit",
                condition=models.Q(room=None, any_room=False)
                | (models.Q(modes__contains=[Mode.PLACE]) & (models.Q(room=None) | models.Q(any_room=False))),
                violation_error_message=_("Une salle ne se prend que pour une rencontre sur place."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} → {self.until}"

    @property
    def is_waiting(self) -> bool:
        return self.tie_id is None and self.withdrawn_at is None

    @property
    def ways(self) -> list[str]:
        """How, in words, in the order of the list of ways."""
        return [str(mode.label) for mode in Mode if mode in self.modes]
