"""Follow-ups done, due and overdue; what the notes say; what agents still have to do."""

from datetime import date, timedelta
from typing import Any

from ancrage.core.dates import add_working_days
from ancrage.demo.actions.cases import Story
from ancrage.demo.actions.drawing import OPENING_DAY, Draw, table
from ancrage.newcomers.models import ContactNote, DepartureReason, FollowUp, FollowUpSchedule, Purpose, Task

_STAYED = {"in_region": 91, "left_region": 5, "unknown": 4}
_ACTIVITY = {"working": 62, "studying": 14, "both": 6, "neither": 12, "unknown": 6}


def load_follow_ups(draw: Draw, stories: list[Story]) -> None:
    schedule, reasons = FollowUpSchedule.objects.get(), list(DepartureReason.objects.in_order())
    for story in stories:
        if story.contacted_on and not story.is_written:
            for milestone in schedule.days:
                _follow_up(draw, story, milestone, schedule.days, reasons)


def _follow_up(
    draw: Draw, story: Story, milestone: int, schedule_days: list[int], reasons: list[DepartureReason]
) -> None:
    assert story.contacted_on  # noqa: S101 - asked by the caller
    due = story.contacted_on + timedelta(days=milestone)
    row = FollowUp(case=story.case, milestone=milestone, due_on=due)
    if story.closed_on and due > story.closed_on:
        # As when a dossier closes: the last one stays, of those who agreed to it.
        stays = milestone == max(schedule_days) and due >= OPENING_DAY and _agrees(story)
        row.state = "planned" if stays else "cancelled"
    elif not draw.is_left("follow_up", story.agent, due):
        _made(draw, story, row, reasons)
    draw.add(row)


def _agrees(story: Story) -> bool:
    consent = story.consent
    return consent is not None and consent.withdrawn_at is None and Purpose.CONTACT_AFTER in consent.purposes


def _made(draw: Draw, story: Story, row: FollowUp, reasons: list[DepartureReason]) -> None:
    last = min(story.last_day, OPENING_DAY - timedelta(days=1))
    row.done_on = min(add_working_days(row.due_on, draw.between(0, 4)), last)
    row.done_by, row.municipality = story.agent, story.resident.municipality
    if draw.happens(10):
        row.state, row.source, row.municipality = "no_answer", "none", None
        return
    row.state, row.source = "done", draw.weighted({"person": 85, "household": 9, "organization": 6})
    row.presence, row.activity = draw.weighted(_STAYED), draw.weighted(_ACTIVITY)
    if row.presence == "left_region":
        row.departure_reason, row.municipality = draw.pick(reasons), None
        row.note = draw.pick(table("phrases")["departures"])


def load_notes(draw: Draw, stories: list[Story]) -> None:
    phrases = table("phrases")
    for story in stories:
        if story.is_written:
            continue
        if story.contacted_on:
            for _n in range(draw.between(1, 5)):
                _note(draw, story, phrases)
            if any(need.is_restricted for need in story.needs):
                draw.add(_written(draw, story, draw.pick(phrases["restricted_notes"]), is_restricted=True))
        if story.contacted_on and story.closed_on is None and draw.happens(24):
            _task(draw, story, phrases)


def _note(draw: Draw, story: Story, phrases: dict[str, Any]) -> None:
    if draw.happens(14):
        note = _written(draw, story, phrases["no_answer"])
        note.channel, note.is_reached = "phone", False
    else:
        note = _written(draw, story, draw.pick(phrases["notes"]))
    draw.add(note)


def _written(draw: Draw, story: Story, text: str, *, is_restricted: bool = False) -> ContactNote:
    assert story.contacted_on  # noqa: S101 - asked by the callers
    day = draw.working_day(story.contacted_on, max(story.last_day, story.contacted_on))
    channel = draw.weighted({"phone": 48, "in_person": 22, "email": 14, "video": 8, "text": 6, "internal": 2})
    return ContactNote(
        case=story.case, at=draw.at(day), by=story.agent, channel=channel, text=text, is_restricted=is_restricted
    )


def _task(draw: Draw, story: Story, phrases: dict[str, Any]) -> None:
    due = _due(draw)
    task = Task(case=story.case, text=draw.pick(phrases["tasks"]), due_on=due, assigned_to=story.agent)
    if not draw.is_left("task", story.agent, due):
        task.done_at = draw.at(due)
    draw.add(task)


def _due(draw: Draw) -> date:
    return add_working_days(OPENING_DAY - timedelta(days=20), draw.between(0, 24))
