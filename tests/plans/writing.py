"""A plan and its verbs, with the arguments a test does not care about."""

from datetime import UTC, date, datetime

from ancrage.plans import actions
from ancrage.plans.models import Goal, PlanAction
from tests.factories.accounts import UserFactory
from tests.factories.directory import NeedDomainFactory
from tests.factories.plans import ActionPlanFactory

AT = datetime(2021, 7, 14, 14, 0, tzinfo=UTC)
DAY = date(2021, 7, 14)


class Writing:
    """One person writing one plan, always from its last revision unless told otherwise."""

    def __init__(self, plan=None, by=None):
        self.plan = plan or ActionPlanFactory.create()
        self.by = by or UserFactory.create()

    def common(self, revision="last"):
        self.plan.refresh_from_db()
        expected = self.plan.revision if revision == "last" else revision
        return {"expected_revision": expected, "by": self.by, "at": AT}

    def need(self, revision="last", domain=None, **fields):
        values = {"title": "une place en garderie", "level": 1, "urgency": "short", "covered_by": "agent"}
        domain = domain or NeedDomainFactory.create()
        return actions.add_need(plan=self.plan, domain=domain, **(values | fields), **self.common(revision)).need

    def goal(self, need, text="avoir une place", revision="last", **fields):
        change = actions.add_goal(need=need, text=text, **fields, **self.common(revision))
        return Goal.objects.get(pk=change.row)

    def action(self, goal, text="appeler", revision="last", **fields):
        values = {"performer": "person"} | fields
        change = actions.add_action(goal=goal, text=text, **values, **self.common(revision))
        return PlanAction.objects.get(pk=change.row)

    def mark(self, action, state, revision="last", **fields):
        return actions.mark_action(action=action, state=state, **fields, **self.common(revision))

    def version(self, context=None, language="", revision="last"):
        return actions.make_version(plan=self.plan, language=language, context=context or {}, **self.common(revision))
