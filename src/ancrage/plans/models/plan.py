from datetime import date
from typing import ClassVar, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.core.fields import uuid7_key
from ancrage.core.history import tracked
from ancrage.directory.models import NeedDomain
from ancrage.plans.models.catalogue import CatalogueAction, CatalogueGoal, Performer


class Urgency(models.TextChoices):
    URGENT = "urgent", _("Urgent")
    SHORT = "short", _("Court terme")
    MEDIUM = "medium", _("Moyen terme")
    LONG = "long", _("Long terme")


class NeedState(models.TextChoices):
    IDENTIFIED = "identified", _("Identifié")
    IN_PROGRESS = "in_progress", _("En cours")
    MET = "met", _("Comblé")
    DROPPED = "dropped", _("Sans objet")


class CoveredBy(models.TextChoices):
    PERSON = "person", _("La personne s’en charge")
    AGENT = "agent", _("Avec l’agente ou l’agent")
    ORGANIZATION = "organization", _("Un organisme")


class ActionState(models.TextChoices):
    TODO = "todo", _("À faire")
    DOING = "doing", _("En cours")
    DONE = "done", _("Faite")
    POSTPONED = "postponed", _("Reportée")
    ABANDONED = "abandoned", _("Abandonnée")

    @classmethod
    def open_states(cls) -> tuple["ActionState", ...]:
        return cls.TODO, cls.DOING, cls.POSTPONED


class ActionPlan(models.Model):
    """The plan of one dossier, employer or agreement; its owner holds the key to it.

    ``revision`` grows with each change: whoever edits from an older one is shown what changed.
    """

    id = uuid7_key()
    revision = models.PositiveIntegerField(_("révision"), default=0)
    changed_at = models.DateTimeField(_("modifié"), null=True, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("modifié par")
    )

    class Meta:
        verbose_name = _("plan d’action")
        verbose_name_plural = _("plans d’action")

    def __str__(self) -> str:
        return str(self.pk)


@tracked()
class Need(models.Model):
    """What must be met. A restricted need is seen by the people named on its dossier only.

    ``translations`` holds the title in other languages, as the agent typed it.
    """

    id = uuid7_key()
    plan = models.ForeignKey(ActionPlan, models.CASCADE, "needs", verbose_name=_("plan"))
    domain = models.ForeignKey(NeedDomain, models.PROTECT, verbose_name=_("domaine"))
    title = models.CharField(_("besoin"), max_length=200)
    translations = models.JSONField(_("traductions saisies"), default=dict, blank=True)
    level = models.PositiveSmallIntegerField(_("intensité, de 1 à 3"), default=1)
    urgency = models.CharField(_("échéance"), max_length=10, choices=Urgency, default=Urgency.SHORT)
    covered_by = models.CharField(_("pris en charge par"), max_length=12, choices=CoveredBy, default=CoveredBy.AGENT)
    state = models.CharField(_("état"), max_length=12, choices=NeedState, default=NeedState.IDENTIFIED)
    is_restricted = models.BooleanField(_("accès restreint"), default=False)
    identified_on = models.DateField(_("relevé le"))

    class Meta:
        verbose_name = _("besoin")
        verbose_name_plural = _("besoins")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="need_level_1_to_3",
                condition=models.Q(level__gte=1, level__lte=3),
                violation_error_message=_("L’intensité va de 1 à 3."),
            )
        ]

    def __str__(self) -> str:
        return self.title


@tracked()
class Goal(models.Model):
    """What the person wants to reach for a need. ``translations`` holds what the agent typed, by language."""

    id = uuid7_key()
    need = models.ForeignKey(Need, models.CASCADE, "goals", verbose_name=_("besoin"))
    text = models.CharField(_("objectif"), max_length=300)
    entry = models.ForeignKey(
        CatalogueGoal, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("du catalogue")
    )
    translations = models.JSONField(_("traductions saisies"), default=dict, blank=True)
    target_on = models.DateField(_("visé pour le"), null=True, blank=True)
    reached_on = models.DateField(_("atteint le"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("rang"), default=0)

    class Meta:
        verbose_name = _("objectif")
        verbose_name_plural = _("objectifs")

    def __str__(self) -> str:
        return self.text


class PlanActionQuerySet(models.QuerySet["PlanAction"]):
    def open(self) -> Self:
        return self.filter(state__in=ActionState.open_states())

    def overdue(self, day: date) -> Self:
        return self.open().filter(due_on__lt=day)


@tracked(exclude=("plan",))
class PlanAction(models.Model):
    """Who does what for a goal, by when."""

    id = uuid7_key()
    goal = models.ForeignKey(Goal, models.CASCADE, "actions", verbose_name=_("objectif"))
    # Written by the database from the goal: what is due is found plan by plan, without walking every goal.
    plan = models.ForeignKey(ActionPlan, models.CASCADE, "actions", verbose_name=_("plan"), editable=False)
    text = models.CharField(_("action"), max_length=300)
    entry = models.ForeignKey(
        CatalogueAction, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("du catalogue")
    )
    translations = models.JSONField(_("traductions saisies"), default=dict, blank=True)
    performer = models.CharField(_("par qui"), max_length=12, choices=Performer, default=Performer.PERSON)
    due_on = models.DateField(_("pour le"), null=True, blank=True)
    state = models.CharField(_("état"), max_length=10, choices=ActionState, default=ActionState.TODO)
    done_on = models.DateField(_("faite le"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("rang"), default=0)

    objects = PlanActionQuerySet.as_manager()

    class Meta:
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        indexes: ClassVar = [
            models.Index(
                fields=["plan", "due_on"],
                name="action_open_due",
                condition=models.Q(state__in=["todo", "doing", "postponed"]),
            ),
            # The same in the order of their days, whatever the plan.
            models.Index(
                fields=["due_on", "id"],
                include=["plan"],
                name="action_due",
                condition=models.Q(state__in=["todo", "doing", "postponed"]),
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="action_in_plan",
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("goal_id"),  # type: ignore[no-untyped-call]
                when=pgtrigger.Before,
                func="""
                    SELECT need.plan_id INTO NEW.plan_id FROM plans_goal goal
                    JOIN plans_need need ON need.id = goal.need_id WHERE goal.id = NEW.goal_id;
                    RETURN NEW;
                """,
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="action_done_has_day",
                condition=models.Q(state=ActionState.DONE, done_on__isnull=False)
                | (~models.Q(state=ActionState.DONE) & models.Q(done_on=None)),
                violation_error_message=_("Une action faite porte sa date."),
            )
        ]

    def __str__(self) -> str:
        return self.text
