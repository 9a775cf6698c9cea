"""Questions between service points about dossiers that the asker may not see."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.test import override_settings

from ancrage.accounts.models import Notification
from ancrage.audit.models import AuditEntry
from ancrage.newcomers.actions.inquiries import InquiryRefused, answer, ask
from ancrage.newcomers.models import Case, Inquiry, InquiryKind
from ancrage.newcomers.queries.passes import give_hint_pass
from tests.factories.accounts import user_as
from tests.factories.newcomers import CaseFactory, PersonFactory
from tests.newcomers.scene import Scene, a_scene, text_of, url

pytestmark = pytest.mark.django_db
AT = datetime(2021, 7, 14, 12, 0, tzinfo=UTC)
LEILA = {"given_names": "Leila", "family_names": "Haddad", "birth_on_0": "12", "birth_on_1": "5", "birth_on_2": "1988"}


@pytest.fixture(autouse=True)
def _moment():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def scene() -> Scene:
    return a_scene()


@pytest.fixture
def theirs() -> Scene:
    """Another service point, whose dossier is the one of Leïla."""
    person = PersonFactory.create(given_names="Leïla", family_names="Haddad", birth_on=date(1988, 5, 12))
    return a_scene(person=person)


def hint_of(scene: Scene) -> str:
    page = scene.client().post(url("intake"), LEILA).content.decode()
    return re.search(r'name="hint_pass"\s+value="([^"]+)"', page)[1]


def put(scene: Scene, theirs: Scene, **more) -> Inquiry:
    wanted = {"kind": InquiryKind.CHECK, "looked_for": "Leila Haddad", "note": "", "at": AT} | more
    return ask(case_id=theirs.case.pk, by=scene.agent, **wanted)


def test_from_a_hint_to_the_answer(scene, theirs) -> None:
    client = scene.client()
    sent = client.post(url("inquiry_ask"), {"hint_pass": hint_of(scene), "kind": "transfer"})
    assert sent.headers["Location"] == url("inquiries")
    inquiry = Inquiry.objects.get()
    assert (inquiry.case, inquiry.kind, inquiry.looked_for) == (theirs.case, "transfer", "Leila Haddad, 1988-05-12")
    assert theirs.case.reference in Notification.objects.get(user=theirs.agent).text
    assert AuditEntry.objects.get(verb="newcomers.inquiry.asked").about == [theirs.case.pk, theirs.case.person_id]
    mine = text_of(client.get(url("inquiries")))
    assert "En attente" in mine
    assert theirs.case.reference not in mine
    assert "Leïla" not in mine

    received = text_of(theirs.client().get(url("inquiries")))
    assert "Leila Haddad, 1988-05-12" in received
    assert theirs.case.reference in received
    answered = theirs.client().post(url("inquiry", inquiry), {"is_same_person": "oui", "text": "C’est elle."})
    assert answered.headers["Location"] == url("case_transfer", theirs.case)
    assert Notification.objects.filter(user=scene.agent).count() == 1
    after = text_of(client.get(url("inquiries")))
    assert "Même personne" in after
    assert "C’est elle." in after
    assert theirs.case.reference not in after


def test_the_search_says_when_the_question_was_put(scene, theirs) -> None:
    put(scene, theirs)
    page = text_of(scene.client().post(url("intake"), LEILA))
    assert "Vous avez posé la question le 14 juillet 2021, 8 h." in page
    assert "hint_pass" not in page


def test_in_place_the_answer_replaces_the_buttons(scene, theirs) -> None:
    slip = hint_of(scene)
    for said in ("Votre demande est envoyée", "Vous avez déjà posé cette question"):
        sent = {"hint_pass": slip, "kind": "check"}
        page = text_of(scene.client().post(url("inquiry_ask"), sent, headers={"HX-Request": "true"}))
        assert said in page
        assert "<html" not in page


def test_a_slip_is_neither_made_nor_lent_nor_kept(scene, theirs) -> None:
    old = give_hint_pass(scene.agent.pk, theirs.case.pk, "Leila", AT - timedelta(days=1))
    lent = give_hint_pass(scene.colleague.pk, theirs.case.pk, "Leila", AT)
    altered = hint_of(scene)[:-6] + "AAAAAA"
    for slip in (old, lent, altered, str(theirs.case.pk), ""):
        client = scene.client()
        client.post(url("inquiry_ask"), {"hint_pass": slip, "kind": "check"})
        assert "trop ancienne" in text_of(client.get(url("inquiries")))
    assert not Inquiry.objects.exists()


def test_so_many_questions_a_day(scene) -> None:
    with override_settings(ANCRAGE_INQUIRIES_PER_DAY=2):
        for _ in range(2):
            put(scene, a_scene())
        with pytest.raises(InquiryRefused, match="Limite atteinte : 2 questions par jour"):
            put(scene, a_scene())
        put(scene, a_scene(), at=AT + timedelta(days=1))


def test_a_dossier_restricted_since_is_not_asked_about(scene, theirs) -> None:
    Case.objects.filter(pk=theirs.case.pk).update(is_restricted=True)
    with pytest.raises(InquiryRefused, match="n’est plus en cause"):
        put(scene, theirs)


def test_a_question_about_a_dossier_restricted_since_leaves_the_lists(scene, theirs) -> None:
    put(scene, theirs)
    Case.objects.filter(pk=theirs.case.pk).update(is_restricted=True)
    assert "Leila Haddad" not in text_of(scene.client().get(url("inquiries")))
    assert "Leila Haddad" not in text_of(theirs.client().get(url("inquiries")))


def test_an_answer_is_given_once(scene, theirs) -> None:
    inquiry = put(scene, theirs)
    answer(inquiry=inquiry, is_same_person=False, text="", by=theirs.agent, at=AT)
    with pytest.raises(InquiryRefused, match="déjà répondu"):
        answer(inquiry=inquiry, is_same_person=True, text="", by=theirs.colleague, at=AT)
    assert "a répondu le" in text_of(theirs.client().get(url("inquiry", inquiry)))


def test_only_the_point_of_the_dossier_answers(scene, theirs) -> None:
    inquiry = put(scene, theirs)
    assert scene.client().get(url("inquiry", inquiry)).status_code == 404
    stranger = user_as("integration_agent")
    assert theirs.client(stranger).get(url("inquiry", inquiry)).status_code == 404
    assert "Est-ce la même personne" in text_of(theirs.client().get(url("inquiry", inquiry)))


def test_a_check_answered_yes_comes_back_to_the_list(scene, theirs) -> None:
    inquiry = put(scene, theirs)
    sent = theirs.client().post(url("inquiry", inquiry), {"is_same_person": "oui"})
    assert sent.headers["Location"] == url("inquiries")


def test_the_other_point_may_hold_several_questions_on_one_dossier(scene, theirs) -> None:
    put(scene, theirs)
    ask(case_id=theirs.case.pk, kind=InquiryKind.CHECK, looked_for="Leila", note="", by=scene.colleague, at=AT)
    CaseFactory.create(service_point=theirs.case.service_point)
    assert text_of(theirs.client().get(url("inquiries"))).count("Répondre") >= 2
