"""The list of dossiers as a spreadsheet: what the screen shows, whole, and nothing else."""

import csv
import io
import re
import zipfile
from datetime import UTC, datetime, timedelta
from unittest import mock

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ancrage.audit.models import AuditEntry
from ancrage.newcomers.models import Case, CaseState, Person
from tests.factories.accounts import user_as
from tests.factories.newcomers import CaseFactory, CircleMemberFactory, FollowUpFactory, PersonFactory
from tests.factories.plans import ActionPlanFactory
from tests.newcomers.scene import Scene, a_scene, text_of, url

pytestmark = pytest.mark.django_db
AT = datetime(2021, 7, 14, 12, 0, tzinfo=UTC)


@pytest.fixture
def scene() -> Scene:
    return a_scene(person=PersonFactory.create(given_names="Leïla", family_names="Haddad"))


def exported(scene: Scene, user=None, **query) -> list[list[str]]:
    answer = scene.client(user).get(url("cases_export", "csv"), {"state": "", **query})
    assert answer.status_code == 200
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


def consulted() -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(verb="newcomers.export.consulted").order_by("pk"))


def test_the_file_is_the_screen(scene) -> None:
    """The same dossiers in the same order, under the same filters, with the columns chosen."""
    for n in range(60):
        CaseFactory.create(
            service_point=scene.case.service_point,
            requested_at=AT - timedelta(hours=n),
            state=CaseState.REQUESTED if n % 2 else CaseState.ACTIVE,
        )
    query = {"state": "requested", "col": ["state", "requested", "point"]}
    client, page, seen = scene.client(), None, []
    while page is None or page.context["page"].next:
        page = client.get(url("cases") + page.context["page"].next) if page else client.get(url("cases"), query)
        seen += [case.reference for case in page.context["page"].rows]
    head, *rows = exported(scene, **query)
    assert head == ["Personne", "Numéro", "Point de services", "État", "Reçu"]
    assert [row[1] for row in rows] == seen
    assert len(seen) == 30
    assert {row[3] for row in rows} == {"Demande reçue"}
    assert f"{url('cases_export', 'xlsx')}?" in text_of(page)


def test_out_of_reach_and_restricted_dossiers_are_not_exported(scene) -> None:
    CaseFactory.create()
    CaseFactory.create(service_point=scene.case.service_point, is_restricted=True)
    named = CaseFactory.create(service_point=scene.case.service_point, is_restricted=True)
    CircleMemberFactory.create(case=named, user=scene.agent)
    rows = exported(scene)[1:]
    assert {row[1] for row in rows} == {scene.case.reference, named.reference}
    assert next(row[3] for row in rows if row[1] == named.reference) == "En accompagnement, accès restreint"
    [entry] = consulted()
    assert set(entry.about) == {scene.case.person_id, named.person_id}
    assert entry.actor == scene.agent.actor_ref


def test_a_name_is_never_a_formula(scene) -> None:
    for typed in ("=1+1", "+1", "-1", "@x", "\t=1"):
        CaseFactory.create(service_point=scene.case.service_point, person__given_names=typed, person__family_names="X")
    names = {row[0] for row in exported(scene)[1:]}
    assert names == {"Leïla Haddad", "'=1+1 X", "'+1 X", "'-1 X", "'@x X", "'\t=1 X"}
    answer = scene.client().get(url("cases_export", "xlsx"), {"state": ""})
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as book:
        page = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in page
    assert "=1+1 X" in page


def test_the_file_says_its_kind_and_its_day(scene) -> None:
    answer = scene.client().get(url("cases_export", "xlsx"), {"state": ""})
    assert re.search(r'filename="dossiers-\d{4}-\d\d-\d\d\.xlsx"', answer["Content-Disposition"])
    assert answer["Cache-Control"] == "no-store, private"
    assert b"".join(answer.streaming_content).startswith(b"PK")
    assert scene.client().get(url("cases_export", "pdf"), {"state": ""}).status_code == 404


def many(scene: Scene, count: int) -> None:
    persons = Person.objects.bulk_create(PersonFactory.build_batch(count, municipality=scene.case.person.municipality))
    plans = type(scene.case.plan).objects.bulk_create(ActionPlanFactory.build_batch(count))
    Case.objects.bulk_create(
        CaseFactory.build(
            person=person,
            plan=plan,
            service_point=scene.case.service_point,
            region=scene.case.region,
            agent=scene.agent,
        )
        for person, plan in zip(persons, plans, strict=True)
    )


def test_three_thousand_rows_ask_as_many_statements_as_one(scene) -> None:
    client = scene.client()
    columns = {"state": "", "col": ["mrc", "agent", "follow_up", "reason", "point"]}
    b"".join(client.get(url("cases_export", "csv"), columns).streaming_content)
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(url("cases_export", "csv"), columns)
            lines = b"".join(answer.streaming_content).count(b"\r\n")
        counts.append((len(captured), lines))
        if lines == 2:
            many(scene, 2999)
    assert [lines for _count, lines in counts] == [2, 3001]
    assert counts[0][0] == counts[1][0] <= 14


def test_a_large_export_is_several_entries_of_one_moment(scene) -> None:
    CaseFactory.create_batch(4, service_point=scene.case.service_point)
    with mock.patch("ancrage.accounts.pages.MOST_IDS", 2):
        rows = exported(scene)[1:]
    entries = consulted()
    assert [len(entry.about) for entry in entries] == [2, 2, 1]
    assert len({entry.at for entry in entries}) == 1
    assert {pk for entry in entries for pk in entry.about} == set(
        Case.objects.filter(reference__in=[row[1] for row in rows]).values_list("person", flat=True)
    )


def test_an_export_of_nothing_says_so_in_the_register(scene) -> None:
    assert len(exported(scene, user_as("integration_agent"))) == 1
    [entry] = consulted()
    assert entry.about == []


# Columns and what is to be done


def test_columns_are_chosen_and_kept(scene) -> None:
    FollowUpFactory.create(case=scene.case)
    client = scene.client()
    text = text_of(client.get(url("cases"), {"state": "", "col": ["origin", "follow_up"]}))
    assert "4 août 2021" in text
    assert 'data-label="Prochain suivi"' in text
    assert 'data-label="Municipalité"' not in text
    assert 'data-label="Prochain suivi"' in text_of(client.get(f"{url('cases')}?tous"))
    assert "col=follow_up" in client.get(url("cases")).headers["Location"]
    assert 'data-label="Municipalité"' in text_of(client.get(url("cases"), {"state": "", "col": ["perdue"]}))


@pytest.mark.parametrize("due", ["a-joindre", "en-retard", "suivi-en-retard", "joints"])
def test_what_is_to_be_done_narrows_the_list(scene, due) -> None:
    point = scene.case.service_point
    waits = {"service_point": point, "state": CaseState.REQUESTED, "first_contact_at": None}
    soon = CaseFactory.create(**waits, first_contact_due_on=datetime(2100, 1, 1, tzinfo=UTC).date())
    late = CaseFactory.create(**waits)
    followed = CaseFactory.create(service_point=point, first_contact_at=datetime(2020, 1, 1, tzinfo=UTC))
    FollowUpFactory.create(case=followed)
    scene.case.first_contact_at = datetime.now(UTC)
    scene.case.save()
    expected = {
        "a-joindre": {soon, late},
        "en-retard": {late},
        "suivi-en-retard": {followed},
        "joints": {scene.case},
    }
    assert {row[1] for row in exported(scene, due=due)[1:]} == {case.reference for case in expected[due]}
