"""Two at once, for real: two connections, two transactions."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from ancrage.core import Refused
from ancrage.core.ids import uuid7
from ancrage.newcomers.actions.inquiries import ask
from ancrage.newcomers.actions.intake import Entry, open_case, register
from ancrage.newcomers.actions.requests import take
from ancrage.newcomers.models import Case, CaseAssignment, CaseState, Inquiry, InquiryKind, Person
from tests.factories.newcomers import CaseFactory, PersonFactory
from tests.newcomers.scene import a_scene

pytestmark = pytest.mark.django_db(transaction=True)
AT = datetime(2021, 7, 14, 12, 0, tzinfo=UTC)


def together(*deeds: Callable[[], Any]) -> list[str]:
    """Do all of them at the same time; what each was refused with, empty for success."""
    barrier, said = Barrier(len(deeds)), []

    def run(deed: Callable[[], Any]) -> None:
        try:
            barrier.wait(timeout=10)
            deed()
            said.append("")
        except Refused as refusal:
            said.append(str(refusal))
        finally:
            connection.close()

    threads = [Thread(target=run, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(said)


def test_two_agents_enter_the_same_person() -> None:
    scene = a_scene()
    entry = Entry(person={"given_names": "Aya", "family_names": "Diop", "birth_on": date(1990, 2, 3)})
    point = scene.case.service_point

    def enter(by: Any) -> Callable[[], Any]:
        return lambda: register(case_id=uuid7(), entry=entry, service_point=point, searched_at=AT, by=by, at=AT)

    refused = together(enter(scene.agent), enter(scene.colleague))
    assert refused[0] == ""
    assert "vient d’être inscrite" in refused[1]
    assert Person.objects.filter(given_names="Aya").count() == 1


def test_two_clicks_open_one_dossier() -> None:
    scene, key = a_scene(), uuid7()
    entry, point = Entry(person={"given_names": "Aya"}), scene.case.service_point

    def enter() -> Any:
        return register(case_id=key, entry=entry, service_point=point, searched_at=AT, by=scene.agent, at=AT)

    assert together(enter, enter) == ["", ""]
    assert Case.objects.filter(pk=key).count() == Person.objects.filter(given_names="Aya").count() == 1


def test_two_agents_open_a_dossier_for_someone_known() -> None:
    scene, person = a_scene(), PersonFactory.create()
    where = {"person": person, "municipality": None, "service_point": scene.case.service_point, "at": AT}
    refused = together(
        lambda: open_case(case_id=uuid7(), by=scene.agent, **where),
        lambda: open_case(case_id=uuid7(), by=scene.colleague, **where),
    )
    assert refused == ["", "Cette personne a déjà un dossier ouvert."]


def test_two_agents_take_the_same_request() -> None:
    scene = a_scene(state=CaseState.REQUESTED, agent=None, first_contact_at=None)
    refused = together(
        lambda: take(case=scene.case, by=scene.agent, at=AT), lambda: take(case=scene.case, by=scene.colleague, at=AT)
    )
    assert refused[0] == ""
    assert "suit déjà ce dossier" in refused[1]
    assert CaseAssignment.objects.filter(case=scene.case).count() == 1


def test_the_last_question_of_the_day_is_put_once(settings) -> None:
    settings.ANCRAGE_INQUIRIES_PER_DAY = 1
    scene, cases = a_scene(), CaseFactory.create_batch(2)

    def put(case: Case) -> Callable[[], Any]:
        wanted = {"kind": InquiryKind.CHECK, "looked_for": "Aya", "note": ""}
        return lambda: ask(case_id=case.pk, by=scene.agent, at=AT, **wanted)

    refused = together(*(put(case) for case in cases))
    assert refused[0] == ""
    assert "Limite atteinte" in refused[1]
    assert Inquiry.objects.count() == 1
