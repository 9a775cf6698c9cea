"""The list of appointments."""

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from time_machine import travel

from ancrage.agenda.models import Appointment, AppointmentState
from ancrage.audit.models import AuditEntry
from ancrage.core.paging import page_by_moment
from ancrage.newcomers.models import Case, CaseAppointment, SavedView
from ancrage.newcomers.queries.meeting_columns import COLUMNS
from ancrage.newcomers.queries.meetings import START, fetching, meetings
from tests.factories.accounts import user_as
from tests.factories.agenda import AppointmentFactory, RoomFactory, span
from tests.factories.newcomers import CaseAppointmentFactory, CaseFactory, CircleMemberFactory
from tests.factories.territory import MunicipalityFactory
from tests.newcomers.scene import Scene, a_scene, director_of, text_of, url

pytestmark = pytest.mark.django_db
AT = datetime(2021, 7, 14, 14, 0, tzinfo=UTC)
"""Wednesday, 10 h in Québec."""


@pytest.fixture(autouse=True)
def _now() -> object:
    with travel(AT, tick=False):
        yield


@pytest.fixture
def scene() -> Scene:
    return a_scene(person__given_names="Leïla", person__family_names="Haddad")


def met(case: Case, hours: float, state: str = "planned", tie: dict[str, Any] | None = None, **fields: Any) -> str:
    """An appointment so many hours from now, and its key."""
    start = AT + timedelta(hours=hours)
    fields = {"worker": case.agent, "service_point": case.service_point} | fields
    row = AppointmentFactory.create(during=span(start, start + timedelta(minutes=30)), **fields)
    if state != "planned":
        decided = {"state": state, "decided_at": AT, "decided_by": row.worker}
        Appointment.objects.filter(pk=row.pk).update(**decided)
    CaseAppointmentFactory.create(case=case, appointment=row, **(tie or {}))
    return str(row.pk)


def shown(scene: Scene, user: Any = None, **query: Any) -> list[str]:
    page = scene.client(user).get(url("meetings"), {"tous": "", **query})
    assert page.status_code == 200
    return [str(row.pk) for row in page.context["page"].rows]


def another(scene: Scene, **fields: Any) -> Case:
    return CaseFactory.create(service_point=scene.case.service_point, **({"agent": scene.agent} | fields))


# What does not belong


@pytest.mark.parametrize(
    "query",
    [
        *({"when": "jamais"}, {"state": "rien"}, {"mode": "x"}, {"agent": "personne"}, {"point": "x"}),
        *({"since": "hier"}, {"until": "2021-13-45"}, {"apres": "x"}, {"avant": "W10"}),
    ],
)
def test_what_cannot_be_read_narrows_nothing(scene, query) -> None:
    row = met(scene.case, 2)
    assert shown(scene, **query) == [row]


def test_another_kind_of_file_does_not_exist(scene) -> None:
    assert scene.client().get(url("meetings_export", "pdf"), {"tous": ""}).status_code == 404


def test_out_of_reach_restricted_and_moved_ones_are_absent(scene) -> None:
    hidden = another(scene, is_restricted=True)
    elsewhere = CaseFactory.create(agent=user_as("integration_agent"))
    kept, _far = met(hidden, 1), met(elsewhere, 2)
    met(scene.case, 3, state=AppointmentState.MOVED)
    # Someone of the service alone, nobody's dossier: a block of a group.
    AppointmentFactory.create(worker=scene.agent, during=span(AT, AT + timedelta(minutes=15)))
    assert shown(scene) == []
    assert shown(scene, q="Haddad") == []
    CircleMemberFactory.create(case=hidden, user=scene.agent)
    assert shown(scene) == [kept]


def test_a_day_that_cannot_be_read_is_said_beside_its_field(scene) -> None:
    page = text_of(scene.client().get(url("meetings"), {"since": "hier"}))
    assert 'value="hier"' in page and "Écrivez la date dans l’ordre année-mois-jour" in page


# What does


def test_opened_bare_it_shows_what_comes_the_soonest_first(scene) -> None:
    later, soon = met(scene.case, 48), met(scene.case, 1)
    met(scene.case, -1)
    answer = scene.client().get(url("meetings"))
    assert answer.headers["Location"] == f"{url('meetings')}?when=a-venir"
    page = scene.client().get(answer.headers["Location"])
    assert [str(row.pk) for row in page.context["page"].rows] == [soon, later]
    text = text_of(page)
    assert "2 rendez-vous" in text and "11 h" in text and "mercredi 14 juillet 2021" in text
    assert f'href="{url("appointments", scene.case)}"' in text
    [entry] = AuditEntry.objects.filter(verb="newcomers.meetings.consulted")
    assert set(entry.about) == {scene.case.person_id}


def test_filters_keep_what_they_say(scene) -> None:
    theirs = another(
        scene,
        agent=scene.colleague,
        person__municipality=MunicipalityFactory.create(mrc__region=scene.case.region),
    )
    room = RoomFactory.create(service_point=scene.case.service_point)
    old = met(scene.case, -24 * 30, state="absent")
    monday = met(scene.case, -48, state="present")
    waits = met(scene.case, -1)
    soon = met(scene.case, 1, mode="place", room=room)
    tomorrow = met(theirs, 24, state="off_person")
    next_week = met(theirs, 24 * 6, mode="video")
    past, coming = [waits, monday, old], [soon, tomorrow, next_week]
    assert shown(scene) == [*reversed(coming), *past]
    assert shown(scene, when="a-venir") == coming
    assert shown(scene, when="passes") == past
    assert shown(scene, when="aujourdhui") == [waits, soon]
    assert shown(scene, when="demain") == [tomorrow]
    assert shown(scene, when="semaine") == [monday, waits, soon, tomorrow]
    assert shown(scene, since="2021-07-14") == [waits, *coming]
    assert shown(scene, since="2021-07-14", until="2021-07-15") == [waits, soon, tomorrow]
    assert shown(scene, until="2021-07-12", when="passes") == [monday, old]
    assert shown(scene, state="a-noter") == [waits]
    assert shown(scene, state="prevus") == [next_week, soon, waits]
    assert shown(scene, state="absences") == [old] and shown(scene, state="presences") == [monday]
    assert shown(scene, state="annules") == [tomorrow]
    assert shown(scene, mode="place") == [soon]
    assert shown(scene, agent=str(scene.colleague.pk)) == [next_week, tomorrow]
    assert shown(scene, q="haddad", when="a-venir") == [soon]
    assert shown(scene, q=theirs.reference, when="a-venir") == [tomorrow, next_week]
    mrc = theirs.person.municipality.mrc_id
    assert shown(scene, director_of(theirs), mrc=str(mrc), when="a-venir") == [tomorrow, next_week]


def test_the_point_is_where_one_meets(scene) -> None:
    director = director_of(scene.case)
    other = CaseFactory.create(agent=scene.colleague, region=scene.case.region, service_point__region=scene.case.region)
    here, there = met(scene.case, 1), met(other, 2)
    met_here = met(other, 3, service_point=scene.case.service_point)
    assert shown(scene, director, when="a-venir") == [here, there, met_here]
    point = str(scene.case.service_point_id)
    assert shown(scene, director, when="a-venir", point=point) == [here, met_here]


def test_who_left_is_still_found_by_whom_they_met(scene) -> None:
    gone = user_as("integration_agent")
    row = met(scene.case, -5, worker=gone)
    met(scene.case, -9)
    page = scene.client().get(url("meetings"), {"agent": str(gone.pk)})
    assert [str(one.pk) for one in page.context["page"].rows] == [row]
    assert gone.full_name in text_of(page)


@pytest.mark.parametrize("few", [True, False])
@pytest.mark.parametrize("when", ["", "a-venir"])
def test_pages_follow_one_another_and_come_back(scene, few, when) -> None:
    for n in range(7):
        case = another(scene, agent=user_as("integration_agent"))
        # Some at the same hour.
        met(case, 1 + n // 2)
    filters: Any = {"when": when, "since": AT} if when else {}
    columns = [column.worded() for column in COLUMNS.values()]
    fetch, seen, back = fetching(scene.access(), filters, columns, few=few), [], []

    def asked(query: str) -> Any:
        return page_by_moment(fetch, START, QueryDict(query.removeprefix("?")), descending=not when, size=2)

    page = asked("")
    while True:
        seen += page.rows
        if not page.next:
            break
        page = asked(page.next)
    while True:
        back = page.rows + back
        if not page.previous:
            break
        page = asked(page.previous)
    whole = sorted(meetings(scene.access(), filters), key=lambda row: (row.starts_at, row.pk), reverse=not when)
    assert len(seen) == 7
    assert seen == whole == back


def test_the_file_is_the_screen(scene) -> None:
    met(scene.case, 1, subject="=1+1", interpreter_language="ar", tie={"confirmed_at": AT})
    met(scene.case, -1, tie={"move_asked_at": AT, "move_reason": "Rendez-vous médical"})
    query = {"tous": "", "col": [*COLUMNS]}
    client = scene.client()
    page = client.get(url("meetings"), query)
    answer = client.get(url("meetings_export", "csv"), query)
    head, *rows = csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig")), delimiter=";")
    assert head[:6] == ["Personne", "Numéro", "Jour", "Heure", "Durée (minutes)", "Objet"]
    assert head[2:] == [str(column.label) for column in page.context["columns"]]
    assert rows[0][:6] == ["Leïla Haddad", scene.case.reference, "2021-07-14", "11\xa0h", "30", "'=1+1"]
    assert [dict(zip(head, row, strict=True))["État"] for row in rows] == ["Prévu", "Présence à noter"]
    said = [dict(zip(head, row, strict=True))["Réponse de la personne"] for row in rows]
    assert said == ["Confirmé", "Demande de le déplacer"]
    assert dict(zip(head, rows[0], strict=True))["Interprète"] == "arabe"
    text = text_of(page)
    assert "Présence à noter" in text and "Demande de le déplacer" in text and "arabe" in text
    assert f"{url('meetings_export', 'xlsx')}?tous=&col=day&col=hour" in text
    [entry] = AuditEntry.objects.filter(verb="newcomers.meetings_export.consulted")
    assert set(entry.about) == {scene.case.person_id}


def test_filters_columns_and_views_come_back_and_are_shared(scene) -> None:
    met(scene.case, 1)
    client = scene.client()
    query = {"when": "semaine", "mode": "phone", "col": ["hour", "mrc"], "q": "Haddad", "since": "2021-07-01"}
    page = client.get(url("meetings"), query)
    save = f"{url('view_save', 'rendez-vous')}?{page.context['view']}"
    kept = "when=semaine&mode=phone&col=hour&col=mrc"
    assert client.post(save, {"name": "Au téléphone"}).headers["Location"] == f"{url('meetings')}?{kept}"
    assert SavedView.objects.get().query == kept
    # Neither a name nor a day comes back by itself.
    assert client.get(url("meetings")).headers["Location"] == f"{url('meetings')}?{kept}"
    shared = text_of(scene.client(scene.colleague).get(f"{url('meetings')}?{kept}"))
    assert scene.case.reference in shared and "Au téléphone" not in shared
    assert "Au téléphone" in text_of(client.get(url("meetings"), {"tous": ""}))
    assert "Au téléphone" not in text_of(client.get(url("overdue"), {"tous": ""}))


def test_attendance_is_noted_from_the_line_undone_and_one_stays_in_the_list(scene) -> None:
    waits, coming = met(scene.case, -1), met(scene.case, 24)
    client, here = scene.client(), f"{url('meetings')}?state=a-noter"
    tie = CaseAppointment.objects.get(appointment=waits)
    settle = url("appointment_settle", scene.case, tie)
    assert f'action="{settle}"' in text_of(client.get(here))
    answer = client.post(settle, {"state": "present", "retour": here}, follow=True)
    assert answer.redirect_chain[-1][0] == here
    assert Appointment.objects.get(pk=waits).state == "present"
    assert url("appointment_again", scene.case, tie) in text_of(
        answer
    ) and "Aucun rendez-vous ne correspond" in text_of(answer)
    ahead = text_of(client.get(f"{url('meetings')}?when=a-venir"))
    later = CaseAppointment.objects.get(appointment=coming)
    assert url("appointment_settle", scene.case, later) not in ahead
    assert url("appointment_move", scene.case, later) in ahead
    # Whoever reads alone notes nothing.
    director = text_of(scene.client(director_of(scene.case)).get(f"{url('meetings')}?tous"))
    assert scene.case.reference in director and url("appointment_move", scene.case, later) not in director


def test_several_are_written_to_from_here_and_one_comes_back(scene) -> None:
    met(scene.case, 1)
    client, here = scene.client(), f"{url('meetings')}?when=a-venir"
    page = text_of(client.get(here))
    assert f'value="{scene.case.pk}"' in page and "Avertir" in page
    chosen = {"ligne": [str(scene.case.pk)] * 2, "retour": here}
    asked = client.post(url("batch_choose", "ecrire"), chosen, follow=True)
    assert asked.context["back"] == here and asked.context["list_name"] == "Rendez-vous"


def test_a_desk_prints_names_and_hours_alone(scene, monkeypatch) -> None:
    point = str(scene.case.service_point_id)
    met(scene.case, 1, subject="Violence", interpreter_language="ar")
    met(another(scene, person__family_names="Annulée"), 2, state="off_person", worker=scene.colleague)
    met(another(scene, person__family_names="Demain"), 24)
    query = {"when": "aujourdhui", "point": point}
    assert f"{url('meetings_print')}?when=aujourdhui&point={point}" in text_of(
        scene.client().get(url("meetings"), query)
    )
    text = text_of(scene.client().get(url("meetings_print"), query))
    assert "Haddad" in text and "11 h" in text and "mercredi 14 juillet 2021" in text
    for absent in ("Violence", scene.case.reference, "Annulée", "Demain"):
        assert absent not in text
    [entry] = AuditEntry.objects.filter(verb="newcomers.meetings_printed.consulted")
    assert set(entry.about) == {scene.case.person_id}
    monkeypatch.setattr("ancrage.newcomers.views.meetings._PRINTED", 1)
    assert "Seuls les 1 premiers sont ici" in text_of(scene.client().get(url("meetings_print"), {"when": "a-venir"}))


def test_nothing_yet_and_nothing_so_are_told_apart(scene) -> None:
    client = scene.client()
    assert "Aucun rendez-vous encore" in text_of(client.get(url("meetings"), {"tous": ""}))
    assert "Aucun rendez-vous ne correspond" in text_of(client.get(url("meetings"), {"when": "demain"}))


@pytest.mark.parametrize("typed", ["", "Haddad"])
def test_as_many_statements_for_three_as_for_one(scene, typed) -> None:
    columns = {"tous": "", "col": [*COLUMNS], "q": typed}

    def asked(address: str) -> int:
        client = scene.client()
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(address, columns)
            assert answer.status_code == 200
            _ = b"".join(answer.streaming_content) if answer.streaming else answer.content
        return len(captured)

    met(scene.case, 1)
    addresses = [url("meetings"), url("meetings_export", "csv"), url("meetings_print")]
    before = [asked(address) for address in addresses]
    for n in range(2):
        case = another(scene, person__family_names="Haddad", person__municipality=MunicipalityFactory.create())
        met(case, 2 + n, mode="place", room=RoomFactory.create(service_point=case.service_point))
    assert [asked(address) for address in addresses] == before
    assert max(before) <= 14
