import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from time_machine import travel

from ancrage.accounts.models import User
from ancrage.newcomers.models import Case, CaseState, Task
from tests.factories.accounts import signed_in, user_as
from tests.factories.newcomers import (
    CaseFactory,
    CaseReferralFactory,
    FollowUpFactory,
    TaskFactory,
)
from tests.factories.plans import GoalFactory, NeedFactory, PlanActionFactory
from tests.factories.territory import ServicePointFactory

pytestmark = pytest.mark.django_db
AT = datetime(2021, 7, 14, 14, 0, tzinfo=UTC)
TODAY = date(2021, 7, 14)


@pytest.fixture(autouse=True)
def _now() -> object:
    with travel(AT, tick=False):
        yield


@pytest.fixture
def agent() -> User:
    return user_as("integration_agent", ServicePointFactory.create(), full_name="Maude Thériault")


def entered(user: User) -> Client:
    return signed_in(Client(), user)


def page_of(user: User) -> str:
    response = entered(user).get(reverse("workspace:day"))
    assert response.status_code == 200
    return response.content.decode()


def a_days_work(agent: User, *, rows: int) -> None:
    point = agent.assignments.get().service_point
    for n in range(rows):
        CaseFactory.create(service_point=point, state=CaseState.REQUESTED, first_contact_at=None)
        case = CaseFactory.create(service_point=point, agent=agent)
        TaskFactory.create(case=case, assigned_to=agent, due_on=TODAY - timedelta(days=n))
        FollowUpFactory.create(case=case, due_on=TODAY - timedelta(days=n))
        goal = GoalFactory.create(need=NeedFactory.create(plan=case.plan))
        PlanActionFactory.create(goal=goal, due_on=TODAY - timedelta(days=1))
        tie = CaseReferralFactory.create(case=case, referral__created_by=agent)
        Case.objects.filter(pk=case.pk).update(agent=agent)
        type(tie.referral).objects.filter(pk=tie.referral.pk).update(
            state="accepted", sent_at=AT, expires_at=AT, answered_at=AT
        )


def test_the_same_few_statements_whatever_the_work(agent: User) -> None:
    counts = []
    for _ in range(2):
        a_days_work(agent, rows=1 + 2 * len(counts))
        client = entered(agent)
        client.get(reverse("workspace:day"))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse("workspace:day")).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 14


def test_every_kind_of_line_is_there(agent: User) -> None:
    point = agent.assignments.get().service_point
    waiting = CaseFactory.create(service_point=point, state=CaseState.REQUESTED, first_contact_at=None)
    case = CaseFactory.create(service_point=point, agent=agent)
    TaskFactory.create(case=case, assigned_to=agent, text="Rappeler pour le bail", due_on=TODAY)
    FollowUpFactory.create(case=case, milestone=30, due_on=TODAY - timedelta(days=3))
    page = page_of(agent)
    for words in (waiting.person.full_name, "Rappeler pour le bail", "Suivi à 30 jours", "Bonjour Maude", "mercredi"):
        assert words in page


def test_more_answers_than_listed_are_counted_and_lead_to_all(agent: User) -> None:
    a_days_work(agent, rows=8)
    page = page_of(agent)
    assert '<span class="an-count">8</span>' in page
    assert len(re.findall(r'/aiguillages/[0-9a-f-]{36}/"', page)) == 6
    assert "Voir les 8" in page


def test_nothing_of_elsewhere_nor_of_others_nor_restricted(agent: User) -> None:
    point = agent.assignments.get().service_point
    hidden = [
        CaseFactory.create(state=CaseState.REQUESTED, first_contact_at=None),
        CaseFactory.create(service_point=point, state=CaseState.REQUESTED, first_contact_at=None, is_restricted=True),
        CaseFactory.create(service_point=point, agent=agent, is_restricted=True),
        CaseFactory.create(service_point=point, agent=user_as("integration_agent", point)),
    ]
    for case in hidden:
        TaskFactory.create(case=case, assigned_to=agent if case.is_restricted else user_as("director"), due_on=TODAY)
        FollowUpFactory.create(case=case, due_on=TODAY)
    restricted_need = NeedFactory.create(
        plan=CaseFactory.create(service_point=point, agent=agent).plan, is_restricted=True
    )
    PlanActionFactory.create(goal=GoalFactory.create(need=restricted_need), text="Trouver un lieu sûr", due_on=TODAY)
    page = page_of(agent)
    for case in hidden:
        assert case.person.full_name not in page
    assert "Trouver un lieu sûr" not in page
    assert "Aucune demande en attente" in page


def test_a_task_is_done_from_the_page_and_undone_from_the_message(agent: User) -> None:
    case = CaseFactory.create(service_point=agent.assignments.get().service_point, agent=agent)
    task = TaskFactory.create(case=case, assigned_to=agent, due_on=TODAY)
    client, day = entered(agent), reverse("workspace:day")
    response = client.post(reverse("newcomers:task_complete", args=[case.pk, task.pk]), {"retour": day}, follow=True)
    assert response.redirect_chain == [(day, 302)]
    assert Task.objects.get(pk=task.pk).done_at == AT
    client.post(reverse("newcomers:task_reopen", args=[case.pk, task.pk]), {"retour": "https://ailleurs.example/"})
    assert Task.objects.get(pk=task.pk).done_at is None


def test_coming_back_never_leads_to_another_site(agent: User) -> None:
    case = CaseFactory.create(service_point=agent.assignments.get().service_point, agent=agent)
    task = TaskFactory.create(case=case, assigned_to=agent, due_on=TODAY)
    url = reverse("newcomers:task_complete", args=[case.pk, task.pk])
    for target in ("https://ailleurs.example/", "//ailleurs.example/", "javascript:alert(1)", "\\\\ailleurs.example"):
        response = entered(agent).post(url, {"retour": target})
        assert response.headers["Location"] == reverse("newcomers:follow_ups", args=[case.pk]), target


def test_who_follows_no_dossier_is_told_so() -> None:
    assert "Rien ne vous attend ici" in page_of(user_as("recruitment_adviser"))
