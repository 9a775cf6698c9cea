"""What each person agreed to share; some changed their mind."""

from datetime import timedelta

from ancrage.core.dates import add_working_days
from ancrage.demo.actions.cases import Story
from ancrage.demo.actions.drawing import Draw
from ancrage.newcomers.models import CollectionNotice, Consent

_SHARED = ["contact", "languages", "needs"]


def load_consents(draw: Draw, stories: list[Story]) -> None:
    notice = CollectionNotice.objects.get()
    for story in stories:
        if story.contacted_on and not story.is_written and draw.happens(94):
            story.consent = draw.add(_consent(draw, story, notice))


def _consent(draw: Draw, story: Story, notice: CollectionNotice) -> Consent:
    assert story.contacted_on  # noqa: S101 - asked above
    shared = _SHARED + [
        part for part, percent in (("status", 60), ("household", 55), ("health", 12)) if draw.happens(percent)
    ]
    given_on = min(add_working_days(story.contacted_on, draw.pick((0, 0, 1, 2))), story.last_day)
    given_at = max(draw.at(given_on, first=9, last=11), story.case.first_contact_at or draw.at(given_on))
    withdrawn_on = given_on + timedelta(days=draw.between(40, 200))
    withdrawn = draw.happens(3) and withdrawn_on < story.last_day
    return Consent(
        case=story.case,
        notice=notice,
        purposes=["referral", "contact_after"] if draw.happens(60) else ["referral"],
        shared=shared,
        mode=draw.weighted({"verbal": 55, "written": 35, "electronic": 10}),
        given_at=given_at,
        withdrawn_at=draw.at(withdrawn_on) if withdrawn else None,
        recorded_by=story.agent,
    )
