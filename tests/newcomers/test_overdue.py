"""The list of what is past its day."""

import csv
import io
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from time_machine import travel

from ancrage.audit.models import AuditEntry
from ancrage.core.paging import page_of_parts
from ancrage.newcomers.models import Case, CaseState, ClosingReason, Purpose, SavedView
from ancrage.newcomers.queries.overdue import DUE, KEY, fetching
from ancrage.referrals.actions.answering import accept
from ancrage.referrals.models import Referral, ReferralState
from tests.factories.accounts import user_as
from tests.factories.newcomers import (
    CaseFactory,
    CircleMemberFactory,
    ConsentFactory,
    FollowUpFactory,
    TaskFactory,
)
from tests.factories.plans import GoalFactory, NeedFactory, PlanActionFactory
from tests.newcomers.scene import Scene, a_scene, director_of, text_of, url
from tests.referrals.sent import sent_tie

pytestmark = pytest.mark.django_db
AT = datetime(2021, 7, 14, 14, 0, tzinfo=UTC)
OLD = datetime(2021, 1, 4, 14, 0, tzinfo=UTC)
TODAY = date(2021, 7, 14)
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture(autouse=True)
def _now() -> object:
    with travel(AT, tick=False):
        yield


@pytest.fixture
def scene() -> Scene:
    return a_scene(person__given_names="Leïla", person__family_names="Haddad", first_contact_at=AT)


def expired(case: Case, **fields: Any) -> Referral:
    referral = sent_tie(case=case, days_ago=60, consent__given_at=OLD, **fields).referral
    Referral.objects.filter(pk=referral.pk).update(state=ReferralState.EXPIRED)
    return referral


def action(case: Case, due_on: date = YESTERDAY, **need: Any) -> Any:
    return PlanActionFactory.create(
        goal=GoalFactory.create(need=NeedFactory.create(plan=case.plan, **need)), due_on=due_on
    )


def one_of_each(case: Case, agent: Any, days: int = 1) -> None:
    due = TODAY - timedelta(days=days)
    TaskFactory.create(case=case, assigned_to=agent, due_on=due)
    FollowUpFactory.create(case=case, due_on=due)
    action(case, due)
    expired(case)
    waits = {"state": CaseState.REQUESTED, "first_contact_at": None, "first_contact_due_on": due}
    CaseFactory.create(service_point=case.service_point, agent=agent, **waits)


def shown(scene: Scene, user: Any = None, **query: str) -> list[tuple[str, str]]:
    """Kind and dossier of each line."""
    page = scene.client(user).get(url("overdue"), {"tous": "", **query})
    assert page.status_code == 200
    return [(str(item.kind), item.case.reference) for item in page.context["items"]]


# What does not belong


@pytest.mark.parametrize("query", [{"kind": "rien"}, {"agent": "personne-du-tout"}, {"apres": "x"}, {"avant": "W10"}])
def test_what_cannot_be_read_narrows_nothing(scene, query) -> None:
    one_of_each(scene.case, scene.agent)
    assert len(shown(scene, **query)) == 5


def test_another_kind_of_file_does_not_exist(scene) -> None:
    assert scene.client().get(url("overdue_export", "pdf"), {"tous": ""}).status_code == 404


def test_out_of_reach_and_restricted_rows_are_absent(scene) -> None:
    point = scene.case.service_point
    elsewhere = CaseFactory.create()
    hidden = CaseFactory.create(service_point=point, is_restricted=True)
    for case in (elsewhere, hidden):
        one_of_each(case, user_as("integration_agent"))
    Case.objects.filter(first_contact_at=None, service_point=point).update(is_restricted=True)
    TaskFactory.create(case=scene.case, assigned_to=scene.agent, due_on=YESTERDAY, is_restricted=True)
    action(scene.case, is_restricted=True)
    expired(scene.case, referral__is_restricted=True)
    assert shown(scene) == []
    CircleMemberFactory.create(case=scene.case, user=scene.agent)
    assert sorted(kind for kind, _case in shown(scene)) == ["action", "aiguillage", "tache"]


def test_what_is_due_today_done_or_answered_is_not_late(scene) -> None:
    case = scene.case
    TaskFactory.create(case=case, assigned_to=scene.agent, due_on=TODAY)
    TaskFactory.create(case=case, assigned_to=scene.agent, due_on=YESTERDAY, done_at=AT)
    FollowUpFactory.create(case=case, due_on=YESTERDAY, state="done", done_on=TODAY)
    sent_tie(case=case)
    answered = sent_tie(case=case, days_ago=5, consent__given_at=OLD).referral
    accept(referral=answered, by=answered.links.get(), at=AT)
    read = expired(case)
    Referral.objects.filter(pk=read.pk).update(seen_at=AT)
    CaseFactory.create(
        service_point=case.service_point, state="requested", first_contact_at=None, first_contact_due_on=TODAY
    )
    closed = CaseFactory.create(
        service_point=case.service_point,
        state=CaseState.CLOSED,
        closed_at=AT,
        closing_reason=ClosingReason.objects.create(code="x", label_fr="X", label_en="X", position=1),
    )
    FollowUpFactory.create(case=closed, due_on=YESTERDAY)
    action(closed)
    assert shown(scene) == []
    ConsentFactory.create(case=closed, purposes=[Purpose.CONTACT_AFTER])
    assert shown(scene) == [("suivi", closed.reference)]


# What does


def test_each_kind_is_listed_the_oldest_first(scene) -> None:
    one_of_each(scene.case, scene.agent)
    TaskFactory.create(
        case=scene.case, assigned_to=scene.agent, due_on=TODAY - timedelta(days=400), text="La plus vieille"
    )
    page = scene.client().get(url("overdue"), {"tous": ""})
    kinds = [str(item.kind) for item in page.context["items"]]
    assert kinds[0] == "tache"
    assert sorted(kinds) == ["action", "aiguillage", "demande", "suivi", "tache", "tache"]
    days = [item.row.late_on for item in page.context["items"]]
    assert days == sorted(days)
    text = text_of(page)
    assert "6 retards" in text and "La plus vieille" in text and "275" in text
    assert url("referral", scene.case, Referral.objects.get()) in text
    [entry] = AuditEntry.objects.filter(verb="newcomers.overdue.consulted")
    assert scene.case.person_id in entry.about


def test_filters_keep_what_they_say(scene) -> None:
    one_of_each(scene.case, scene.agent)
    theirs = CaseFactory.create(service_point=scene.case.service_point, agent=scene.colleague, first_contact_at=AT)
    one_of_each(theirs, scene.colleague, days=3)
    helped = TaskFactory.create(case=theirs, assigned_to=scene.agent, due_on=YESTERDAY)
    assert len(shown(scene)) == 11
    mine = shown(scene, agent=str(scene.agent.pk))
    assert len(mine) == 6 and ("tache", helped.case.reference) in mine
    assert shown(scene, kind="suivi", agent=str(scene.colleague.pk)) == [("suivi", theirs.reference)]
    assert {case for _kind, case in shown(scene, q="haddad")} == {scene.case.reference}
    assert shown(scene, agent="personne") == []
    director = director_of(scene.case)
    assert len(shown(scene, director)) == 11
    assert len(shown(scene, director, agent=str(scene.agent.pk))) == 6


def test_pages_follow_one_another_and_come_back(scene) -> None:
    for days in range(1, 8):
        case = CaseFactory.create(service_point=scene.case.service_point, agent=scene.agent, first_contact_at=AT)
        one_of_each(case, scene.agent, days=1 + days // 3)
    fetch, seen, back = fetching(scene.access(), {}, TODAY, narrow=False), [], []
    whole = page_of_parts(fetch, DUE, KEY, QueryDict(), size=100).rows
    assert len(whole) == 35
    page = page_of_parts(fetch, DUE, KEY, QueryDict(), size=4)
    while True:
        seen += page.rows
        if not page.next:
            break
        page = page_of_parts(fetch, DUE, KEY, QueryDict(page.next.removeprefix("?")), size=4)
    while True:
        back = page.rows + back
        if not page.previous:
            break
        page = page_of_parts(fetch, DUE, KEY, QueryDict(page.previous.removeprefix("?")), size=4)
    assert [row.late_key for row in seen] == [row.late_key for row in whole] == [row.late_key for row in back]


def test_the_file_is_the_screen(scene) -> None:
    one_of_each(scene.case, scene.agent)
    TaskFactory.create(case=scene.case, assigned_to=scene.agent, due_on=YESTERDAY, text="=1+1")
    query = {"col": ["kind", "what", "due", "days", "point"], "tous": ""}
    client = scene.client()
    items = client.get(url("overdue"), query).context["items"]
    answer = client.get(url("overdue_export", "csv"), query)
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig")), delimiter=";"))
    assert rows[0] == ["Personne", "Numéro", "Genre", "À faire", "Prévu le", "Jours de retard", "Point de services"]
    assert [row[1] for row in rows[1:]] == [item.case.reference for item in items]
    assert "'=1+1" in {row[3] for row in rows}
    [entry] = AuditEntry.objects.filter(verb="newcomers.overdue_export.consulted")
    assert scene.case.person_id in entry.about


def test_filters_columns_and_views_come_back_and_are_shared(scene) -> None:
    one_of_each(scene.case, scene.agent)
    client = scene.client()
    page = client.get(url("overdue"), {"kind": "suivi", "col": ["what", "mrc"], "q": "Haddad"})
    save = f"{url('view_save', 'retards')}?{page.context['view']}"
    assert client.post(save, {"name": "Les suivis"}).headers["Location"] == (
        f"{url('overdue')}?kind=suivi&col=what&col=mrc"
    )
    assert SavedView.objects.get().query == "kind=suivi&col=what&col=mrc"
    assert "kind=suivi" in client.get(url("overdue")).headers["Location"]
    shared = text_of(scene.client(scene.colleague).get(f"{url('overdue')}?{SavedView.objects.get().query}"))
    assert scene.case.reference in shared and "Les suivis" not in shared
    assert "Les suivis" in text_of(client.get(url("overdue"), {"tous": ""}))
    assert "Les suivis" not in text_of(client.get(url("cases"), {"state": ""}))
    assert client.get(url("view_save", "inconnue")).status_code == 404


def test_days_late_are_working_days_as_among_the_requests(scene) -> None:
    # From Thursday the 8th to Wednesday the 14th.
    TaskFactory.create(case=scene.case, assigned_to=scene.agent, due_on=date(2021, 7, 8))
    assert (
        '<td data-label="Jours de retard">4</td>' in scene.client().get(url("overdue"), {"tous": ""}).content.decode()
    )


def test_several_are_acted_on_from_here_and_one_comes_back(scene) -> None:
    TaskFactory.create(case=scene.case, assigned_to=scene.agent, due_on=YESTERDAY)
    client, here = scene.client(), f"{url('overdue')}?kind=tache"
    shown = text_of(client.get(here))
    assert f'value="{scene.case.pk}"' in shown and "Avertir" in shown
    chosen = {"ligne": [str(scene.case.pk)], "retour": here}
    asked = client.post(url("batch_choose", "ecrire"), chosen, follow=True)
    assert asked.context["back"] == here and asked.context["list_name"] == "En retard"


def test_my_day_leads_to_mine(scene) -> None:
    address = f"{url('overdue')}?agent={scene.agent.pk}"
    assert f'href="{address}"' in scene.client().get(reverse("workspace:day")).content.decode()


def test_as_many_statements_for_three_as_for_one(scene) -> None:
    columns = {"tous": "", "col": ["kind", "what", "doer", "agent", "point", "mrc"]}

    def asked(address: str) -> int:
        client = scene.client()
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(address, columns)
            assert answer.status_code == 200
            _ = b"".join(answer.streaming_content) if answer.streaming else answer.content
        return len(captured)

    one_of_each(scene.case, scene.agent)
    addresses = [url("overdue"), url("overdue_export", "csv")]
    before = [asked(address) for address in addresses]
    for _more in range(2):
        case = CaseFactory.create(service_point=scene.case.service_point, agent=scene.colleague, first_contact_at=AT)
        one_of_each(case, scene.colleague)
    assert [asked(address) for address in addresses] == before
    assert max(before) <= 15
