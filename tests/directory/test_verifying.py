"""Records are verified by a link, in one click, or by whoever keeps them; those due are listed and asked."""

import re
from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from ancrage.audit.models import AuditEntry
from ancrage.core import now, today
from ancrage.core.actors import JobActor
from ancrage.core.clock import real_now
from ancrage.directory.actions.proposals import settle_proposal
from ancrage.directory.actions.reference import load_reference
from ancrage.directory.actions.verifying import VerificationRefused, ask_for_verification, verify_by_link
from ancrage.directory.jobs import ask_organizations
from ancrage.directory.models import Organization, Phone, Proposal, Service, VerificationDelay, VerificationLink
from ancrage.directory.queries.verifying import due_organizations, months_before, to_write_to
from ancrage.messaging.models import OutgoingMessage
from ancrage.territory.dated import from_day
from tests.directory.rich import rich_service
from tests.directory.test_records import opened, typed
from tests.factories.accounts import signed_in, user_as
from tests.factories.directory import OrganizationFactory, ServiceFactory

pytestmark = pytest.mark.django_db
BY = JobActor("tests")


@pytest.fixture
def service() -> Service:
    return rich_service()


@pytest.fixture
def address(service) -> str:
    ask_for_verification(organization=service.organization, by=BY, at=now())
    mail = OutgoingMessage.objects.get()
    assert mail.to == service.organization.email
    found = re.search(r"https?://\S+", mail.body)
    assert found
    return urlsplit(found.group()).path


def test_all_is_right_in_one_click_once(client, service, address) -> None:
    page = client.get(address)
    text = page.content.decode()
    assert page["Cache-Control"] == "no-store, private"
    assert "Halte-garderie" in text
    assert "Tout est exact" in text
    assert client.post(address)["Location"] == address
    service.refresh_from_db()
    assert service.verified_on == service.organization.verified_on == service.locations.get().verified_on == today()
    assert "Merci" in client.get(address).content.decode()
    with pytest.raises(VerificationRefused):
        verify_by_link(link=VerificationLink.objects.get(), at=now())


def test_what_is_kept_to_those_who_refer_is_neither_shown_nor_lost(client, service, address) -> None:
    Phone.objects.create(service=service, number="418 555-0166", is_public=False)
    service.locations.update(is_public=False, name="Adresse secrète")
    text = client.get(address).content.decode()
    for secret in ("0166", "discrete@", "Adresse secrète", service.organization.email):
        assert secret not in text
    edit = f"{address}services/{service.pk}/"
    text = client.get(edit).content.decode()
    for secret in ("0166", "discrete@", "Adresse secrète"):
        assert secret not in text
    data = typed(opened(client, edit), **{"phones-0-number": "418 555-0155"})
    assert client.post(edit, data)["Location"] == address
    made = Proposal.objects.get()
    assert (list(made.changes), made.link is not None) == (["phones"], True)
    settle_proposal(proposal=made, accepted=["phones"], reason="", by=user_as("system_administrator"), at=now())
    assert set(service.phones.values_list("number", flat=True)) == {"+14185550155", "+14185550166"}
    assert service.locations.count() == 1
    assert "acceptée" in OutgoingMessage.objects.latest("created_at").body


def test_a_link_altered_replaced_or_over_serves_no_more(client, service, address) -> None:
    assert client.get(f"{address[:-2]}x/").status_code == 404
    ask_for_verification(organization=service.organization, by=BY, at=now())
    assert "ne sert plus" in client.get(address).content.decode()
    latest = VerificationLink.objects.latest("created_at")
    VerificationLink.objects.filter(pk=latest.pk).update(expires_at=real_now() - timedelta(seconds=1))
    service.refresh_from_db()
    client.post(address)
    assert service.verified_on != today()
    edit = f"{address}organismes/{service.organization_id}/"
    assert "ne sert plus" in client.post(edit, {"name": "x"}).content.decode()
    assert not Proposal.objects.exists()


def test_the_link_of_one_organisation_opens_no_other(client, service, address) -> None:
    other = ServiceFactory.create()
    assert client.get(f"{address}services/{other.pk}/").status_code == 404


def test_what_is_due_is_asked_once_a_month() -> None:
    VerificationDelay.objects.create(months=6, during=from_day(date(2021, 1, 1)))
    fresh = OrganizationFactory.create(verified_on=today())
    old = OrganizationFactory.create(verified_on=months_before(today(), 7))
    silent = OrganizationFactory.create(email="", public_email="")
    closed = OrganizationFactory.create(is_active=False)
    stale_service = ServiceFactory.create(organization=OrganizationFactory.create(verified_on=today()))
    due = set(due_organizations(today()))
    assert due == {old, silent, stale_service.organization}
    assert fresh not in due
    assert closed not in due
    ask_organizations(0)
    assert set(OutgoingMessage.objects.values_list("to", flat=True)) == {old.email, stale_service.organization.email}
    ask_organizations(0)
    assert OutgoingMessage.objects.count() == 2
    assert to_write_to(now(), real_now() + timedelta(days=31)).count() == 2


def test_the_list_of_what_is_due(client, service) -> None:
    Service.objects.filter(pk=service.pk).update(paused_on=today() - timedelta(days=100), verified_on=None)
    signed_in(client, user_as("regional_adviser", service.organization.region))
    page = client.get(reverse("directory:due")).content.decode()
    assert "Suspendus depuis plus de trois mois" in page
    assert "Services jamais vérifiés" in page
    client.post(reverse("directory:ask_verification", args=[service.organization_id]))
    assert VerificationLink.objects.count() == 1
    client.post(reverse("directory:verified", args=[service.organization_id]))
    assert Organization.objects.get().verified_on == today()
    assert "Toutes les fiches sont vérifiées" in client.get(reverse("directory:due")).content.decode()


def test_the_delay_is_dated_beside_the_others(client) -> None:
    load_reference(by=BY, at=now())
    signed_in(client, user_as("system_administrator"))
    assert "Tous les 12" in client.get("/delais/").content.decode()
    address = "/delais/verification/"
    assert client.get(address).context["form"].initial == {"months": 12}
    data = {"months": "6", "starts_on": (today() + timedelta(days=3)).isoformat(), "reason": "Plus frais."}
    assert client.post(address, data).status_code == 302
    assert list(VerificationDelay.objects.order_by("during").values_list("months", flat=True)) == [12, 6]
    assert "commence déjà" in client.post(address, data).content.decode()
    assert "passé" in client.post(address, data | {"starts_on": "2020-01-01"}).content.decode()
    assert client.post(address, data | {"months": "0"}).context["form"].errors["months"]
    page = client.get("/delais/").content.decode()
    assert "Plus frais." in page
    assert "À venir" in page
    made = VerificationDelay.objects.get(months=6)
    assert client.post(f"{address}{made.pk}/retirer/").status_code == 302
    assert VerificationDelay.objects.get().ends_before is None
    assert AuditEntry.objects.filter(verb="directory.verificationdelay.withdrawn").count() == 1


def test_months_are_counted_by_the_calendar() -> None:
    assert months_before(date(2021, 3, 31), 1) == date(2021, 2, 28)
    assert months_before(date(2021, 1, 15), 12) == date(2020, 1, 15)
