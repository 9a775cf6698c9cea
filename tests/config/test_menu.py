"""What waits is counted beside the lines of the menu: in one statement, within reach, and only where it shows."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ancrage.accounts.models import Notification, User
from ancrage.newcomers.models import CaseState
from ancrage.plans.models import PlanVersion
from tests.access.plan import CONTEXT
from tests.factories.accounts import signed_in, user_as
from tests.factories.newcomers import CaseFactory, CaseReferralFactory
from tests.factories.territory import ServicePointFactory

pytestmark = pytest.mark.django_db
AT = datetime(2021, 7, 14, 12, 0, tzinfo=UTC)
NEW = {"state": CaseState.REQUESTED, "agent": None, "first_contact_at": None, "first_contact_due_on": date(2021, 7, 15)}


@pytest.fixture(autouse=True)
def _moment():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def agent() -> User:
    return user_as("integration_agent", ServicePointFactory.create())


def point_of(agent: User):
    return agent.assignments.get().service_point


def an_answer(reader: User, **fields: object) -> None:
    case = CaseFactory.create(service_point=point_of(reader), **({"agent": reader} | fields))
    referral = CaseReferralFactory.create(case=case, referral__created_by=reader).referral
    type(referral).objects.filter(pk=referral.pk).update(
        sent_at=AT, expires_at=AT, answered_at=AT, state="accepted", seen_at=None
    )


def counts(user: User, page: str = "accounts:me") -> dict[str, str]:
    """What stands beside each name."""
    menu = signed_in(Client(), user).get(reverse(page)).context["menu"]()
    return {item.name: item.waiting for item in menu.items() if item.waiting}


def test_what_waits_for_the_reader_is_counted_and_nothing_else(agent: User) -> None:
    point = point_of(agent)
    CaseFactory.create_batch(2, service_point=point, **NEW)
    CaseFactory.create(service_point=point, **(NEW | {"agent": agent, "state": CaseState.ACTIVE}))
    CaseFactory.create(service_point=point, is_restricted=True, **NEW)
    CaseFactory.create(service_point=point, **(NEW | {"agent": user_as("integration_agent", point)}))
    CaseFactory.create(**NEW)
    an_answer(agent)
    an_answer(agent, is_restricted=True)
    an_answer(agent, agent=None)
    assert counts(agent) == {"Demandes": "4", "Aiguillages": "1"}


def test_more_than_99_is_said_so(agent: User) -> None:
    CaseFactory.create_batch(101, service_point=point_of(agent), **NEW)
    assert counts(agent) == {"Demandes": "99+"}


def test_one_statement_counts_all_and_a_fragment_none(agent: User) -> None:
    Notification.objects.create(user=agent, kind="essai", text="Essai", created_at=AT)
    case = CaseFactory.create(service_point=point_of(agent), **NEW)
    client = signed_in(Client(), agent)
    with CaptureQueriesContext(connection) as whole:
        text = client.get(reverse("newcomers:requests")).content.decode()
    assert "1 non lu" in text
    assert sum("AS counted" in query["sql"] for query in whole) == 1
    assert sum("accounts_notification" in query["sql"] for query in whole) == 1
    take = reverse("newcomers:request_contact", args=[case.pk])
    with CaptureQueriesContext(connection) as fragment:
        client.get(take, headers={"HX-Request": "true"})
    assert not [query for query in fragment if "AS counted" in query["sql"]]


def test_a_public_page_counts_nothing(agent: User) -> None:
    case = CaseFactory.create(service_point=point_of(agent))
    content = {"needs": [], "context": CONTEXT}
    PlanVersion.objects.create(plan=case.plan, number=1, content=content, made_at=AT, made_by=agent)
    client = signed_in(Client(), agent)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(reverse("newcomers:plan_version_accept", args=[case.pk, 1])).status_code == 200
    assert not [query for query in captured if "AS counted" in query["sql"]]
