import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from time_machine import travel

from ancrage.accounts.models import User
from ancrage.agenda.models import Appointment, Block
from ancrage.newcomers.models import Case, CaseReferral, CaseState, Task
from ancrage.referrals.models import Referral, ReferralQuestion
from tests.factories.accounts import UserFactory, signed_in, user_as
from tests.factories.agenda import AppointmentFactory, CohortFactory, span
from tests.factories.newcomers import (
    CaseAppointmentFactory,
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
        first = AT + timedelta(minutes=30 * (n + rows))
        meeting = span(first, first + timedelta(minutes=30))
        CaseAppointmentFactory.create(case=case, appointment__worker=agent, appointment__during=meeting)
        led = span(first + timedelta(hours=6), first + timedelta(hours=6, minutes=30))
        row = AppointmentFactory.create(worker=agent, during=led)
        Block.objects.create(cohort=CohortFactory.create(), appointment=row, topic=f"Thème {n}")
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
    assert reverse("newcomers:appointment_book", args=[case.pk]) in page and reverse("workspace:agenda") in page
    for words in (waiting.person.full_name, "Rappeler pour le bail", "Suivi à 30 jours", "Bonjour Maude", "mercredi"):
        assert words in page


def test_more_answers_than_listed_are_counted_and_lead_to_all(agent: User) -> None:
    a_days_work(agent, rows=8)
    page = page_of(agent)
    assert '<span class="an-count">8</span>' in page
    assert len(re.findall(r'/aiguillages/[0-9a-f-]{36}/"', page)) == 5
    assert "Voir les 8" in page


def test_today_s_appointments_and_who_came(agent: User) -> None:
    point = agent.assignments.get().service_point
    case = CaseFactory.create(service_point=point, agent=agent)
    hidden = CaseFactory.create(service_point=point, agent=agent, is_restricted=True)
    ties = []
    for n, one in enumerate((case, hidden, case)):
        start = AT + timedelta(hours=n, days=n // 2)
        meeting = span(start, start + timedelta(minutes=45))
        ties.append(CaseAppointmentFactory.create(case=one, appointment__worker=agent, appointment__during=meeting))
    page = page_of(agent)
    assert case.person.full_name in page and "45\u00a0min" in page.replace(" min", "\u00a0min")
    assert hidden.person.full_name not in page
    assert page.count("an-row__lead") == 1
    back = {"state": "present", "retour": reverse("workspace:day")}
    answer = entered(agent).post(reverse("newcomers:appointment_settle", args=[case.pk, ties[0].pk]), back)
    assert answer["Location"] == reverse("workspace:day")
    assert "Présence" in page_of(agent)


def test_the_group_sessions_led_today_among_the_appointments(agent: User) -> None:
    case = CaseFactory.create(service_point=agent.assignments.get().service_point, agent=agent)
    late = span(AT + timedelta(hours=3), AT + timedelta(hours=4))
    CaseAppointmentFactory.create(case=case, appointment__worker=agent, appointment__during=late)
    cohort = CohortFactory.create(title="Été 2021")
    colleague = UserFactory.create()
    for n, (worker, topic) in enumerate(((agent, "Bail"), (colleague, "D-UNE-AUTRE"), (agent, "DEMAIN"))):
        start = AT + timedelta(hours=1, days=n // 2)
        row = AppointmentFactory.create(worker=worker, during=span(start, start + timedelta(hours=1)))
        Block.objects.create(cohort=cohort, appointment=row, topic=topic)
    page = page_of(agent)
    assert (
        "Objectif Intégration, Été 2021" in " ".join(page.split())
        and "D-UNE-AUTRE" not in page
        and "DEMAIN" not in page
    )
    assert page.index("Bail") < page.index(case.person.full_name, page.index("t-auj"))
    block = Block.objects.get(topic="Bail")
    assert reverse("newcomers:block", args=[cohort.pk, block.pk]) in page
    assert '<span class="an-count">2</span>' in page
    # Cancelled, it is no longer to be led.
    Appointment.objects.filter(block=block).update(state="off_service", decided_at=AT, decided_by=agent)
    assert "Bail" not in page_of(agent)


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


def test_an_action_of_the_plan_is_done_from_the_page_and_undone_from_the_message(agent: User) -> None:
    case = CaseFactory.create(service_point=agent.assignments.get().service_point, agent=agent)
    action = PlanActionFactory.create(
        goal=GoalFactory.create(need=NeedFactory.create(plan=case.plan)), text="Visiter deux logements", due_on=TODAY
    )
    client, day = entered(agent), reverse("workspace:day")
    mark = reverse("newcomers:action_mark", args=[case.pk, action.pk])
    page = client.get(day).content.decode()
    assert mark in page
    assert f"{reverse('newcomers:action_postpone', args=[case.pk, action.pk])}?retour={day}" in page
    wanted = {"state": "done", "revision": case.plan.revision, "retour": day}
    response = client.post(mark, wanted, follow=True)
    assert response.redirect_chain == [(day, 302)]
    action.refresh_from_db()
    assert action.state == "done"
    undo = re.search(r'action="(/dossiers/[^"]+/annuler/\?retour=[^"]+)"', response.content.decode())
    assert undo
    assert client.post(undo.group(1)).headers["Location"] == day
    action.refresh_from_db()
    assert action.state == "todo"


def test_an_action_is_put_off_from_the_page_and_leads_back_to_it(agent: User) -> None:
    case = CaseFactory.create(service_point=agent.assignments.get().service_point, agent=agent)
    action = PlanActionFactory.create(
        goal=GoalFactory.create(need=NeedFactory.create(plan=case.plan)), due_on=TODAY - timedelta(days=1)
    )
    client, day = entered(agent), reverse("workspace:day")
    url = f"{reverse('newcomers:action_postpone', args=[case.pk, action.pk])}?retour={day}"
    form = client.get(url).content.decode()
    assert f'action="{url}"' in form
    assert f'href="{day}"' in form
    response = client.post(url, {"revision": case.plan.revision, "due_on": "2021-07-20"})
    assert response.headers["Location"] == day


def test_undoing_from_the_message_leads_back_to_the_page(agent: User) -> None:
    point = agent.assignments.get().service_point
    request = CaseFactory.create(service_point=point, state=CaseState.REQUESTED, first_contact_at=None)
    case = CaseFactory.create(service_point=point, agent=agent)
    task = TaskFactory.create(case=case, assigned_to=agent, due_on=TODAY)
    follow_up = FollowUpFactory.create(case=case, due_on=TODAY)
    client, day = entered(agent), reverse("workspace:day")
    answers = {"source": "none", "done_on": "2021-07-14", "presence": "unknown", "activity": "unknown"}
    for url, data in (
        (reverse("newcomers:request_take", args=[request.pk]), {}),
        (reverse("newcomers:task_complete", args=[case.pk, task.pk]), {}),
        (reverse("newcomers:follow_up", args=[case.pk, follow_up.pk]), answers),
    ):
        page = client.post(url, {"retour": day, **data}, follow=True).content.decode()
        undo = re.search(r'action="([^"]+retour=[^"]+)"', page)
        assert undo, url
        assert client.post(undo.group(1)).headers["Location"] == day


def test_all_that_is_due_today_can_be_listed(agent: User) -> None:
    case = CaseFactory.create(service_point=agent.assignments.get().service_point, agent=agent)
    for n in range(8):
        TaskFactory.create(case=case, assigned_to=agent, text=f"Tâche {n} du jour", due_on=TODAY)
    assert "Voir les 8" in page_of(agent)
    page = entered(agent).get(reverse("workspace:day"), {"jour": "tout"}).content.decode()
    assert all(f"Tâche {n} du jour" in page for n in range(8))


def test_an_answer_is_read_from_the_page(agent: User) -> None:
    a_days_work(agent, rows=1)
    tie = CaseReferral.objects.get()
    client, day = entered(agent), reverse("workspace:day")
    read = reverse("newcomers:referral_read", args=[tie.case_id, tie.referral_id])
    assert read in client.get(day).content.decode()
    response = client.post(read, {"retour": day}, follow=True)
    assert response.redirect_chain == [(day, 302)]
    assert "Aucune réponse à lire" in response.content.decode()


def test_a_question_and_a_silence_of_a_partner_are_news(agent: User) -> None:
    a_days_work(agent, rows=2)
    asking, silent = CaseReferral.objects.select_related("referral").order_by("pk")
    Referral.objects.filter(pk=asking.referral_id).update(state="under_study", answered_at=None)
    ReferralQuestion.objects.create(referral=asking.referral, asked_at=AT, text="Quels soirs lui conviennent?")
    Referral.objects.filter(pk=silent.referral_id).update(state="expired", answered_at=None)
    silent.need = NeedFactory.create(plan=silent.case.plan)
    silent.save()
    client, day = entered(agent), reverse("workspace:day")
    page = client.get(day).content.decode()
    assert "Quels soirs lui conviennent?" in page
    reply = reverse("newcomers:referral_reply", args=[asking.case_id, asking.referral_id])
    assert f"{reply}?retour={day}" in page
    assert f"{reverse('newcomers:referral_add', args=[silent.case_id])}?besoin={silent.need_id}" in page
    response = client.post(f"{reply}?retour={day}", {"text": "Le lundi et le mercredi."}, follow=True)
    assert response.redirect_chain == [(day, 302)]
    assert "Quels soirs" not in response.content.decode()


def test_the_count_of_answers_leads_to_as_many(agent: User) -> None:
    a_days_work(agent, rows=8)
    other = CaseFactory.create(service_point=agent.assignments.get().service_point)
    tie = CaseReferralFactory.create(case=other, referral__created_by=agent)
    Referral.objects.filter(pk=tie.referral_id).update(state="accepted", sent_at=AT, expires_at=AT, answered_at=AT)
    client = entered(agent)
    link = re.search(
        r'href="(/aiguillages/[^"]*)"\s*>Voir les 8', client.get(reverse("workspace:day")).content.decode()
    )
    assert link
    assert len(re.findall(r'<th scope="row">', client.get(link.group(1)).content.decode())) == 8


def test_coming_back_never_leads_to_another_site(agent: User) -> None:
    case = CaseFactory.create(service_point=agent.assignments.get().service_point, agent=agent)
    task = TaskFactory.create(case=case, assigned_to=agent, due_on=TODAY)
    url = reverse("newcomers:task_complete", args=[case.pk, task.pk])
    for target in ("https://ailleurs.example/", "//ailleurs.example/", "javascript:alert(1)", "\\\\ailleurs.example"):
        response = entered(agent).post(url, {"retour": target})
        assert response.headers["Location"] == reverse("newcomers:follow_ups", args=[case.pk]), target


def test_who_follows_no_dossier_is_told_so() -> None:
    assert "Rien ne vous attend ici" in page_of(user_as("recruitment_adviser"))


def test_what_is_done_in_a_card_comes_back_to_that_card(agent: User) -> None:
    case = CaseFactory.create(service_point=agent.assignments.get().service_point, agent=agent)
    for due in [TODAY - timedelta(days=1), *[TODAY] * 8]:
        TaskFactory.create(case=case, assigned_to=agent, due_on=due)
    page = page_of(agent)
    day = reverse("workspace:day")
    assert page.count(f'value="{day}#retard"') == 1
    assert f'value="{day}#aujourdhui"' in page
    assert "?jour=tout#aujourdhui" in page
    whole = entered(agent).get(day, {"jour": "tout"}).content.decode()
    assert whole.count("#aujourdhui&quot;") + whole.count('#aujourdhui"') > page.count('#aujourdhui"')
    done = entered(agent).post(
        reverse("newcomers:task_complete", args=[case.pk, Task.objects.earliest("due_on").pk]),
        {"retour": f"{day}#retard"},
    )
    assert done.headers["Location"] == f"{day}#retard"
