from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ancrage.core import today
from tests.factories.accounts import signed_in, user_as
from tests.factories.newcomers import CaseFactory, CircleMemberFactory, ConsentFactory, FollowUpFactory
from tests.factories.plans import GoalFactory, NeedFactory, PlanActionFactory
from tests.factories.territory import ServicePointFactory

pytestmark = pytest.mark.django_db


def reader(role="integration_agent", place=None):
    user = user_as(role, place)
    client = signed_in(Client(), user)
    return user, client


def a_case(**fields):
    point = ServicePointFactory.create()
    user, client = reader(place=point)
    case = CaseFactory.create(service_point=point, agent=user, **fields)
    return case, user, client


def fill(case, needs=1, **fields):
    for _n in range(needs):
        need = NeedFactory.create(plan=case.plan, **fields)
        goal = GoalFactory.create(need=need)
        PlanActionFactory.create(goal=goal, due_on=today() - timedelta(days=3))
        PlanActionFactory.create(goal=goal, state="done", done_on=date(2021, 7, 6))
    ConsentFactory.create(case=case)
    FollowUpFactory.create(case=case)


def page(client, case):
    return client.get(reverse("newcomers:case", args=[case.pk]))


def test_the_page_shows_needs_goals_and_actions():
    case, _user, client = a_case()
    fill(case, title="Une place en garderie")
    answer = page(client, case)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "Une place en garderie" in text
    assert "1 action faite sur 2" in text
    assert "en retard" in text
