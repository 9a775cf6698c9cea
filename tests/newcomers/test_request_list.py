"""The list of requests: its filters, its columns, its views, its file."""

import csv
import io
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine

from ancrage.audit.models import AuditEntry
from ancrage.newcomers.models import CaseState, SavedView
from tests.factories.newcomers import CaseFactory, PersonFactory
from tests.newcomers.scene import Scene, a_scene, text_of, url

pytestmark = pytest.mark.django_db
AT = datetime(2021, 7, 14, 12, 0, tzinfo=UTC)
NEW = {"state": CaseState.REQUESTED, "agent": None, "first_contact_at": None}


@pytest.fixture(autouse=True)
def _moment():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def scene() -> Scene:
    return a_scene(**NEW, person__given_names="Leïla", person__family_names="Haddad", person__origin_country="LB")


def another(scene: Scene, **fields: Any) -> Any:
    return CaseFactory.create(**{**NEW, "service_point": scene.case.service_point, **fields})


def exported(scene: Scene, **query: Any) -> list[list[str]]:
    answer = scene.client().get(url("requests_export", "csv"), query)
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig")), delimiter=";"))


def test_filters_appear_when_asked_for_and_stay_while_they_narrow(scene) -> None:
    other = another(scene)
    client = scene.client()
    plain = text_of(client.get(url("requests"), {"tous": ""}))
    assert "Nom, numéro ou coordonnée" not in plain
    assert "Filtrer, choisir les colonnes" in plain
    assert "Nom, numéro ou coordonnée" in text_of(client.get(url("requests"), {"filtres": ""}))
    found = text_of(client.get(url("requests"), {"q": "haddad", "vue": "a-prendre"}))
    assert scene.case.person.full_name in found
    assert other.person.full_name not in found
    # From one sort to the next, what was typed stays; it is not remembered.
    assert (
        f"{url('requests')}?q=haddad&amp;vue=en-retard" in found or f"{url('requests')}?q=haddad&vue=en-retard" in found
    )
    assert client.get(url("requests")).headers["Location"] == f"{url('requests')}?vue=a-prendre"


def test_columns_are_chosen_and_come_back_in_the_line_that_is_acted_on(scene) -> None:
    client = scene.client()
    text = text_of(client.get(url("requests"), {"vue": "", "col": ["origin", "way"]}))
    assert '<td data-label="Pays d’origine">Liban</td>' in text
    assert '<td data-label="Comment">Inscrite par un agent</td>' in text
    taken = client.post(
        url("request_take", scene.case), {"retour": url("requests")}, headers={"HX-Request": "true"}
    ).content.decode()
    assert '<td data-label="Pays d’origine">Liban</td>' in taken


def test_a_view_keeps_which_requests_and_which_columns(scene) -> None:
    client = scene.client()
    assert client.post(f"{url('view_save', 'demandes')}?vue=a-prendre&col=origin", {"name": "À prendre, par pays"})
    assert SavedView.objects.get().query == "vue=a-prendre&col=origin"
    page = text_of(client.get(url("requests"), {"tous": ""}))
    assert "À prendre, par pays" in page
    assert "À prendre, par pays" not in text_of(client.get(url("cases"), {"state": ""}))


def test_the_file_is_the_screen(scene) -> None:
    another(scene, person=PersonFactory.create(given_names="=1+1", family_names="", origin_country=""))
    CaseFactory.create(**NEW)
    another(scene, is_restricted=True)
    query = {"vue": "a-prendre", "col": ["origin", "way"]}
    screen = scene.client().get(url("requests"), query).context["page"].rows
    head, *rows = exported(scene, **query)
    assert head == [
        *("Personne", "Numéro", "Reçu", "Premier contact avant le", "Premier contact"),
        *("Pays d’origine", "Comment"),
    ]
    assert [row[1] for row in rows] == [case.reference for case in screen]
    assert {row[0] for row in rows} == {"Leïla Haddad", "'=1+1"}
    [entry] = AuditEntry.objects.filter(verb="newcomers.requests_export.consulted")
    assert set(entry.about) == {case.person_id for case in screen}
    assert scene.client().get(url("requests_export", "pdf")).status_code == 404


def test_what_cannot_be_read_narrows_nothing(scene) -> None:
    for query in ({"vue": "perdue"}, {"mrc": "x"}, {"agent": "x' OR 1=1"}, {"apres": "x"}):
        assert scene.case.person.full_name in text_of(scene.client().get(url("requests"), query))


def test_several_are_acted_on_from_here(scene) -> None:
    text = text_of(scene.client().get(url("requests"), {"tous": ""}))
    assert f'name="ligne" value="{scene.case.pk}"' in " ".join(text.split())
    assert url("batch_take") in text
