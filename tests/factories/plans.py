from datetime import date

from factory import Sequence, SubFactory
from factory.django import DjangoModelFactory

from ancrage.plans.models import ActionPlan, Goal, Need, PlanAction
from tests.factories.directory import NeedDomainFactory


class ActionPlanFactory(DjangoModelFactory[ActionPlan]):
    class Meta:
        model = ActionPlan


class NeedFactory(DjangoModelFactory[Need]):
    class Meta:
        model = Need

    plan = SubFactory(ActionPlanFactory)
    domain = SubFactory(NeedDomainFactory)
    title = Sequence(lambda n: f"Besoin {n}")
    identified_on = date(2021, 7, 5)


class GoalFactory(DjangoModelFactory[Goal]):
    class Meta:
        model = Goal

    need = SubFactory(NeedFactory)
    text = Sequence(lambda n: f"Objectif {n}")


class PlanActionFactory(DjangoModelFactory[PlanAction]):
    class Meta:
        model = PlanAction

    goal = SubFactory(GoalFactory)
    text = Sequence(lambda n: f"Action {n}")
