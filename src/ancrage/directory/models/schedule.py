from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.directory.models.base import Part, owned_by, owner


class Frequency(models.TextChoices):
    WEEKLY = "WEEKLY", _("Chaque semaine")
    MONTHLY = "MONTHLY", _("Chaque mois")


class Schedule(Part):
    """When it is open, as calendars say it (RFC 5545): ``byday`` « TU,TH », ``opens_at`` local time.

    ``timezone`` is HSDS's: hours from UTC; none is the time of Québec.
    """

    service = owner("Service", "schedules", _("service"))
    location = owner("Location", "schedules", _("lieu"))
    service_at_location = owner("ServiceAtLocation", "schedules", _("service en un lieu"))
    valid_from = models.DateField(_("à partir du"), null=True, blank=True)
    valid_to = models.DateField(_("jusqu’au"), null=True, blank=True)
    dtstart = models.DateField(_("première fois"), null=True, blank=True)
    timezone = models.FloatField(_("décalage horaire"), null=True, blank=True)
    until = models.DateField(_("dernière fois"), null=True, blank=True)
    count = models.PositiveIntegerField(_("nombre de fois"), null=True, blank=True)
    wkst = models.CharField(_("premier jour de la semaine"), max_length=2, blank=True)
    freq = models.CharField(_("fréquence"), max_length=7, choices=Frequency, blank=True)
    interval = models.PositiveIntegerField(_("intervalle"), null=True, blank=True)
    byday = models.CharField(_("jours"), max_length=80, blank=True)
    byweekno = models.CharField(_("semaines"), max_length=200, blank=True)
    bymonthday = models.CharField(_("jours du mois"), max_length=120, blank=True)
    byyearday = models.CharField(_("jours de l’année"), max_length=200, blank=True)
    description = models.TextField(_("description"), blank=True)
    opens_at = models.TimeField(_("ouvre à"), null=True, blank=True)
    closes_at = models.TimeField(_("ferme à"), null=True, blank=True)
    schedule_link = models.URLField(_("adresse de l’horaire"), max_length=500, blank=True)
    attending_type = models.CharField(_("présence"), max_length=200, blank=True)
    notes = models.TextField(_("notes"), blank=True)

    class Meta:
        verbose_name = _("horaire")
        verbose_name_plural = _("horaires")
        constraints: ClassVar = [owned_by("service", "location", "service_at_location", table="schedule")]

    def __str__(self) -> str:
        return f"{self.byday} {self.opens_at}–{self.closes_at}"
