"""A version of the plan as it is handed over: every text in French, and beside it in the person's language.

The screen shown to the person, the view of a version and the PDF all read this.
"""

import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from ancrage.core.dates import local_day
from ancrage.files.documents import make_pdf
from ancrage.newcomers.models import Person
from ancrage.newcomers.queries.plan_document import plan_language
from ancrage.plans.models import AcceptanceMode, ActionState, NeedState, Performer, PlanVersion
from ancrage.referrals.models import ReferralState
from ancrage.ui.formats import day as in_words
from ancrage.ui.formats import phone

_TEMPLATE = Path(__file__).parents[1] / "documents" / "plan.typ"
_DATA = Path(__file__).parents[1] / "data" / "plan_words.toml"
RIGHT_TO_LEFT = ("ar",)
_MANY = 35
"""Lines beyond which the document is set smaller, to be handed over on three pages."""


@dataclass(frozen=True, slots=True)
class Duo:
    """A text in French and beside; ``other`` is empty in French alone, and for a text nobody translated."""

    fr: str
    other: str = ""


@dataclass(frozen=True, slots=True)
class ActionHandover:
    text: Duo
    who: Duo
    when: Duo
    is_done: bool


@dataclass(frozen=True, slots=True)
class GoalHandover:
    text: Duo
    when: Duo
    actions: list[ActionHandover]


@dataclass(frozen=True, slots=True)
class NeedHandover:
    domain: Duo
    title: Duo
    state: Duo
    goals: list[GoalHandover]


@dataclass(frozen=True, slots=True)
class ReferralHandover:
    service: str
    organization: str
    phone: str
    state: Duo


@dataclass(frozen=True, slots=True)
class Handover:
    """``words`` are the fixed texts by name; ``language`` is empty for French alone; ``is_long``: in smaller print."""

    language: str
    direction: str
    words: dict[str, Duo]
    number: int
    person: str
    reference: str
    service_point: str
    address: str
    agent: str
    made_on: Duo
    needs: list[NeedHandover]
    referrals: list[ReferralHandover]
    follow_up: Duo
    acceptance: Duo
    is_long: bool


@cache
def _words() -> dict[str, dict[str, str]]:
    return tomllib.loads(_DATA.read_text(encoding="utf-8"))


def handover(version: PlanVersion, language: str) -> Handover:
    """``version`` in French and ``language`` ("" for French alone), from what was frozen in it."""
    say = _Speaker(language)
    context = version.content["context"]
    needs = [_need(need, context, say) for need in version.content["needs"]]
    return Handover(
        language=language,
        direction="rtl" if language in RIGHT_TO_LEFT else "ltr",
        words={name: say(name) for name in _words()["fr"]},
        number=version.number,
        person=context["person"],
        reference=context["reference"],
        service_point=context["service_point"],
        address=context["address"],
        agent=context["agent"],
        made_on=say.day(local_day(version.made_at)),
        needs=needs,
        referrals=[_referral(one, say) for one in context["referrals"]],
        follow_up=_follow_up(context["follow_up_on"], say),
        acceptance=_acceptance(version, say),
        is_long=sum(len(goal.actions) + 1 for need in needs for goal in need.goals) > _MANY,
    )


def spoken_language(version: PlanVersion, person: Person, day: date) -> str:
    """Beside French, the version's language, as long as its ground holds: a new document is in French alone after."""
    holds = version.language and plan_language(person, day) == version.language
    return version.language if holds else ""


def plan_document(given: Handover, *, at: datetime) -> bytes:
    """The tagged PDF of what is handed over."""
    return make_pdf(_TEMPLATE, given, at=at)


class _Speaker:
    """Says things in French and in one other language."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, name: str, **values: Any) -> Duo:
        words = _words()
        fr = words["fr"][name].format(**values) if values else words["fr"][name]
        if not self.language:
            return Duo(fr)
        other = words[self.language][name]
        return Duo(fr, other.format(**values) if values else other)

    def dated(self, name: str, on: date) -> Duo:
        said = self.day(on)
        whole = self(name)
        return Duo(whole.fr.format(day=said.fr), whole.other.format(day=said.other))

    def day(self, on: date) -> Duo:
        return Duo(in_words(on, "fr"), in_words(on, self.language) if self.language else "")

    def text(self, french: str, others: dict[str, str]) -> Duo:
        return Duo(french, others.get(self.language, "") if self.language else "")

    def same(self, text: str) -> Duo:
        return Duo(text, text if self.language else "")


def _need(need: dict[str, Any], context: dict[str, Any], say: _Speaker) -> NeedHandover:
    return NeedHandover(
        domain=say.text(need["domain"]["fr"], need["domain"]),
        title=say.text(need["title"], need.get("texts", {})),
        state=say("met") if need["state"] == NeedState.MET else Duo(""),
        goals=[_goal(goal, context, say) for goal in need["goals"]],
    )


def _goal(goal: dict[str, Any], context: dict[str, Any], say: _Speaker) -> GoalHandover:
    when = Duo("")
    if goal["reached_on"]:
        when = say.dated("reached", date.fromisoformat(goal["reached_on"]))
    elif goal["target_on"]:
        when = say.dated("goal_by", date.fromisoformat(goal["target_on"]))
    kept = [action for action in goal["actions"] if action["state"] != ActionState.ABANDONED]
    return GoalHandover(say.text(goal["text"], goal["texts"]), when, [_action(one, context, say) for one in kept])


def _action(action: dict[str, Any], context: dict[str, Any], say: _Speaker) -> ActionHandover:
    return ActionHandover(
        text=say.text(action["text"], action["texts"]),
        who=_who(action["performer"], context, say),
        when=_when(action, say),
        is_done=action["state"] == ActionState.DONE,
    )


def _who(performer: str, context: dict[str, Any], say: _Speaker) -> Duo:
    match Performer(performer):
        case Performer.PERSON:
            return say.same(context["first_name"])
        case Performer.AGENT:
            return say.same(context["agent"]) if context["agent"] else say("service_performer")
    return say("organization_performer")


def _when(action: dict[str, Any], say: _Speaker) -> Duo:
    if action["state"] == ActionState.DONE:
        return say.dated("done", date.fromisoformat(action["done_on"]))
    if action["due_on"] is None:
        return say("doing") if action["state"] == ActionState.DOING else say("no_day")
    on = date.fromisoformat(action["due_on"])
    return say.dated("postponed", on) if action["state"] == ActionState.POSTPONED else say.day(on)


_SAID = {
    ReferralState.ACCEPTED: "accepted",
    ReferralState.WAITING_LIST: "waiting_list",
    ReferralState.STARTED: "started",
    ReferralState.DONE: "finished",
}


def _referral(one: dict[str, Any], say: _Speaker) -> ReferralHandover:
    state = say(_SAID.get(ReferralState(one["state"]), "sent"))
    if one["meeting_on"]:
        meeting = say.dated("meeting", local_day(datetime.fromisoformat(one["meeting_on"])))
        state = Duo(f"{state.fr}, {meeting.fr}", f"{state.other}, {meeting.other}" if state.other else "")
    return ReferralHandover(one["service"], one["organization"], phone(one["phone"]), state)


def _follow_up(on: str | None, say: _Speaker) -> Duo:
    return say.dated("follow_up", date.fromisoformat(on)) if on else say("no_follow_up")


def _acceptance(version: PlanVersion, say: _Speaker) -> Duo:
    if version.accepted_at is None:
        return say("not_accepted")
    mode = "accepted_on_screen" if version.acceptance == AcceptanceMode.ON_SCREEN else "accepted_verbal"
    return say.dated(mode, local_day(version.accepted_at))
