"""The list of what was sent as a spreadsheet: what the screen shows, whole, and nothing else."""

import csv
import io
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ancrage.audit.models import AuditEntry
from ancrage.core import now
from ancrage.referrals.actions.answering import accept
from tests.factories.newcomers import CaseFactory
from tests.newcomers.scene import Scene, a_scene, text_of, url
from tests.referrals.sent import sent_tie

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return a_scene(person__given_names="Leïla", person__family_names="Haddad")


def exported(scene: Scene, **query: Any) -> list[list[str]]:
    answer = scene.client().get(url("sent_export", "csv"), {"tri": "tous", **query})
    assert answer.status_code == 200
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


def test_the_file_is_the_screen(scene: Scene) -> None:
    ties = [sent_tie(case=scene.case, referral__created_by=scene.agent) for _ in range(3)]
    accept(referral=ties[0].referral, by=ties[0].referral.links.get(), at=now())
    query = {"tri": "tous", "col": ["state", "sender", "agent"]}
    client = scene.client()
    page = client.get(url("sent_referrals"), query)
    head, *rows = exported(scene, **query)
    assert head == ["Personne", "Dossier", "Aiguillage", "État", "Envoyé par", "Suivi par"]
    assert [row[2] for row in rows] == [tie.referral.reference for tie in page.context["page"].rows]
    assert {row[0] for row in rows} == {"Leïla Haddad"} and {row[5] for row in rows} == {scene.agent.full_name}
    assert sorted(row[3] for row in rows) == ["Accepté", "Envoyé", "Envoyé"]
    assert f"{url('sent_export', 'xlsx')}?tri=tous&col=state&col=sender&col=agent" in text_of(page)
    # The columns chosen come back with the next visit.
    assert [column.code for column in client.get(url("sent_referrals")).context["columns"]] == query["col"]


def test_the_sort_and_mine_are_kept_and_nothing_out_of_reach_is_given(scene: Scene) -> None:
    mine = sent_tie(case=scene.case)
    theirs = sent_tie(case=CaseFactory.create(service_point=scene.case.service_point, agent=scene.colleague))
    sent_tie(case=CaseFactory.create())
    restricted = sent_tie(case=scene.case, referral__is_restricted=True)
    accept(referral=theirs.referral, by=theirs.referral.links.get(), at=now())
    given = {row[2] for row in exported(scene)[1:]}
    assert given == {mine.referral.reference, theirs.referral.reference}
    assert restricted.referral.reference not in given
    assert [row[2] for row in exported(scene, tri="reponses")[1:]] == [theirs.referral.reference]
    assert [row[2] for row in exported(scene, moi="")[1:]] == [mine.referral.reference]
    entry = AuditEntry.objects.filter(verb="newcomers.referrals_export.consulted").order_by("pk")[0]
    assert set(entry.about) == {one for tie in (mine, theirs) for one in (tie.case_id, tie.case.person_id)}


@pytest.mark.parametrize("address", ["sent_referrals", "sent_export"])
def test_as_many_statements_for_three_as_for_one(scene: Scene, address: str) -> None:
    arguments = ["csv"] if address == "sent_export" else []
    columns = {"tri": "tous", "col": ["service", "organization", "sender", "agent", "point"]}

    def asked() -> int:
        client = scene.client()
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(url(address, *arguments), columns)
            assert answer.status_code == 200
            _ = b"".join(answer.streaming_content) if answer.streaming else answer.content
        return len(captured)

    sent_tie(case=scene.case)
    one = asked()
    for _more in range(2):
        case = CaseFactory.create(service_point=scene.case.service_point, agent=scene.colleague)
        sent_tie(case=case)
    assert asked() == one


def test_the_list_is_narrowed_as_that_of_dossiers_and_its_file_with_it(scene: Scene) -> None:
    mine = sent_tie(case=scene.case)
    theirs = sent_tie(case=CaseFactory.create(service_point=scene.case.service_point, agent=scene.colleague))
    client, query = scene.client(), {"tri": "tous", "agent": str(scene.colleague.pk)}
    assert "Nom, numéro ou coordonnée" not in text_of(client.get(url("sent_referrals"), {"tri": "tous"}))
    page = client.get(url("sent_referrals"), query)
    assert [tie.pk for tie in page.context["page"].rows] == [theirs.pk]
    # From one sort to the other, the filter stays.
    assert f"?agent={scene.colleague.pk}&tri=attente" in text_of(page).replace("&amp;", "&")
    assert [row[2] for row in exported(scene, **query)[1:]] == [theirs.referral.reference]
    found = client.get(url("sent_referrals"), {"tri": "tous", "q": "haddad"}).context["page"].rows
    assert [tie.pk for tie in found] == [mine.pk]
