from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from ancrage.newcomers.actions.follow_ups import (
    FollowUpAnswers,
    FollowUpRefused,
    plan_follow_ups,
    record_follow_up,
    undo_follow_up,
)
from ancrage.newcomers.models import (
    Activity,
    CaseState,
    ClosingReason,
    FollowUp,
    FollowUpSchedule,
    FollowUpSource,
    FollowUpState,
    FrenchLevel,
    Presence,
    Purpose,
)
from ancrage.territory.dated import from_day
from tests.factories.accounts import UserFactory
from tests.factories.newcomers import CaseFactory, ConsentFactory, FollowUpFactory
from tests.factories.territory import MunicipalityFactory

AT = datetime(2021, 7, 14, 14, 0, tzinfo=UTC)
TODAY = date(2021, 7, 14)
HERE = {"source": FollowUpSource.PERSON, "presence": Presence.IN_REGION}


@pytest.mark.django_db
def test_due_dates_come_from_the_schedule_of_the_day() -> None:
    FollowUpSchedule.objects.create(days=[30, 90], during=from_day(date(2019, 7, 1), date(2021, 1, 1)))
    FollowUpSchedule.objects.create(days=[60], during=from_day(date(2021, 1, 1)))
    case = CaseFactory.create()
    plan_follow_ups(case=case, at=AT)
    plan_follow_ups(case=case, at=AT)
    assert [(f.milestone, f.due_on) for f in case.follow_ups.order_by("milestone")] == [(60, date(2021, 9, 12))]


@pytest.mark.django_db
def test_what_was_learned_is_kept_with_its_levels() -> None:
    row, town = FollowUpFactory.create(), MunicipalityFactory.create()
    answers = FollowUpAnswers(**HERE, municipality=town, activity=Activity.WORKING, speaking=6)
    record_follow_up(follow_up=row, answers=answers, done_on=TODAY, by=UserFactory.create(), at=AT)
    row.refresh_from_db()
    assert (row.state, row.presence, row.activity, row.municipality) == ("done", "in_region", "working", town)
    level = FrenchLevel.objects.get(person=row.case.person)
    assert (level.speaking, level.listening, level.source) == (6, None, "declared")


@pytest.mark.django_db
def test_no_answer_leaves_everything_unknown() -> None:
    row = FollowUpFactory.create()
    answers = FollowUpAnswers(
        source=FollowUpSource.NONE, presence=Presence.UNKNOWN, activity=Activity.WORKING, speaking=3
    )
    record_follow_up(follow_up=row, answers=answers, done_on=TODAY, by=UserFactory.create(), at=AT)
    row.refresh_from_db()
    assert (row.state, row.presence, row.activity) == ("no_answer", "unknown", "unknown")
    assert not FrenchLevel.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("answers", "day", "field"),
    [
        (FollowUpAnswers(**HERE), TODAY, "municipality"),
        (FollowUpAnswers(source=FollowUpSource.PERSON, presence=Presence.LEFT_REGION), TODAY, "departure_reason"),
        (FollowUpAnswers(source=FollowUpSource.PERSON), TODAY + timedelta(days=1), "done_on"),
    ],
)
def test_incoherent_answers_are_refused(answers: FollowUpAnswers, day: date, field: str) -> None:
    row = FollowUpFactory.create()
    with pytest.raises(FollowUpRefused) as refusal:
        record_follow_up(follow_up=row, answers=answers, done_on=day, by=UserFactory.create(), at=AT)
    assert refusal.value.field == field
    row.refresh_from_db()
    assert row.state == FollowUpState.PLANNED


@pytest.mark.django_db
@pytest.mark.parametrize("agreed", [True, False])
def test_a_closed_dossier_is_followed_up_only_with_consent(*, agreed: bool) -> None:
    reason = ClosingReason.objects.create(code="plan", label_fr="Plan réalisé", label_en="Plan completed")
    case = CaseFactory.create(state=CaseState.CLOSED, closed_at=AT, closing_reason=reason)
    row = FollowUpFactory.create(case=case)
    if agreed:
        ConsentFactory.create(case=case, purposes=[Purpose.CONTACT_AFTER])
    answers, by = FollowUpAnswers(source=FollowUpSource.PERSON), UserFactory.create()
    if agreed:
        record_follow_up(follow_up=row, answers=answers, done_on=TODAY, by=by, at=AT)
    else:
        with pytest.raises(FollowUpRefused, match="jointe ensuite"):
            record_follow_up(follow_up=row, answers=answers, done_on=TODAY, by=by, at=AT)


class Sequences(TestCase):
    @settings(deadline=None, max_examples=25)
    @given(st.lists(st.sampled_from(["answer", "nothing", "undo"]), max_size=6))
    def test_any_sequence_keeps_the_state_and_its_day_together(self, steps: list[str]) -> None:
        row, by = FollowUpFactory.create(), UserFactory.create()
        for step in steps:
            try:
                if step == "undo":
                    undo_follow_up(follow_up=row, by=by, at=AT)
                else:
                    source = FollowUpSource.PERSON if step == "answer" else FollowUpSource.NONE
                    record_follow_up(follow_up=row, answers=FollowUpAnswers(source=source), done_on=TODAY, by=by, at=AT)
            except FollowUpRefused:
                pass
            found = FollowUp.objects.get(pk=row.pk)
            assert (found.done_on is None) == (found.state == FollowUpState.PLANNED)
            assert (found.done_by is None) == (found.done_on is None)
