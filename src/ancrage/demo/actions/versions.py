"""The plans proposed to people, as they stood, and whether they accepted."""

from datetime import datetime
from typing import Any

from ancrage.core.dates import add_working_days, local_day
from ancrage.demo.actions.cases import Story
from ancrage.demo.actions.drawing import OPENING, Draw, table
from ancrage.newcomers.queries.plan_document import plan_context, plan_language
from ancrage.plans.actions import PlanRefused, accept_version, make_version
from ancrage.plans.models import PlanVersion

_SHARE = 24


def load_versions(draw: Draw, stories: list[Story]) -> None:
    """Open dossiers of people assessed: a quarter have a plan proposed. After the rows are written."""
    for story in stories:
        if story.is_written:
            _showcase(story)
        elif story.assessed_on and not story.closed_on and draw.happens(_SHARE):
            made_on = add_working_days(story.assessed_on, draw.between(1, 6))
            if made_on <= story.last_day:
                acceptance = draw.weighted({"verbal": 50, "on_screen": 38, "": 12})
                propose(story, draw.at(made_on), acceptance)


def propose(story: Story, at: datetime, acceptance: str) -> PlanVersion | None:
    day = local_day(at)
    try:
        version = make_version(
            plan=story.case.plan,
            expected_revision=None,
            language=plan_language(story.resident.person, day),
            context=plan_context(story.case, day),
            by=story.agent,
            at=at,
        )
    except PlanRefused:
        return None  # no goal yet: there is nothing to hand over
    return accept_version(version=version, mode=acceptance, by=story.agent, at=at) if acceptance else version


def _showcase(story: Story) -> None:
    told: list[dict[str, Any]] = table("showcase")["case"]["versions"]
    first, last = told[0], told[-1]
    version = propose(story, first["at"], first["acceptance"])
    if version is None:
        return
    # The first one, before the permit was looked at.
    kept = [need for need in version.content["needs"] if need["domain"]["fr"] != "Immigration et statut"]
    version.content["needs"] = kept
    version.save(update_fields=["content"])
    propose(story, min(last["at"], OPENING), last["acceptance"])
