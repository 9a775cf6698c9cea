"""Whatever is done to a plan, in whatever order, it stays sound."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ancrage.plans import actions
from ancrage.plans.actions import PlanRefused
from ancrage.plans.models import ActionState, Goal, Need, PlanAction, PlanChange, PlanVersion
from ancrage.plans.queries import plan_tree
from tests.factories.accounts import UserFactory
from tests.factories.directory import NeedDomainFactory
from tests.factories.plans import ActionPlanFactory
from tests.plans.writing import AT, DAY, Writing

pytestmark = pytest.mark.django_db
STEPS = ("need", "secret", "goal", "action", "mark", "reach", "undo", "version", "accept", "stale")
STEP = st.tuples(st.sampled_from(STEPS), st.integers(0, 7), st.sampled_from(list(ActionState.values)))


def pick(rows, number):
    found = list(rows.order_by("pk"))
    return found[number % len(found)] if found else None


def do(writing, domains, step, number, state):
    need, goal = (
        pick(Need.objects.filter(plan=writing.plan), number),
        pick(Goal.objects.filter(need__plan=writing.plan), number),
    )
    action = pick(PlanAction.objects.filter(goal__need__plan=writing.plan), number)
    change = pick(PlanChange.objects.filter(plan=writing.plan), number)
    version = pick(PlanVersion.objects.filter(plan=writing.plan), number)
    match step:
        case "need" | "secret":
            writing.need(domain=domains[step], title=step)
        case "stale":
            writing.need(domain=domains["need"], revision=0)
        case "goal" if need:
            writing.goal(need)
        case "action" if goal:
            writing.action(goal, due_on=DAY + timedelta(days=number))
        case "mark" if action:
            writing.mark(action, state, due_on=DAY + timedelta(days=number - 2))
        case "reach" if goal:
            actions.mark_goal(goal=goal, reached_on=DAY if number % 2 else None, **writing.common())
        case "undo" if change:
            actions.undo_change(change=change, by=writing.by, at=AT)
        case "version":
            writing.version()
        case "accept" if version:
            actions.accept_version(version=version, mode="verbal", by=writing.by, at=AT)


def check(writing):
    writing.plan.refresh_from_db()
    changes = list(PlanChange.objects.filter(plan=writing.plan).in_order())
    assert [change.revision for change in changes] == list(range(1, writing.plan.revision + 1))
    for action in PlanAction.objects.filter(goal__need__plan=writing.plan):
        assert (action.state == ActionState.DONE) == (action.done_on is not None)
        assert action.state != ActionState.POSTPONED or action.due_on is not None
    versions = list(PlanVersion.objects.filter(plan=writing.plan).order_by("number"))
    assert [version.number for version in versions] == list(range(1, len(versions) + 1))
    assert all("secret" not in str(version.content) for version in versions)
    seen = plan_tree(writing.plan, restricted=False)
    assert not [need for need in seen if need.is_restricted]
    assert len(plan_tree(writing.plan, restricted=True)) == Need.objects.filter(plan=writing.plan).count()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEP, max_size=14))
def test_any_sequence_leaves_a_sound_plan(steps):
    writing = Writing(ActionPlanFactory.create(), UserFactory.create())
    domains = {"need": NeedDomainFactory.create(), "secret": NeedDomainFactory.create(is_sensitive=True)}
    for step in steps:
        before = writing.common()["expected_revision"]
        try:
            do(writing, domains, *step)
        except PlanRefused:
            assert writing.common()["expected_revision"] == before
        check(writing)
