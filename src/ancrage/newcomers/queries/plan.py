"""The plan as its page shows it: needs, goals, actions and referrals, each with its state in words."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from ancrage.core.dates import local_day
from ancrage.newcomers.models import Case
from ancrage.newcomers.queries.case_referrals import Badge, ReferralLine, near, referral_lines
from ancrage.plans.models import ActionState, NeedState, Performer, Urgency
from ancrage.plans.queries import ActionNode, GoalNode, NeedNode, plan_tree


@dataclass(frozen=True, slots=True)
class ActionLine:
    """``said`` is read aloud before the text; ``icon`` shows the same."""

    id: UUID
    text: str
    who: str
    when: str
    said: str
    icon: str
    is_open: bool
    is_done: bool
    is_late: bool
    state: str


@dataclass(frozen=True, slots=True)
class GoalBlock:
    id: UUID
    text: str
    target: str
    reached: str
    actions: list[ActionLine]


@dataclass(frozen=True, slots=True)
class NeedBlock:
    id: UUID
    title: str
    domain: str
    icon: str
    badge: Badge
    is_restricted: bool
    is_settled: bool
    can_write: bool
    goals: list[GoalBlock]
    referrals: list[ReferralLine]


@dataclass(frozen=True, slots=True)
class PlanPage:
    """Counts leave out abandoned actions, and what the reader may not see."""

    needs: list[NeedBlock]
    done: int
    total: int
    late: int
    referrals: list[ReferralLine] = field(default_factory=list)


def plan_page(case: Case, at: datetime, language: str, *, can_write: bool) -> PlanPage:
    """The whole plan of ``case``, which comes from ``for_page``. Two statements.

    :param language: of the reader, for the names of domains.
    :param can_write: whether they write in this dossier; a restricted need takes being named as well.
    """
    day = local_day(at)
    tree = plan_tree(case.plan_id, restricted=case.sees_restricted)
    lines = referral_lines(case, day)
    counted = [action for need in tree for action in need.actions if action.state != ActionState.ABANDONED]
    return PlanPage(
        needs=[_need(need, case, lines, day, language, can_write=can_write) for need in tree],
        done=sum(action.state == ActionState.DONE for action in counted),
        total=len(counted),
        late=sum(action.is_late(day) for action in counted),
        referrals=lines,
    )


def _need(
    need: NeedNode, case: Case, lines: list[ReferralLine], day: date, language: str, *, can_write: bool
) -> NeedBlock:
    return NeedBlock(
        id=need.id,
        title=need.title,
        domain=need.domain.get(language) or need.domain["fr"],
        icon=need.icon,
        badge=_need_badge(need),
        is_restricted=need.is_restricted,
        is_settled=need.is_settled,
        can_write=can_write and (case.is_named or not need.is_restricted),
        goals=[_goal(goal, case, day) for goal in need.goals],
        referrals=[line for line in lines if line.need == need.id],
    )


def _need_badge(need: NeedNode) -> Badge:
    if need.is_settled:
        state = NeedState(need.state)
        return Badge("ok" if state is NeedState.MET else "", "" if state is NeedState.MET else "x", str(state.label))
    looks = {
        Urgency.URGENT: ("bad", "alert"),
        Urgency.SHORT: ("warn", "clock"),
        Urgency.MEDIUM: ("", "hourglass"),
        Urgency.LONG: ("", "hourglass"),
    }
    urgency = Urgency(need.urgency)
    return Badge(*looks[urgency], str(urgency.label))


def _goal(goal: GoalNode, case: Case, day: date) -> GoalBlock:
    return GoalBlock(
        id=goal.id,
        text=goal.text,
        target=near(goal.target_on, day),
        reached=near(goal.reached_on, day),
        actions=[_action(action, case, day) for action in goal.actions],
    )


def _action(action: ActionNode, case: Case, day: date) -> ActionLine:
    state, late = ActionState(action.state), action.is_late(day)
    icons = {
        ActionState.TODO: "circle",
        ActionState.DOING: "clock",
        ActionState.DONE: "ok",
        ActionState.POSTPONED: "calendar",
        ActionState.ABANDONED: "x",
    }
    return ActionLine(
        id=action.id,
        text=action.text,
        who=_who(action.performer, case),
        when=_when(action, state, late=late, day=day),
        said=_("En retard") if late else str(state.label),
        icon="alert" if late else icons[state],
        is_open=action.is_open,
        is_done=state is ActionState.DONE,
        is_late=late,
        state=state.value,
    )


def _who(performer: str, case: Case) -> str:
    match Performer(performer):
        case Performer.PERSON:
            return case.person.given_names or case.person.full_name
        case Performer.AGENT:
            return case.agent.full_name.split(" ")[0] if case.agent else _("Le service")
    return _("Un organisme")


def _when(action: ActionNode, state: ActionState, *, late: bool, day: date) -> str:
    on = {"day": near(action.done_on if state is ActionState.DONE else action.due_on, day)}
    match state:
        case ActionState.DONE:
            return _("Faite le %(day)s") % on
        case ActionState.ABANDONED:
            return str(state.label)
    if not on["day"]:
        return _("Sans échéance")
    if late:
        return _("%(day)s, en retard") % on
    return _("Reportée au %(day)s") % on if state is ActionState.POSTPONED else on["day"]
