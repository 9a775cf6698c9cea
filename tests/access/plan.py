from datetime import timedelta

from ancrage.core import now, today
from ancrage.plans.models import PlanChange, PlanVersion
from tests.access.rows import Row, only, place_of
from tests.factories.accounts import UserFactory
from tests.factories.directory import NeedDomainFactory
from tests.factories.newcomers import CaseFactory
from tests.factories.plans import GoalFactory, NeedFactory, PlanActionFactory
from tests.factories.territory import DirectorateRegionFactory, RegionFactory, ServicePointFactory

READERS = only("integration_agent", "director")
WRITERS = only("integration_agent")
REVISION = {"revision": 0}
CONTEXT = {
    "person": "P",
    "first_name": "P",
    "reference": "R",
    "service_point": "S",
    "address": "A",
    "agent": "",
    "follow_up_on": None,
    "referrals": [],
}


def _point(user):
    """A service point within reach of the role; any one for those who reach none."""
    place = place_of(user) if user else None
    match type(place).__name__:
        case "ServicePoint":
            return place
        case "Directorate":
            return ServicePointFactory.create(region=DirectorateRegionFactory.create(directorate=place).region)
        case "Region":
            return ServicePointFactory.create(region=place)
    return ServicePointFactory.create(region=RegionFactory.create())


def _case(user):
    return {"case_id": CaseFactory.create(service_point=_point(user)).pk}


def _elsewhere(_user):
    return _case(None)


def _with(make):
    """The dossier, and what ``make`` adds to its plan; and the same elsewhere."""

    def inside(user):
        case = CaseFactory.create(service_point=_point(user))
        return {"case_id": case.pk, **make(case.plan)}

    return {"to": inside, "outside": lambda _user: inside(None)}


def _need(plan):
    return {"need_id": NeedFactory.create(plan=plan).pk}


def _goal(plan):
    return {"goal_id": GoalFactory.create(need=NeedFactory.create(plan=plan)).pk}


def _action(plan):
    return {"action_id": PlanActionFactory.create(goal=GoalFactory.create(need=NeedFactory.create(plan=plan))).pk}


def _change(plan):
    plan.revision = 1
    plan.save()
    action = PlanActionFactory.create(goal=GoalFactory.create(need=NeedFactory.create(plan=plan)), state="doing")
    change = PlanChange.objects.create(
        plan=plan,
        revision=1,
        at=now(),
        by=UserFactory.create(),
        kind="action_started",
        need=action.goal.need,
        row=action.pk,
        subject=action.text,
        before={"state": "todo"},
        after={"state": "doing"},
    )
    return {"change_id": change.pk}


def _version(plan):
    content = {"needs": [], "context": CONTEXT}
    PlanVersion.objects.create(plan=plan, number=1, content=content, made_at=now(), made_by=UserFactory.create())
    return {"number": 1}


class _NeedData(dict):
    """A POST whose domain is made when it is sent: the tables are empty when this file is read."""

    def items(self):
        return {**self, "domain": NeedDomainFactory.create().pk}.items()


NEED = {"title": "B", "level": 1, "urgency": "short", "covered_by": "agent", "revision": 0}
LATER = (today() + timedelta(days=400)).isoformat()

ROWS = [
    Row("newcomers:case", READERS, to=_case, outside=_elsewhere),
    Row("newcomers:need_add", WRITERS, to=_case, outside=_elsewhere),
    Row("newcomers:need_add", WRITERS, to=_case, outside=_elsewhere, data=_NeedData(NEED)),
    Row("newcomers:need_edit", WRITERS, **_with(_need)),
    Row("newcomers:goal_add", WRITERS, **_with(_need)),
    Row("newcomers:goal_add", WRITERS, **_with(_need), data={"text": "O", **REVISION}),
    Row("newcomers:goal_edit", WRITERS, **_with(_goal)),
    Row("newcomers:goal_edit", WRITERS, **_with(_goal), data={"text": "O", **REVISION}),
    Row("newcomers:goal_mark", WRITERS, **_with(_goal), data={"reached": "on", **REVISION}),
    Row("newcomers:action_add", WRITERS, **_with(_goal)),
    Row("newcomers:action_add", WRITERS, **_with(_goal), data={"text": "A", "performer": "person", **REVISION}),
    Row("newcomers:action_edit", WRITERS, **_with(_action)),
    Row("newcomers:action_edit", WRITERS, **_with(_action), data={"text": "A", "performer": "agent", **REVISION}),
    Row("newcomers:action_mark", WRITERS, **_with(_action), data={"state": "done", **REVISION}),
    Row("newcomers:action_postpone", WRITERS, **_with(_action)),
    Row("newcomers:action_postpone", WRITERS, **_with(_action), data={"due_on": LATER, **REVISION}),
    Row("newcomers:plan_undo", WRITERS, **_with(_change), data={}),
    Row("newcomers:plan_versions", READERS, to=_case, outside=_elsewhere),
    Row("newcomers:plan_version_make", WRITERS, **_with(lambda plan: _goal(plan) and {}), data=REVISION),
    Row("newcomers:plan_version", READERS, **_with(_version)),
    Row("newcomers:plan_version_accept", WRITERS, **_with(_version)),
    Row("newcomers:plan_version_accept", WRITERS, **_with(_version), data={"mode": "verbal"}),
    Row("newcomers:plan_version_hand_over", WRITERS, **_with(_version)),
    Row("newcomers:plan_version_hand_over", WRITERS, **_with(_version), data={"on": today().isoformat()}),
    Row("newcomers:plan_version_hand_over_undo", WRITERS, **_with(_version), data={}),
    Row("newcomers:plan_pdf", READERS, **_with(_version)),
]
