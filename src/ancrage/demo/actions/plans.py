"""The needs found, and the plan that answers them: goals, and who does what by when."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from ancrage.core.dates import add_working_days
from ancrage.demo.actions.cases import Story
from ancrage.demo.actions.drawing import OPENING_DAY, Draw, table
from ancrage.directory.models import NeedDomain
from ancrage.newcomers.models import CircleMember
from ancrage.plans.models import CatalogueAction, CatalogueGoal, Goal, Need, PlanAction

_URGENCY = {1: {"medium": 50, "long": 50}, 2: {"short": 70, "medium": 30}, 3: {"urgent": 35, "short": 65}}
FRENCH_SPEAKER = 9


@dataclass
class Ideas:
    """What may be written for each domain: by hand, or from the catalogue."""

    domains: list[NeedDomain]
    words: dict[str, Any]
    goals: dict[str, list[CatalogueGoal]]
    actions: dict[str, list[CatalogueAction]]


def read_ideas() -> Ideas:
    goals, actions = defaultdict(list), defaultdict(list)
    for goal in CatalogueGoal.objects.select_related("domain").in_order():
        goals[goal.domain.code].append(goal)
    for action in CatalogueAction.objects.select_related("domain").in_order():
        actions[action.domain.code].append(action)
    return Ideas(list(NeedDomain.objects.in_order()), table("needs"), goals, actions)


def load_plans(draw: Draw, stories: list[Story]) -> None:
    ideas = read_ideas()
    for story in stories:
        if story.contacted_on is None or story.is_written or not draw.happens(95):
            continue
        identified = add_working_days(story.contacted_on, draw.pick((0, 1, 2, 4, 6)))
        if identified <= story.last_day:
            story.assessed_on = identified
            _needs(draw, ideas, story, identified)


def _needs(draw: Draw, ideas: Ideas, story: Story, day: date) -> None:
    for domain in ideas.domains:
        words = ideas.words[domain.code]
        likely = words["likely"]
        if domain.code == "francais":
            likely = 0 if story.resident.origin.french[0] >= FRENCH_SPEAKER else 82
        if draw.happens(likely):
            need = _need(draw, story, domain, words, day)
            story.needs.append(need)
            _goals(draw, ideas, story, need)
    if any(need.is_restricted for need in story.needs):
        moment = draw.at(day)
        draw.add(CircleMember(case=story.case, user=story.agent, since=moment, named_by=story.agent))


def _need(draw: Draw, story: Story, domain: NeedDomain, words: dict[str, Any], day: date) -> Need:
    level = draw.weighted({1: 35, 2: 45, 3: 20})
    age = (story.last_day - day).days
    state = draw.weighted({"in_progress": 60, "identified": 40} if age < 40 else {"in_progress": 45, "met": 55})
    if story.closed_on:
        state = draw.weighted({"met": 82, "dropped": 18})
    title = draw.pick(words["titles"])
    need = Need(
        plan=story.case.plan,
        domain=domain,
        title=title[:1].upper() + title[1:],
        level=level,
        urgency=draw.weighted(_URGENCY[level]),
        covered_by=draw.weighted({"organization": 50, "person": 30, "agent": 20}),
        state=state,
        is_restricted=domain.is_sensitive,
        identified_on=day,
    )
    return draw.add(need)


def _goals(draw: Draw, ideas: Ideas, story: Story, need: Need) -> None:
    code = need.domain.code
    if draw.happens(8) and not story.closed_on:
        return
    entry = draw.pick(ideas.goals[code]) if draw.happens(65) and ideas.goals[code] else None
    target = need.identified_on + timedelta(days=draw.pick((45, 60, 90, 120, 180)))
    goal = Goal(
        need=need,
        text=entry.label_fr if entry else ideas.words[code]["goal"],
        entry=entry,
        target_on=target,
        reached_on=min(target, story.last_day) if need.state == "met" else None,
    )
    draw.add(goal)
    _actions(draw, ideas, story, goal)


def _actions(draw: Draw, ideas: Ideas, story: Story, goal: Goal) -> None:
    code = goal.need.domain.code
    written = [(text, None) for text in ideas.words[code]["actions"]]
    offered = [(entry.label_fr, entry) for entry in ideas.actions[code]]
    chosen = draw.chance.sample([*offered, *written], k=draw.weighted({1: 25, 2: 50, 3: 25}))
    for position, (text, entry) in enumerate(chosen):
        days = (entry.usual_days if entry else draw.pick((14, 21, 30))) + draw.between(0, 20)
        due = _spread(draw, goal.need.identified_on + timedelta(days=days))
        state, done_on = _state(draw, story, goal.need, due)
        performer = entry.performer if entry else draw.weighted({"person": 60, "agent": 25, "organization": 15})
        action = PlanAction(goal=goal, text=text, entry=entry, performer=performer, due_on=due, position=position)
        action.plan, action.state, action.done_on = goal.need.plan, state, done_on
        draw.add(action)


def _spread(draw: Draw, due: date) -> date:
    """The days to come hold no more than someone can do: most of what falls in the next month is put later."""
    is_near = OPENING_DAY <= due < OPENING_DAY + timedelta(days=30)
    return due + timedelta(days=draw.between(30, 90)) if is_near and draw.happens(65) else due


def _state(draw: Draw, story: Story, need: Need, due: date) -> tuple[str, date | None]:
    """What was due is nearly always done; a little of the last weeks is late."""
    settled = story.closed_on is not None or need.state in {"met", "dropped"}
    if settled or not draw.is_left("action", story.agent, due):
        if draw.happens(7):
            return "abandoned", None
        done_on = min(due + timedelta(days=draw.between(-8, 5)), story.last_day)
        return "done", max(done_on, need.identified_on)
    return draw.weighted({"todo": 55, "doing": 40, "postponed": 5}), None
