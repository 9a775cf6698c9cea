"""The same thing done to several dossiers: what cannot be is said with why, the rest is done, and undone."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from ancrage.accounts.models import Notification
from ancrage.audit.models import AuditEntry
from ancrage.newcomers.actions import batches as actions
from ancrage.newcomers.actions.closing import reopen_case
from ancrage.newcomers.actions.requests import assign
from ancrage.newcomers.models import (
    Case,
    CaseAssignment,
    CaseBatch,
    CaseBatchLine,
    CaseState,
    ClosingReason,
    DeclaredTie,
)
from ancrage.referrals.models import ReferralState
from tests.factories.accounts import user_as
from tests.factories.newcomers import CaseFactory, CaseReferralFactory, CircleMemberFactory, FollowUpFactory
from tests.newcomers.scene import Scene, a_scene, director_of, text_of, url

pytestmark = pytest.mark.django_db
AT = datetime(2021, 7, 14, 14, 0, tzinfo=UTC)
WAITS = {"state": CaseState.REQUESTED, "first_contact_at": None}


@pytest.fixture
def scene() -> Scene:
    return a_scene()


@pytest.fixture
def reason() -> ClosingReason:
    return ClosingReason.objects.create(code="plan", label_fr="Plan réalisé", label_en="Plan completed")


def chosen(name: str, *cases: Case) -> str:
    return f"{url(name)}?" + "&".join(f"ligne={case.pk}" for case in cases)


def here(scene: Scene, **fields) -> Case:
    return CaseFactory.create(service_point=scene.case.service_point, **fields)


def agent_of(case: Case):
    case.refresh_from_db()
    return case.agent


def test_boxes_lead_to_what_is_asked_and_back(scene) -> None:
    client = scene.client(director_of(scene.case))
    page = client.get(url("cases"), {"state": ""})
    assert f'value="{scene.case.pk}"' in text_of(page)
    back = f"{url('cases')}?state="
    answer = client.post(url("batch_choose", "confier"), {"ligne": [scene.case.pk], "retour": back})
    asked = text_of(client.get(answer.headers["Location"]))
    assert "Confier 1 dossier" in asked
    assert scene.case.reference in asked
    done = client.post(answer.headers["Location"], {"to": [scene.colleague.pk]})
    assert done.headers["Location"] == back
    assert agent_of(scene.case) == scene.colleague
    text = text_of(client.get(back))
    assert "1 dossier est confié." in text
    client.post(url("batch_undo", CaseBatch.objects.get()))
    assert agent_of(scene.case) == scene.agent


def test_nothing_chosen_is_said(scene) -> None:
    client = scene.client()
    for name, args in (("batch_choose", ["fermer"]), ("batch_take", [])):
        client.post(url(name, *args), {})
        assert "Cochez d’abord les dossiers dans la liste." in text_of(client.get(url("cases"), {"state": ""}))


def test_what_cannot_be_given_is_said_and_the_rest_is(scene) -> None:
    director = director_of(scene.case)
    free, known, closed = here(scene, **WAITS), here(scene), here(scene)
    elsewhere = CaseFactory.create(service_point__region=scene.case.region)
    DeclaredTie.objects.create(case=known, user=scene.colleague, declared_at=AT)
    Case.objects.filter(pk=closed.pk).update(
        state="closed", closed_at=AT, closing_reason=ClosingReason.objects.create(code="x", label_fr="x", label_en="x")
    )
    client = scene.client(director)
    answer = client.post(
        chosen("batch_assign", scene.case, free, known, closed, elsewhere), {"to": [scene.colleague.pk]}
    )
    text = text_of(client.get(answer.headers["Location"]))
    assert "Cette personne a déclaré un lien avec la personne du dossier." in text
    assert "Ce dossier est fermé." in text
    assert "Cette personne ne travaille pas à ce point de services." in text
    assert {agent_of(case) for case in (scene.case, free)} == {scene.colleague}
    assert [agent_of(case) for case in (known, closed, elsewhere)] == [None, None, None]
    assert CaseBatchLine.objects.exclude(refusal="").count() == 3
    [told] = Notification.objects.filter(user=scene.colleague)
    assert told.text == "2 dossiers vous sont confiés."
    assert str(scene.colleague.pk) in told.path
    assert len(AuditEntry.objects.get(verb="newcomers.batch.assigned").about) == 5


def test_several_people_share_the_dossiers(scene) -> None:
    cases = [here(scene) for _ in range(6)]
    actions.assign_cases(cases=cases, to=[scene.agent, scene.colleague], by=director_of(scene.case), at=AT)
    assert Case.objects.filter(agent=scene.colleague).count() == 3


def test_a_restricted_dossier_goes_with_its_circle_and_no_further(scene) -> None:
    director = director_of(scene.case)
    hidden = here(scene, is_restricted=True)
    named = here(scene, is_restricted=True, agent=scene.agent)
    for user in (scene.agent, director):
        CircleMemberFactory.create(case=named, user=user, since=AT - timedelta(days=1))
    assert scene.client(director).get(chosen("batch_assign", hidden)).status_code == 404
    batch = actions.assign_cases(cases=[named], to=[scene.colleague], by=director, at=AT)
    seen = {user.pk for user in (director, scene.colleague)}
    assert set(named.circle.filter(until=None).values_list("user", flat=True)) == seen
    actions.undo_batch(batch=batch, cases=[named], by=director, at=AT + timedelta(hours=1))
    seen = {user.pk for user in (director, scene.agent)}
    assert set(named.circle.filter(until=None).values_list("user", flat=True)) == seen


def test_requests_are_taken_and_put_back(scene) -> None:
    free = [here(scene, **WAITS) for _ in range(2)]
    others = here(scene, agent=scene.colleague)
    client = scene.client()
    answer = client.post(url("batch_take"), {"ligne": [case.pk for case in (*free, others)]})
    assert f"{scene.colleague.full_name} suit déjà ce dossier." in text_of(client.get(answer.headers["Location"]))
    assert {agent_of(case) for case in free} == {scene.agent}
    client.post(url("batch_undo", CaseBatch.objects.get()))
    assert {agent_of(case) for case in free} == {None}
    assert {case.state for case in free} == {CaseState.REQUESTED}
    assert not CaseAssignment.objects.filter(case__in=free, during__upper_inf=True).exists()
    assert not free[0].circle.filter(until=None).exists()


def test_dossiers_are_closed_and_opened_again_as_they_were(scene, reason) -> None:
    waits, other = here(scene, **WAITS), here(scene)
    late = FollowUpFactory.create(case=scene.case, milestone=1, due_on=date(2021, 7, 1))
    CaseReferralFactory.create(case=other, referral__state=ReferralState.DRAFT)
    client = scene.client()
    answer = client.post(chosen("batch_close", scene.case, waits), {"reason": reason.pk, "note": ""})
    assert answer.headers["Location"] == url("cases")
    assert set(Case.objects.filter(state="closed")) == {scene.case, waits}
    late.refresh_from_db()
    assert late.state == "cancelled"
    client.post(url("batch_undo", CaseBatch.objects.get()))
    for row in (scene.case, waits, late):
        row.refresh_from_db()
    assert (scene.case.state, waits.state, late.state) == ("active", "requested", "planned")


def test_what_changed_since_stays_and_is_said(scene, reason) -> None:
    director, third = director_of(scene.case), user_as("integration_agent", scene.case.service_point)
    other = here(scene)
    batch = actions.assign_cases(cases=[scene.case, other], to=[scene.colleague], by=director, at=AT)
    assign(case=other, to=third, by=director, at=AT + timedelta(minutes=1))
    client = scene.client(director)
    client.post(url("batch_undo", batch))
    assert agent_of(other) == third
    assert agent_of(scene.case) == scene.colleague  # too long ago: today is not 2021
    left = actions.undo_batch(batch=batch, cases=[scene.case, other], by=director, at=AT + timedelta(hours=1))
    assert left == {other: "Ce dossier a changé de mains depuis."}
    assert agent_of(scene.case) == scene.agent
    with pytest.raises(actions.BatchRefused):
        actions.undo_batch(batch=batch, cases=[scene.case], by=director, at=AT + timedelta(hours=2))
    closed = actions.close_cases(cases=[other], reason=reason, note="", by=third, at=AT + timedelta(hours=3))
    reopen_case(case=other, note="Elle revient", by=third, at=AT + timedelta(hours=4))
    left = actions.undo_batch(batch=closed, cases=[other], by=third, at=AT + timedelta(hours=5))
    assert left == {other: "Ce dossier a été rouvert depuis."}


def test_only_whoever_did_it_undoes_it(scene) -> None:
    batch = actions.take_cases(cases=[here(scene, **WAITS)], by=scene.agent, at=AT)
    for user in (scene.colleague, director_of(scene.case)):
        assert scene.client(user).get(url("batch", batch)).status_code == 404
        assert scene.client(user).post(url("batch_undo", batch)).status_code == 404


def test_a_dossier_is_once_in_a_batch(scene) -> None:
    batch = actions.take_cases(cases=[here(scene, **WAITS)], by=scene.agent, at=AT)
    line = batch.lines.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseBatchLine.objects.create(batch=batch, case=line.case, from_state=line.from_state)
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseBatchLine.objects.create(
            batch=batch, case=scene.case, from_state="active", refusal="Non", to_agent=scene.agent
        )


@pytest.mark.parametrize("typed", ["pas-un-numero", ""])
def test_odd_choices_are_no_page(scene, typed) -> None:
    assert scene.client().get(url("batch_close"), {"ligne": typed}).status_code == 404


def test_when_nothing_could_be_done_the_page_says_so_and_leads_back(scene) -> None:
    client, back = scene.client(), url("requests")
    answer = client.post(url("batch_take"), {"ligne": [scene.case.pk], "retour": back}, follow=True)
    page = text_of(answer)
    assert "Rien n’a été fait" in page
    assert "Dossiers confiés</h1>" not in page
    assert "Revenir à « Demandes »" in page
    assert f'href="{back}"' in page
