"""What waits stands beside the lines of the menu, on the pages that counted it; no other page pays for it."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
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


def counts(user: User, page: str = "workspace:day") -> dict[str, str]:
    """What stands beside each name."""
    menu = signed_in(Client(), user).get(reverse(page)).context["menu"]()
    return {item.name: item.waiting for item in menu.items() if item.waiting}


def asked(user: User, address: str, table: str) -> int:
    """How many statements of a page read ``table``."""
    client, seen = signed_in(Client(), user), []

    def note(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        seen.append(sql)
        return execute(sql, *rest)

    # What is prepared travels by its name: it is seen before it leaves.
    with connection.execute_wrapper(note):
        assert client.get(address).status_code == 200
    return sum(table in sql for sql in seen)


def test_what_waits_for_the_reader_is_counted_and_nothing_else(agent: User) -> None:
    point = point_of(agent)
    CaseFactory.create_batch(2, service_point=point, **NEW)
    CaseFactory.create(service_point=point, **(NEW | {"agent": agent, "state": CaseState.ACTIVE}))
    CaseFactory.create(service_point=point, is_restricted=True, **NEW)
    CaseFactory.create(service_point=point, **(NEW | {"agent": user_as("integration_agent", point)}))
    CaseFactory.create(**NEW)
    for _ in range(8):
        an_answer(agent)
    an_answer(agent, is_restricted=True)
    an_answer(agent, agent=None)
    assert counts(agent) == {"Demandes": "4", "Aiguillages": "8"}


def test_more_than_99_is_said_so(agent: User) -> None:
    CaseFactory.create_batch(100, service_point=point_of(agent), **NEW)
    assert counts(agent) == {"Demandes": "99+"}


def test_no_other_page_counts(agent: User) -> None:
    CaseFactory.create(service_point=point_of(agent), **NEW)
    assert counts(agent, "accounts:me") == {}
    assert asked(agent, reverse("accounts:me"), "newcomers_case") == 0


def test_notifications_are_counted_once_and_not_on_a_public_page(agent: User) -> None:
    Notification.objects.create(user=agent, kind="essai", text="Essai", created_at=AT)
    assert asked(agent, reverse("accounts:me"), "accounts_notification") == 1
    case = CaseFactory.create(service_point=point_of(agent))
    content = {"needs": [], "context": CONTEXT}
    PlanVersion.objects.create(plan=case.plan, number=1, content=content, made_at=AT, made_by=agent)
    public = reverse("newcomers:plan_version_accept", args=[case.pk, 1])
    assert asked(agent, public, "accounts_notification") == 0
