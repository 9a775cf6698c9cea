from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.core.fields import uuid7_key
from ancrage.core.history import tracked
from ancrage.newcomers.models.case import Case
from ancrage.newcomers.models.lists import DepartureReason


class FollowUpSchedule(models.Model):
    """After how many days a dossier is followed up. Dated: an older dossier keeps the schedule of its day."""

    id = uuid7_key()
    days = ArrayField(models.PositiveSmallIntegerField(), verbose_name=_("jours après l’ouverture"))
    during = DateRangeField(_("période"))

    class Meta:
        verbose_name = _("calendrier des suivis")
        verbose_name_plural = _("calendriers des suivis")
        constraints: ClassVar = [
            ExclusionConstraint(
                name="one_schedule_at_a_time",
                expressions=[("during", RangeOperators.OVERLAPS)],
                violation_error_message=_("Un autre calendrier vaut déjà à ces dates."),
            )
        ]

    def __str__(self) -> str:
        return " / ".join(str(day) for day in self.days)


class FollowUpState(models.TextChoices):
    PLANNED = "planned", _("Prévu")
    DONE = "done", _("Fait")
    NO_ANSWER = "no_answer", _("Sans réponse")
    CANCELLED = "cancelled", _("Annulé")


class Presence(models.TextChoices):
    IN_REGION = "in_region", _("Réside dans la région")
    LEFT_REGION = "left_region", _("A quitté la région")
    UNKNOWN = "unknown", _("Inconnu")


class Activity(models.TextChoices):
    WORKING = "working", _("En emploi")
    STUDYING = "studying", _("Aux études")
    BOTH = "both", _("En emploi et aux études")
    NEITHER = "neither", _("Ni en emploi ni aux études")
    UNKNOWN = "unknown", _("Inconnu")


class FollowUpSource(models.TextChoices):
    PERSON = "person", _("La personne")
    HOUSEHOLD = "household", _("Un membre du ménage")
    ORGANIZATION = "organization", _("Un organisme")
    NONE = "none", _("Aucune réponse")


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def planned(self) -> Self:
        return self.filter(state=FollowUpState.PLANNED)


@tracked()
class FollowUp(models.Model):
    """A date at which one asks how things stand. No answer is « inconnu », never a blank."""

    id = uuid7_key()
    case = models.ForeignKey(Case, models.CASCADE, "follow_ups", verbose_name=_("dossier"))
    milestone = models.PositiveSmallIntegerField(_("jalon, en jours"))
    due_on = models.DateField(_("prévu le"))
    state = models.CharField(_("état"), max_length=10, choices=FollowUpState, default=FollowUpState.PLANNED)
    done_on = models.DateField(_("fait le"), null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("fait par")
    )
    source = models.CharField(_("source"), max_length=12, choices=FollowUpSource, blank=True)
    presence = models.CharField(_("résidence"), max_length=12, choices=Presence, default=Presence.UNKNOWN)
    municipality = models.ForeignKey(
        "territory.Municipality", models.PROTECT, null=True, blank=True, verbose_name=_("municipalité")
    )
    departure_reason = models.ForeignKey(
        DepartureReason, models.PROTECT, null=True, blank=True, verbose_name=_("motif du départ")
    )
    activity = models.CharField(_("situation"), max_length=10, choices=Activity, default=Activity.UNKNOWN)
    note = models.TextField(_("note"), blank=True)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("suivi")
        verbose_name_plural = _("suivis")
        indexes: ClassVar = [
            models.Index(fields=["case", "due_on"], name="follow_up_planned", condition=models.Q(state="planned")),
            # The same in the order of their days, whatever the dossier.
            models.Index(
                fields=["due_on", "id"], include=["case"], name="follow_up_due", condition=models.Q(state="planned")
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "milestone"], name="follow_up_once"),
            models.CheckConstraint(
                name="follow_up_done_has_day",
                condition=models.Q(state__in=["planned", "cancelled"], done_on=None)
                | models.Q(state__in=["done", "no_answer"], done_on__isnull=False),
                violation_error_message=_("Un suivi fait porte sa date."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} J+{self.milestone}"


class TaskQuerySet(models.QuerySet["Task"]):
    def open(self) -> Self:
        return self.filter(done_at=None)


@tracked()
class Task(models.Model):
    """Something an agent must do for a dossier, outside the plan handed to the person."""

    id = uuid7_key()
    case = models.ForeignKey(Case, models.CASCADE, "tasks", verbose_name=_("dossier"))
    text = models.CharField(_("tâche"), max_length=200)
    due_on = models.DateField(_("pour le"))
    assigned_to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("à"))
    is_restricted = models.BooleanField(_("accès restreint"), default=False)
    done_at = models.DateTimeField(_("faite"), null=True, blank=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("tâche")
        verbose_name_plural = _("tâches")
        indexes: ClassVar = [
            models.Index(fields=["assigned_to", "due_on"], name="task_open", condition=models.Q(done_at=None)),
            models.Index(fields=["case"], name="task_case"),
            models.Index(fields=["due_on", "id"], name="task_due", condition=models.Q(done_at=None)),
        ]

    def __str__(self) -> str:
        return self.text
