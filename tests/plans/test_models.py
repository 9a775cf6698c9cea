import pytest
from django.db import IntegrityError

from ancrage.plans.models import PlanAction
from tests.factories.plans import GoalFactory, PlanActionFactory

pytestmark = pytest.mark.django_db


def test_the_database_writes_the_plan_of_an_action_from_its_goal() -> None:
    goal, elsewhere = GoalFactory.create(), GoalFactory.create()
    action = PlanActionFactory.create(goal=goal)
    action.refresh_from_db()
    assert action.plan == goal.need.plan

    PlanAction.objects.filter(pk=action.pk).update(goal=elsewhere)
    action.refresh_from_db()
    assert action.plan == elsewhere.need.plan


def test_an_action_is_always_of_a_plan() -> None:
    action = PlanActionFactory.create()
    with pytest.raises(IntegrityError):
        PlanAction.objects.filter(pk=action.pk).update(plan=None)
