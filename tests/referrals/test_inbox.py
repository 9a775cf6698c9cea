"""Mes aiguillages: only one's own organisation, the package with its consultation, answers and what followed."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ancrage.accounts.models import User
from ancrage.audit.models import AuditEntry
from ancrage.core import now
from ancrage.directory.models import Organization
from ancrage.referrals.actions.answering import accept, decline
from ancrage.referrals.models import ReferralState
from tests.factories.accounts import user_as
from tests.factories.directory import OrganizationFactory, OrganizationMemberFactory, ServiceFactory
from tests.factories.referrals import DeclineReasonFactory, ReferralOutcomeFactory
from tests.referrals.sent import NAME, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def organization() -> Organization:
    return OrganizationFactory.create()


@pytest.fixture
def worker(organization: Organization) -> User:
    user = user_as("partner_worker")
    OrganizationMemberFactory.create(organization=organization, user=user)
    return user


@pytest.fixture
def inside(client: Client, worker: User) -> Client:
    client.force_login(worker)
    session = client.session
    session["demo"] = True
    session.save()
    return client


def received(organization: Organization, **fields: Any):
    return sent(service=ServiceFactory.create(organization=organization), **fields)


def test_only_what_the_organisation_received(inside: Client, organization: Organization) -> None:
    own, other = received(organization), sent(person_name="Quelqu’un d’autre")
    page = inside.get("/mes-aiguillages/").content.decode()
    assert NAME in page
    assert own.reference in page
    assert other.reference not in page
    assert inside.get(f"/mes-aiguillages/{other.pk}/").status_code == 404
    for rest in ("repondre/accueillir/", "commence/", "suite/rendu/"):
        assert inside.post(f"/mes-aiguillages/{other.pk}/{rest}", {"note": ""}).status_code == 404


def test_the_package_is_shown_and_its_reading_entered(inside: Client, organization: Organization, worker: User) -> None:
    case_id = "01900000-0000-7000-8000-000000000001"
    referral = received(organization, concerns=[case_id])
    assert "418 555-0142" in inside.get(f"/mes-aiguillages/{referral.pk}/").content.decode()
    entry = AuditEntry.objects.get(verb="referrals.package.consulted")
    assert (entry.actor, [str(one) for one in entry.about]) == (worker.actor_ref, [case_id])
    referral.refresh_from_db()
    assert referral.state == ReferralState.SENT


def test_after_a_refusal_nothing_is_shown(inside: Client, organization: Organization, worker: User) -> None:
    referral = received(organization)
    decline(referral=referral, by=worker, at=now(), reason=DeclineReasonFactory.create())
    page = inside.get(f"/mes-aiguillages/{referral.pk}/").content.decode()
    assert NAME not in page
    assert "555-0142" not in page
    assert NAME not in inside.get("/mes-aiguillages/?etat=termines").content.decode()


def test_two_clicks_then_the_loop_is_closed(inside: Client, organization: Organization) -> None:
    referral, outcome = received(organization), ReferralOutcomeFactory.create()
    url = f"/mes-aiguillages/{referral.pk}/"
    first = inside.post(url, {"reponse": "accueillir"})
    assert f"Vous accueillez {NAME}" in inside.get(first["Location"]).content.decode()
    inside.post(first["Location"], {"note": "", "vu": "opened"})
    inside.post(f"{url}commence/", {"x": ""})
    assert "Service commencé" in inside.get(url).content.decode()
    inside.post(f"{url}suite/rendu/", {"outcome": str(outcome.pk), "note": "Cours suivi"})
    referral.refresh_from_db()
    assert (referral.state, referral.outcome, referral.package) == (ReferralState.DONE, outcome, [])
    assert list(referral.transitions.order_by("pk").values_list("to_state", flat=True)) == [
        "sent", "opened", "accepted", "started", "done"
    ]  # fmt: skip


def test_an_answer_given_meanwhile_is_not_overwritten(inside: Client, organization: Organization, worker: User) -> None:
    referral = received(organization)
    inside.post(f"/mes-aiguillages/{referral.pk}/", {"reponse": "refuser"})
    form = f"/mes-aiguillages/{referral.pk}/repondre/refuser/"
    accept(referral=referral, by=user_as("partner_worker"), at=now())
    late = inside.post(form, {"reason": str(DeclineReasonFactory.create().pk), "vu": "opened", "note": "mon mot"})
    assert "a changé pendant que vous répondiez" in late.content.decode()
    assert "mon mot" in late.content.decode()
    referral.refresh_from_db()
    assert referral.state == ReferralState.ACCEPTED


def test_who_left_the_organisation_reads_nothing(inside: Client, organization: Organization, worker: User) -> None:
    referral = received(organization)
    worker.memberships.all().delete()
    assert inside.get(f"/mes-aiguillages/{referral.pk}/").status_code == 404


def test_pausing_the_intake(inside: Client, organization: Organization) -> None:
    service = ServiceFactory.create(organization=organization)
    assert "La reprise est un jour à venir" in inside.post(
        f"/mes-services/{service.pk}/suspendre/", {"resumes_on": "2020-01-01", "reason": "Vacances"}
    ).content.decode()  # fmt: skip
    inside.post(f"/mes-services/{service.pk}/suspendre/", {"resumes_on": "", "reason": "Vacances"})
    assert "Accueil suspendu" in inside.get("/mes-services/").content.decode()
    inside.post(f"/mes-services/{service.pk}/reprendre/")
    inside.post(f"/mes-services/{service.pk}/attente/", {"waiting_weeks": "6"})
    service.refresh_from_db()
    assert (service.paused_on, service.waiting_weeks, service.pause_reason) == (None, 6, "")
    verbs = AuditEntry.objects.filter(target_id=str(service.pk)).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == [
        "directory.service.intake_paused", "directory.service.intake_resumed", "directory.service.waiting_changed"
    ]  # fmt: skip


def test_the_services_of_others_are_not_paused(inside: Client) -> None:
    service = ServiceFactory.create()
    for rest in ("suspendre", "reprendre", "attente"):
        assert inside.post(f"/mes-services/{service.pk}/{rest}/", {"reason": ""}).status_code == 404


def statements(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_statements_do_not_grow(inside: Client, organization: Organization) -> None:
    received(organization)
    statements(inside, "/mes-aiguillages/")
    one, one_service = statements(inside, "/mes-aiguillages/"), statements(inside, "/mes-services/")
    received(organization)
    received(organization)
    assert statements(inside, "/mes-aiguillages/") == one <= 12
    assert statements(inside, "/mes-services/") == one_service
