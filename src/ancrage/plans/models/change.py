from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.core.fields import uuid7_key
from ancrage.plans.models.plan import ActionPlan, Need


class ChangeKind(models.TextChoices):
    NEED_ADDED = "need_added", _("Besoin ajouté")
    NEED_CHANGED = "need_changed", _("Besoin modifié")
    GOAL_ADDED = "goal_added", _("Objectif ajouté")
    GOAL_CHANGED = "goal_changed", _("Objectif modifié")
    GOAL_REACHED = "goal_reached", _("Objectif atteint")
    GOAL_REOPENED = "goal_reopened", _("Objectif encore à atteindre")
    ACTION_ADDED = "action_added", _("Action ajoutée")
    ACTION_CHANGED = "action_changed", _("Action modifiée")
    ACTION_STARTED = "action_started", _("Action commencée")
    ACTION_DONE = "action_done", _("Action faite")
    ACTION_POSTPONED = "action_postponed", _("Action reportée")
    ACTION_ABANDONED = "action_abandoned", _("Action abandonnée")
    ACTION_REOPENED = "action_reopened", _("Action remise à faire")
    UNDONE = "undone", _("Changement annulé")

    @property
    def verb(self) -> str:
        """What the register calls it: ``plans.need.added``."""
        return "plans.change.undone" if self is ChangeKind.UNDONE else f"plans.{self.value.replace('_', '.', 1)}"


class PlanChangeQuerySet(models.QuerySet["PlanChange"]):
    def since(self, revision: int) -> Self:
        """What someone who read the plan at ``revision`` has not seen."""
        return self.filter(revision__gt=revision)

    def unrestricted(self) -> Self:
        return self.filter(is_restricted=False)

    def in_order(self) -> Self:
        return self.order_by("revision")


class PlanChange(models.Model):
    """One change of a plan: who, when, what. The row it touched, and its fields before and after, as JSON.

    An addition has no ``before``; undoing one leaves no ``after``.
    """

    id = uuid7_key()
    plan = models.ForeignKey(ActionPlan, models.CASCADE, "changes", verbose_name=_("plan"))
    revision = models.PositiveIntegerField(_("révision"))
    at = models.DateTimeField(_("moment"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("par"))
    kind = models.CharField(_("quoi"), max_length=16, choices=ChangeKind)
    need = models.ForeignKey(Need, models.SET_NULL, null=True, related_name="+", verbose_name=_("besoin"))
    is_restricted = models.BooleanField(_("accès restreint"), default=False)
    row = models.UUIDField(_("ligne touchée"))
    subject = models.CharField(_("sur quoi"), max_length=300)
    before = models.JSONField(_("avant"), default=dict)
    after = models.JSONField(_("après"), default=dict)

    objects = PlanChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("changement du plan")
        verbose_name_plural = _("changements du plan")
        constraints: ClassVar = [models.UniqueConstraint(fields=["plan", "revision"], name="plan_change_once")]

    def __str__(self) -> str:
        return f"{self.plan_id} r{self.revision}"
