from datetime import date, timedelta

import pytest

from ancrage.audit.models import AuditEntry
from ancrage.plans import actions
from ancrage.plans.actions import PlanChanged, PlanRefused
from ancrage.plans.models import CatalogueAction, ChangeKind, Need, PlanAction, PlanChange
from tests.factories.directory import NeedDomainFactory
from tests.plans.writing import AT, DAY, Writing

pytestmark = pytest.mark.django_db


@pytest.fixture
def writing():
    return Writing()


def test_each_change_gives_the_plan_its_next_revision(writing):
    need = writing.need()
    action = writing.action(writing.goal(need))
    writing.mark(action, "done")
    writing.plan.refresh_from_db()
    assert writing.plan.revision == 4
    assert (writing.plan.changed_at, writing.plan.changed_by) == (AT, writing.by)
    changes = list(PlanChange.objects.filter(plan=writing.plan).in_order())
    assert [change.kind for change in changes] == ["need_added", "goal_added", "action_added", "action_done"]
    assert [change.need_id for change in changes] == [need.pk] * 4


def test_the_register_names_fields_and_never_their_values(writing):
    writing.need(title="un secret")
    entry = AuditEntry.objects.get(verb="plans.need.added")
    assert "title" in entry.fields
    assert "secret" not in str(vars(entry))


@pytest.mark.parametrize("verb", ["need", "goal", "action"])
def test_who_writes_from_an_older_revision_is_told(writing, verb):
    need = writing.need()
    goal = writing.goal(need)
    older = {"need": (), "goal": (need,), "action": (goal,)}[verb]
    with pytest.raises(PlanChanged) as refused:
        getattr(writing, verb)(*older, revision=1)
    assert (refused.value.since, refused.value.revision) == (1, 2)
    assert PlanChange.objects.count() == 2


def test_a_sensitive_domain_restricts_the_need(writing):
    assert writing.need(domain=NeedDomainFactory.create(is_sensitive=True)).is_restricted
    assert not writing.need().is_restricted


@pytest.mark.parametrize("was", [True, False])
def test_a_need_never_moves_into_or_out_of_restricted_access(writing, was):
    need = writing.need(domain=NeedDomainFactory.create(is_sensitive=was))
    other = NeedDomainFactory.create(is_sensitive=not was)
    values = {"title": need.title, "level": 1, "urgency": "short", "covered_by": "agent", "state": "identified"}
    with pytest.raises(PlanRefused) as refused:
        actions.change_need(need=need, domain=other, **values, **writing.common())
    assert refused.value.field == "domain"


def test_changing_nothing_leaves_no_trace(writing):
    goal = writing.goal(writing.need())
    assert actions.change_goal(goal=goal, text=goal.text, **writing.common()) is None
    assert writing.plan.revision == 2


def test_a_change_keeps_what_it_replaced(writing):
    goal = writing.goal(writing.need(), target_on=date(2021, 9, 1))
    change = actions.change_goal(goal=goal, text="autre chose", target_on=date(2021, 9, 1), **writing.common())
    assert change.before == {"text": "avoir une place"}
    assert change.after == {"text": "autre chose"}


def test_the_same_action_twice_is_fine(writing):
    goal = writing.goal(writing.need())
    first, second = writing.action(goal), writing.action(goal)
    assert (first.text, first.position, second.position) == (second.text, 0, 1)


def test_an_action_of_the_catalogue_is_due_after_its_usual_days(writing):
    entry = CatalogueAction.objects.create(
        domain=NeedDomainFactory.create(), code="a", label_fr="a", label_en="a", usual_days=10
    )
    goal = writing.goal(writing.need())
    assert writing.action(goal, entry=entry).due_on == DAY + timedelta(days=10)
    assert writing.action(goal, entry=entry, due_on=DAY).due_on == DAY
    assert writing.action(goal).due_on is None


def test_done_bears_its_day_and_reopening_takes_it_away(writing):
    action = writing.action(writing.goal(writing.need()))
    writing.mark(action, "done")
    action.refresh_from_db()
    assert (action.state, action.done_on) == ("done", DAY)
    writing.mark(action, "todo")
    action.refresh_from_db()
    assert (action.state, action.done_on) == ("todo", None)


def test_done_twice_is_refused(writing):
    action = writing.action(writing.goal(writing.need()))
    writing.mark(action, "done")
    with pytest.raises(PlanRefused, match="Faite"):
        writing.mark(action, "done")


@pytest.mark.parametrize("due_on", [None, DAY, DAY - timedelta(days=1)])
def test_an_action_is_put_off_to_a_day_to_come(writing, due_on):
    action = writing.action(writing.goal(writing.need()))
    with pytest.raises(PlanRefused) as refused:
        writing.mark(action, "postponed", due_on=due_on)
    assert refused.value.field == "due_on"
    writing.mark(action, "postponed", due_on=DAY + timedelta(days=1))
    action.refresh_from_db()
    assert (action.state, action.due_on) == ("postponed", DAY + timedelta(days=1))


def test_a_goal_is_not_reached_tomorrow(writing):
    goal = writing.goal(writing.need())
    with pytest.raises(PlanRefused):
        actions.mark_goal(goal=goal, reached_on=DAY + timedelta(days=1), **writing.common())
    assert actions.mark_goal(goal=goal, reached_on=DAY, **writing.common()).kind == ChangeKind.GOAL_REACHED


def undo(writing, change):
    return actions.undo_change(change=change, by=writing.by, at=AT)


def last(writing):
    return PlanChange.objects.filter(plan=writing.plan).order_by("-revision")[0]


def test_undoing_brings_back_what_was(writing):
    action = writing.action(writing.goal(writing.need()), due_on=DAY)
    change = writing.mark(action, "postponed", due_on=DAY + timedelta(days=9))
    undo(writing, PlanChange.objects.get(pk=change.pk))
    action.refresh_from_db()
    assert (action.state, action.due_on) == ("todo", DAY)


def test_undoing_an_addition_takes_it_away(writing):
    writing.action(writing.goal(writing.need()))
    undone = undo(writing, last(writing))
    assert not PlanAction.objects.exists()
    assert (undone.kind, undone.after) == ("undone", {})


def test_undoing_a_need_leaves_its_history_to_nobody_who_is_not_named(writing):
    writing.need(domain=NeedDomainFactory.create(is_sensitive=True), title="un secret")
    undo(writing, last(writing))
    assert not Need.objects.exists()
    assert not PlanChange.objects.unrestricted().exists()


def test_undoing_twice_is_refused(writing):
    writing.need()
    change = last(writing)
    undo(writing, change)
    with pytest.raises(PlanRefused, match="déjà annulé"):
        undo(writing, change)


def test_what_holds_more_is_not_undone(writing):
    need = writing.need()
    change = last(writing)
    writing.goal(need)
    with pytest.raises(PlanRefused, match="contient déjà"):
        undo(writing, change)


def test_what_changed_again_is_not_undone(writing):
    action = writing.action(writing.goal(writing.need()))
    change = writing.mark(action, "doing")
    writing.mark(action, "done")
    with pytest.raises(PlanRefused, match="a changé depuis"):
        undo(writing, change)
