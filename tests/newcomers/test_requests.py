"""Requests: taken by one, the person reached, the clock stopped."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ancrage.accounts.models import Notification
from ancrage.audit.models import AuditEntry
from ancrage.newcomers.actions.requests import (
    RequestRefused,
    assign,
    note_first_contact,
    release,
    take,
    undo_first_contact,
)
from ancrage.newcomers.models import Case, CaseAssignment, CaseState, ClosingReason, ContactNote, DeclaredTie
from tests.factories.accounts import UserFactory, user_as
from tests.factories.agenda import works
from tests.factories.newcomers import CaseFactory
from tests.newcomers.scene import Scene, a_scene, director_of, text_of, url

pytestmark = pytest.mark.django_db
AT = datetime(2021, 7, 14, 12, 0, tzinfo=UTC)
NEW = {"state": CaseState.REQUESTED, "agent": None, "first_contact_at": None}
IN_PLACE = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _moment():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def scene() -> Scene:
    return a_scene(**NEW)


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


# Actions


def test_a_request_taken_is_followed(scene) -> None:
    take(case=scene.case, by=scene.agent, at=AT)
    case = fresh(scene.case)
    assert (case.agent, case.state) == (scene.agent, CaseState.ACTIVE)
    assert CaseAssignment.objects.get(case=case).during.lower == AT
    assert case.transitions.get().kind == "taken"
    assert AuditEntry.objects.filter(verb="newcomers.case.taken").count() == 1
    take(case=scene.case, by=scene.agent, at=AT)
    assert CaseAssignment.objects.count() == 1


def test_the_second_to_take_is_told_who_has_it(scene) -> None:
    take(case=scene.case, by=scene.agent, at=AT)
    with pytest.raises(RequestRefused, match=scene.agent.full_name):
        take(case=scene.case, by=scene.colleague, at=AT)
    assert fresh(scene.case).agent == scene.agent


def test_a_dossier_is_never_given_to_whoever_knows_the_person(scene) -> None:
    DeclaredTie.objects.create(case=scene.case, user=scene.agent, declared_at=AT)
    with pytest.raises(RequestRefused, match="a déclaré un lien"):
        take(case=scene.case, by=scene.agent, at=AT)
    with pytest.raises(RequestRefused, match="a déclaré un lien"):
        assign(case=scene.case, to=scene.agent, by=scene.colleague, at=AT)


def test_a_closed_dossier_is_not_taken(scene) -> None:
    reason = ClosingReason.objects.create(code="plan", label_fr="Plan réalisé", label_en="Plan completed")
    Case.objects.filter(pk=scene.case.pk).update(state=CaseState.CLOSED, closed_at=AT, closing_reason=reason)
    with pytest.raises(RequestRefused, match="fermé"):
        take(case=scene.case, by=scene.agent, at=AT)


def test_a_request_taken_by_mistake_waits_again(scene) -> None:
    take(case=scene.case, by=scene.agent, at=AT)
    with pytest.raises(RequestRefused, match="pas à vous"):
        release(case=scene.case, by=scene.colleague, at=AT)
    release(case=scene.case, by=scene.agent, at=AT + timedelta(minutes=1))
    case = fresh(scene.case)
    assert (case.agent, case.state) == (None, CaseState.REQUESTED)
    assert not case.circle.filter(until=None).exists()
    take(case=scene.case, by=scene.colleague, at=AT + timedelta(minutes=2))
    assert fresh(scene.case).agent == scene.colleague


def test_once_reached_a_request_is_not_put_back(scene) -> None:
    note_first_contact(case=scene.case, channel="phone", is_reached=True, text="", by=scene.agent, at=AT)
    with pytest.raises(RequestRefused, match="a été jointe"):
        release(case=scene.case, by=scene.agent, at=AT)


def test_reaching_the_person_stops_the_clock_and_takes_the_request(scene) -> None:
    note = note_first_contact(case=scene.case, channel="phone", is_reached=True, text="", by=scene.agent, at=AT)
    case = fresh(scene.case)
    assert (case.first_contact_at, case.agent) == (AT, scene.agent)
    assert note.text == "Premier contact : la personne a été jointe."
    with pytest.raises(RequestRefused, match="déjà noté"):
        note_first_contact(case=scene.case, channel="phone", is_reached=True, text="", by=scene.agent, at=AT)


def test_a_try_without_answer_leaves_the_clock_running(scene) -> None:
    note_first_contact(case=scene.case, channel="phone", is_reached=False, text="Boîte pleine", by=scene.agent, at=AT)
    assert fresh(scene.case).first_contact_at is None
    assert ContactNote.objects.get().text == "Boîte pleine"


def test_someone_else_s_request_is_not_contacted(scene) -> None:
    take(case=scene.case, by=scene.agent, at=AT)
    with pytest.raises(RequestRefused, match="suit déjà"):
        note_first_contact(case=scene.case, channel="phone", is_reached=True, text="", by=scene.colleague, at=AT)


def test_a_first_contact_noted_by_mistake_is_undone(scene) -> None:
    note = note_first_contact(case=scene.case, channel="phone", is_reached=True, text="", by=scene.agent, at=AT)
    with pytest.raises(RequestRefused, match="ne peut plus"):
        undo_first_contact(note=note, by=scene.colleague, at=AT)
    undo_first_contact(note=note, by=scene.agent, at=AT)
    assert fresh(scene.case).first_contact_at is None
    assert ContactNote.objects.get().struck_at == AT


def test_a_director_gives_a_request_to_someone_of_the_point(scene) -> None:
    director = director_of(scene.case)
    with pytest.raises(RequestRefused, match="ne travaille pas"):
        assign(case=scene.case, to=UserFactory.create(), by=director, at=AT)
    assign(case=scene.case, to=scene.agent, by=director, at=AT)
    assert fresh(scene.case).agent == scene.agent
    assert Notification.objects.get(user=scene.agent).text.endswith("vous est confié.")
    assign(case=scene.case, to=scene.colleague, by=director, at=AT + timedelta(days=1))
    assert fresh(scene.case).agent == scene.colleague
    assert CaseAssignment.objects.filter(during__endswith=None).get().agent == scene.colleague


# Pages


def test_the_page_lists_what_waits_the_most_pressing_first(scene) -> None:
    late = CaseFactory.create(service_point=scene.case.service_point, first_contact_due_on=date(2021, 7, 12), **NEW)
    today = CaseFactory.create(service_point=scene.case.service_point, first_contact_due_on=date(2021, 7, 14), **NEW)
    done = CaseFactory.create(service_point=scene.case.service_point, agent=scene.colleague)
    elsewhere = CaseFactory.create(**NEW)
    hidden = CaseFactory.create(service_point=scene.case.service_point, is_restricted=True, **NEW)
    Case.objects.filter(pk=scene.case.pk).update(first_contact_due_on=date(2021, 7, 21))
    text = text_of(scene.client().get(url("requests"), {"tous": ""}))
    names = [case.person.full_name for case in (late, today, scene.case)]
    assert sorted(names, key=text.index) == names
    assert "2 jours de retard" in text
    assert "Aujourd’hui" in text
    for absent in (done, elsewhere, hidden):
        assert absent.person.full_name not in text
    shown = AuditEntry.objects.get(verb="newcomers.list.consulted").about
    assert set(shown) == {late.person_id, today.person_id, scene.case.person_id}


@pytest.mark.parametrize(("view", "shown"), [("a-prendre", "free"), ("les-miennes", "mine"), ("en-retard", "free")])
def test_the_page_narrows(scene, view, shown) -> None:
    free = scene.case
    Case.objects.filter(pk=free.pk).update(first_contact_due_on=date(2021, 7, 1))
    mine = CaseFactory.create(
        service_point=free.service_point,
        agent=scene.agent,
        first_contact_at=None,
        first_contact_due_on=date(2021, 7, 21),
    )
    text = text_of(scene.client().get(url("requests"), {"vue": view}))
    expected = {"free": free, "mine": mine}[shown]
    other = mine if shown == "free" else free
    assert expected.person.full_name in text
    assert other.person.full_name not in text


def test_the_same_number_of_statements_for_one_request_and_for_three(scene) -> None:
    client = scene.client()
    client.get(url("requests"), {"tous": ""})
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            client.get(url("requests"), {"tous": ""})
        counts.append(len(captured))
        CaseFactory.create_batch(2, service_point=scene.case.service_point, **NEW)
    assert counts[0] == counts[1] <= 14


def test_taking_without_script_comes_back_with_an_undo(scene) -> None:
    client = scene.client()
    answer = client.post(url("request_take", scene.case), {"retour": "/ma-journee/"})
    assert answer.headers["Location"] == "/ma-journee/"
    page = client.get(url("requests"), {"tous": ""})
    assert url("request_release", scene.case) in page.content.decode()
    assert client.post(url("request_release", scene.case)).headers["Location"] == url("requests")
    assert fresh(scene.case).agent is None


def test_taking_in_place_answers_the_line_and_the_toast(scene) -> None:
    answer = scene.client().post(url("request_take", scene.case), headers=IN_PLACE)
    page = answer.content.decode()
    assert page.count("<tr>") == 1
    assert "Suivie par vous" in page
    assert "hx-swap-oob" in page
    assert url("request_release", scene.case) in page
    assert "<html" not in page


def test_taking_what_someone_has_says_so(scene) -> None:
    take(case=scene.case, by=scene.colleague, at=AT)
    assert "suit déjà ce dossier" in text_of(scene.client().post(url("request_take", scene.case), headers=IN_PLACE))
    client = scene.client()
    client.post(url("request_take", scene.case))
    assert "suit déjà ce dossier" in text_of(client.get(url("requests"), {"tous": ""}))


def test_another_site_is_never_gone_back_to(scene) -> None:
    answer = scene.client().post(url("request_take", scene.case), {"retour": "https://ailleurs.example/"})
    assert answer.headers["Location"] == url("requests")


def contact(scene: Scene, **more: Any):
    headers = more.pop("headers", None)
    return scene.client().post(url("request_contact", scene.case), {"channel": "phone"} | more, headers=headers)


def test_the_first_contact_form_says_how_to_reach_the_person(scene) -> None:
    person = scene.case.person
    person.phone, person.may_leave_message = "+14185550142", False
    person.save()
    text = text_of(scene.client().get(url("request_contact", scene.case)))
    assert "418 555-0142" in text
    assert "Ne laissez pas de message." in text


def test_the_first_contact_is_noted_in_place_and_the_line_leaves(scene) -> None:
    opened = scene.client().get(url("request_contact", scene.case), headers=IN_PLACE).content.decode()
    assert opened.strip().startswith("<tr>")
    assert "<html" not in opened
    page = contact(scene, is_reached="oui", headers=IN_PLACE).content.decode()
    assert "<tr>" not in page
    assert "Le premier contact avec" in page
    assert fresh(scene.case).first_contact_at == AT
    note = ContactNote.objects.get()
    assert url("request_contact_undo", scene.case, note) in page
    scene.client().post(url("request_contact_undo", scene.case, note))
    assert fresh(scene.case).first_contact_at is None


def test_a_first_contact_asks_whether_the_person_was_reached(scene) -> None:
    assert "Choisissez une réponse." in text_of(contact(scene, text="Bonjour"))
    assert "Bonjour" in text_of(contact(scene, text="Bonjour"))
    assert not ContactNote.objects.exists()


def test_from_the_first_contact_one_goes_on_to_the_free_slots_then_back_to_the_list(scene) -> None:
    works(scene.agent, scene.case.service_point)
    booking = f"{url('appointment_book', scene.case)}?retour=/demandes/"
    to_booking = {"is_reached": "oui", "suite": "rendez-vous", "retour": "/demandes/"}
    assert contact(scene, **to_booking).headers["Location"] == booking
    assert fresh(scene.case).first_contact_at == AT
    page = scene.client().get(booking)
    start = page.context["offer"].starts[0].isoformat()
    answer = scene.client().post(booking + "&mode=phone", {"start": start})
    assert answer.headers["Location"] == "/demandes/"


def test_in_place_the_browser_is_told_to_go_to_the_slots(scene) -> None:
    answer = contact(scene, is_reached="oui", suite="rendez-vous", retour="/", headers=IN_PLACE)
    assert answer.headers["HX-Redirect"] == f"{url('appointment_book', scene.case)}?retour=/"


def test_without_an_answer_no_slot_is_offered(scene) -> None:
    assert contact(scene, is_reached="non", suite="rendez-vous").headers["Location"] == url("requests")


def test_a_request_of_mine_may_be_booked_from_its_line(scene) -> None:
    booking = f"{url('appointment_book', scene.case)}?retour="
    assert booking not in text_of(scene.client().get(url("requests"), {"tous": ""}))
    take(case=scene.case, by=scene.agent, at=AT)
    assert booking in text_of(scene.client().get(url("requests"), {"tous": ""}))


def test_a_director_assigns_from_the_page(scene) -> None:
    director = director_of(scene.case)
    page = text_of(scene.client(director).get(url("requests"), {"tous": ""}))
    assert "Attribuer" in page
    assert "Prendre" not in page
    answer = scene.client(director).post(url("request_assign", scene.case), {"to": str(scene.agent.pk)})
    assert answer.headers["Location"] == url("requests")
    assert fresh(scene.case).agent == scene.agent


def test_requests_ticked_are_taken_or_given_at_once(scene) -> None:
    waiting = [CaseFactory.create(service_point=scene.case.service_point, **NEW) for _ in range(3)]
    client, director = scene.client(), scene.client(director_of(scene.case))
    mine, theirs = (text_of(each.get(url("requests"), {"tous": ""})) for each in (client, director))
    taken, give = url("batch_take"), url("batch_choose", "confier")
    assert taken in mine
    assert give not in mine
    assert give in theirs
    assert taken not in theirs
    for page in (mine, theirs):
        assert f'value="{waiting[0].pk}"' in page
    back = url("requests")
    answer = client.post(taken, {"ligne": [case.pk for case in waiting[:2]], "retour": back}, follow=True)
    assert "2 dossiers sont à vous." in text_of(answer)
    assert Case.objects.filter(agent=scene.agent, pk__in=[case.pk for case in waiting]).count() == 2
    answer = director.post(give, {"ligne": [waiting[2].pk], "retour": back})
    assert answer.headers["Location"].startswith(url("batch_assign"))


def test_nothing_waits(scene) -> None:
    empty = user_as("integration_agent")
    assert "Aucune demande en attente" in text_of(scene.client(empty).get(url("requests"), {"tous": ""}))
    assert "Voir toutes les demandes" in text_of(scene.client(empty).get(url("requests"), {"vue": "en-retard"}))
