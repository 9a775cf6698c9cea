"""The plan of a dossier as the person reads it: plain words, in both languages. Nothing restricted, no note of staff."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.utils.safestring import SafeString

from ancrage.accounts.models import User
from ancrage.directory.queries.cards import phone_of
from ancrage.newcomers.models import Case, CaseReferral
from ancrage.newcomers.queries.plan_document import told_referrals
from ancrage.plans.models import ActionState, ChangeKind, NeedState, Performer, PlanChange
from ancrage.plans.queries import ActionNode, GoalNode, NeedNode, plan_tree
from ancrage.portal.queries.words import SpaceWords
from ancrage.referrals.models import ReferralState


@dataclass(frozen=True, slots=True)
class OwnAction:
    """``is_mine``: the person does it. ``may_take_back``: they said themselves that it is done."""

    id: UUID
    plain: str
    text: SafeString
    who: SafeString
    when: SafeString
    is_done: bool
    is_late: bool
    is_mine: bool
    may_take_back: bool


@dataclass(frozen=True, slots=True)
class OwnGoal:
    text: SafeString
    when: SafeString
    actions: list[OwnAction]


@dataclass(frozen=True, slots=True)
class OwnReferral:
    service: str
    organization: str
    phone: str
    state: SafeString


@dataclass(frozen=True, slots=True)
class OwnNeed:
    domain: SafeString
    title: SafeString
    icon: str
    is_met: bool
    goals: list[OwnGoal]
    referrals: list[OwnReferral]


@dataclass(frozen=True, slots=True)
class OwnPlan:
    needs: list[OwnNeed]
    done: int
    total: int


_EMPTY: Final = SafeString("")
_SAID: Final = {
    ReferralState.ACCEPTED: "accepted",
    ReferralState.WAITING_LIST: "waiting_list",
    ReferralState.STARTED: "started",
    ReferralState.DONE: "finished",
}


def own_plan(case: Case, user: User, words: SpaceWords, day: date) -> OwnPlan:
    """Three statements, whatever the plan holds."""
    tree = [need for need in plan_tree(case.plan_id, restricted=False) if need.state != NeedState.DROPPED]
    said = PlanChange.objects.filter(plan=case.plan_id, kind=ChangeKind.ACTION_DONE, by=user)
    reader = _Reader(case, words, day, frozenset(said.order_by().values_list("row", flat=True)), told_referrals(case))
    kept = [action for need in tree for action in need.actions if action.state != ActionState.ABANDONED]
    return OwnPlan(
        needs=[reader.need(need) for need in tree],
        done=sum(action.state == ActionState.DONE for action in kept),
        total=len(kept),
    )


@dataclass(frozen=True)
class _Reader:
    case: Case
    words: SpaceWords
    day: date
    said: frozenset[UUID]
    referrals: list[CaseReferral]

    def need(self, need: NeedNode) -> OwnNeed:
        return OwnNeed(
            domain=self.words.own(need.domain["fr"], need.domain),
            title=self.words.own(need.title, need.texts),
            icon=need.icon,
            is_met=need.state == NeedState.MET,
            goals=[self._goal(goal) for goal in need.goals],
            referrals=[self._referral(tie) for tie in self.referrals if tie.need_id == need.id],
        )

    def _goal(self, goal: GoalNode) -> OwnGoal:
        when = _EMPTY
        if goal.reached_on:
            when = self.words.dated("reached", goal.reached_on)
        elif goal.target_on:
            when = self.words.dated("by", goal.target_on)
        kept = [action for action in goal.actions if action.state != ActionState.ABANDONED]
        return OwnGoal(self.words.own(goal.text, goal.texts), when, [self._action(action) for action in kept])

    def _action(self, action: ActionNode) -> OwnAction:
        is_done = action.state == ActionState.DONE
        return OwnAction(
            id=action.id,
            plain=action.text,
            text=self.words.own(action.text, action.texts),
            who=self._who(Performer(action.performer)),
            when=self._when(action),
            is_done=is_done,
            is_late=action.is_late(self.day),
            is_mine=action.performer == Performer.PERSON,
            may_take_back=is_done and action.id in self.said,
        )

    def _who(self, performer: Performer) -> SafeString:
        if performer == Performer.AGENT and self.case.agent:
            return self.words.same(self.case.agent.full_name)
        return self.words[{Performer.PERSON: "you", Performer.AGENT: "service"}.get(performer, "organization")]

    def _when(self, action: ActionNode) -> SafeString:
        if action.state == ActionState.DONE and action.done_on:
            return self.words.dated("done_on", action.done_on)
        return self.words.dated("by", action.due_on) if action.due_on else _EMPTY

    def _referral(self, tie: CaseReferral) -> OwnReferral:
        referral = tie.referral
        return OwnReferral(
            service=referral.service.name,
            organization=referral.organization.name,
            phone=phone_of(referral.organization),
            state=self.words[_SAID.get(ReferralState(referral.state), "sent")],
        )
