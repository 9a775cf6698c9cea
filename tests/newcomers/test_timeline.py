from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ancrage.accounts.access import access_of
from ancrage.newcomers.actions.notes import NoteRefused, restore_note, strike_note, write_note
from ancrage.newcomers.models import Case, CaseMoment, CaseTransition, FollowUp
from ancrage.newcomers.queries.timeline import timeline
from ancrage.plans.models import AcceptanceMode, PlanVersion
from ancrage.referrals.models import ReferralTransition
from tests.factories.accounts import access_as, user_as
from tests.factories.newcomers import (
    CaseFactory,
    CaseReferralFactory,
    CircleMemberFactory,
    ConsentFactory,
    ContactNoteFactory,
    FollowUpFactory,
)

pytestmark = pytest.mark.django_db
AT = datetime(2021, 7, 14, 14, 0, tzinfo=UTC)


def loaded(case: Case) -> Case:
    """As a colleague of the same service point loads it."""
    return Case.objects.for_page(access_as("integration_agent", case.service_point, at=AT)).get(pk=case.pk)


@pytest.fixture
def case() -> Case:
    case = CaseFactory.create()
    CaseTransition.objects.create(case=case, at=AT, by=user_as("integration_agent"), kind=CaseMoment.TAKEN)
    return case


def test_everything_is_there_newest_first_in_two_statements(case: Case) -> None:
    agent = user_as("integration_agent", full_name="Maude Thériault")
    consent = ConsentFactory.create(case=case, given_at=AT + timedelta(hours=1), recorded_by=agent)
    ContactNoteFactory.create(case=case, at=AT + timedelta(hours=2), by=agent, is_reached=False, text="Boîte pleine")
    PlanVersion.objects.create(
        plan=case.plan, number=1, content={}, made_at=AT + timedelta(hours=3), made_by=agent,
        accepted_at=AT + timedelta(hours=4), acceptance=AcceptanceMode.VERBAL,
        handed_over_at=AT + timedelta(hours=4, minutes=30),
    )  # fmt: skip
    tie = CaseReferralFactory.create(case=case, consent=consent)
    ReferralTransition.objects.create(
        referral=tie.referral, at=AT + timedelta(hours=5), actor="link:x", from_state="sent", to_state="accepted"
    )
    FollowUpFactory.create(case=case, milestone=30, state="done", done_on=date(2021, 7, 15), done_by=agent)
    page = loaded(case)
    with CaptureQueriesContext(connection) as captured:
        events = timeline(page)
    assert len(captured) == 2
    assert [event.what for event in events] == [
        "Suivi à 30 jours fait",
        "Aiguillage : accepté",
        "Plan d’action remis à la personne, version 1",
        "Plan d’action accepté (verbalement), version 1",
        "Plan d’action établi, version 1",
        "Téléphone : personne non jointe",
        "Consentement donné",
        "Demande prise",
    ]
    assert events[1].who == tie.referral.organization.name
    assert (events[5].who, events[5].detail) == ("Maude Thériault", "Boîte pleine")
    assert events[0].at.date() == date(2021, 7, 15)


def test_one_kind_at_a_time(case: Case) -> None:
    ContactNoteFactory.create(case=case)
    assert [event.what for event in timeline(loaded(case), kinds=("notes",))] == ["Téléphone"]
    assert [event.what for event in timeline(loaded(case), kinds=("referrals",))] == []


def test_what_is_restricted_is_told_to_those_named_only(case: Case) -> None:
    ContactNoteFactory.create(case=case, is_restricted=True, text="Très privé")
    tie = CaseReferralFactory.create(case=case, referral__is_restricted=True)
    ReferralTransition.objects.create(referral=tie.referral, at=AT, actor="link:x", from_state="draft", to_state="sent")
    assert [event.what for event in timeline(loaded(case))] == ["Demande prise", "Consentement donné"]
    named = user_as("integration_agent", case.service_point)
    CircleMemberFactory.create(case=case, user=named)
    page = Case.objects.for_page(access_of(named, AT)).get(pk=case.pk)
    assert "Très privé" in {event.detail for event in timeline(page)}
    assert len(timeline(page)) == 4


def test_a_struck_note_leaves_the_reading_and_may_come_back(case: Case) -> None:
    agent, other = user_as("integration_agent"), user_as("integration_agent")
    note = write_note(
        case=case,
        text="À refaire",
        channel="phone",
        is_reached=True,
        is_restricted=False,
        happened_at=AT,
        by=agent,
        at=AT,
    )
    with pytest.raises(NoteRefused):
        strike_note(note=note, by=other, at=AT)
    strike_note(note=note, by=agent, at=AT)
    assert "À refaire" not in {event.detail for event in timeline(loaded(case))}
    restore_note(note=note, by=agent, at=AT)
    assert "À refaire" in {event.detail for event in timeline(loaded(case))}


def test_only_those_named_write_a_restricted_note(case: Case) -> None:
    agent = user_as("integration_agent", case.service_point)
    common = {"case": case, "text": "x", "channel": "phone", "is_reached": True, "by": agent, "at": AT}
    with pytest.raises(NoteRefused) as refusal:
        write_note(**common, is_restricted=True, happened_at=AT)
    assert refusal.value.field == "is_restricted"
    with pytest.raises(NoteRefused, match="à venir"):
        write_note(**common, is_restricted=False, happened_at=AT + timedelta(minutes=1))
    assert not case.notes.exists()
    assert not FollowUp.objects.exists()
