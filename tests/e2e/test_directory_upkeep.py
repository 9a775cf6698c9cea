"""The directory is kept: a change is proposed and accepted, an organisation verifies by link, anyone reports an error."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from ancrage.accounts.models import User
from ancrage.core import now, today
from ancrage.core.actors import JobActor
from ancrage.directory.actions.verifying import ask_for_verification
from ancrage.directory.models import ErrorReport, Service
from tests.e2e.checks import assert_sound
from tests.e2e.steps import arrive, field, link_in_mail, press
from tests.factories.accounts import user_as
from tests.factories.directory import NeedDomainFactory, OrganizationMemberFactory, ServiceFactory


@pytest.fixture
def service(_rows_of_migrations: None) -> Service:
    made = ServiceFactory.create(name="Halte-garderie du quai", description="Garde d’enfants.")
    made.domains.add(NeedDomainFactory.create())
    return made


def test_a_change_is_proposed_then_accepted(page: Page, sign_in: Callable[..., None], service: Service) -> None:
    partner = user_as("partner_worker", full_name="Annie Castonguay")
    OrganizationMemberFactory.create(organization=service.organization, user=partner)
    sign_in(partner)
    page.goto(reverse("directory:own_records"))
    assert_sound(page)
    row = page.get_by_role("listitem").filter(has_text=service.name)
    arrive(row.get_by_role("link", name="Proposer un changement"))
    assert_sound(page)
    field(page, "Horaire, en mots").fill("Sur rendez-vous, le soir aussi")
    field(page, "Heures").fill("mardi et jeudi, le soir")
    press(page, "Proposer")
    expect(page.get_by_text("ne dit pas à la fois des jours et des heures").first).to_be_visible()
    assert_sound(page)
    field(page, "Heures").fill("mardi et jeudi, 18 h 30 à 21 h")
    arrive(page.get_by_role("button", name="Proposer", exact=True))
    expect(page.get_by_text("La proposition est envoyée")).to_be_visible()

    sign_in(user_as("regional_adviser", service.organization.region, full_name="Nadia Cherif"))
    page.goto(reverse("directory:proposals"))
    assert_sound(page)
    arrive(page.get_by_role("link", name=service.name))
    expect(page.get_by_role("cell", name="Sur rendez-vous, le soir aussi")).to_be_visible()
    assert_sound(page)
    arrive(page.get_by_role("button", name="Régler la proposition"))
    expect(page.get_by_text("Acceptée.")).to_be_visible()
    service.refresh_from_db()
    assert service.schedule == "Sur rendez-vous, le soir aussi"
    assert service.schedules.get().byday == "TU,TH"


def test_an_organisation_verifies_by_link(phone: Page, base_url: str, service: Service) -> None:
    ask_for_verification(organization=service.organization, by=JobActor("tests"), at=now())
    phone.goto(base_url + link_in_mail(service.organization.email))
    assert_sound(phone)
    arrive(phone.get_by_role("link", name=f"Corriger {service.name}"))
    assert_sound(phone)
    field(phone, "Coût, en mots").fill("Gratuit")
    arrive(phone.get_by_role("button", name="Proposer", exact=True))
    expect(phone.get_by_text("la proposition est envoyée")).to_be_visible()
    press(phone, "Tout est exact")
    expect(phone.get_by_role("heading", level=1)).to_contain_text("votre fiche est vérifiée")
    assert_sound(phone)
    service.refresh_from_db()
    assert service.verified_on == today()


def test_anyone_reports_an_error(phone: Page, sign_in: Callable[[User], None], service: Service) -> None:
    phone.goto(reverse("directory:report_error", args=["services", service.pk]))
    assert_sound(phone)
    field(phone, "Qu’est-ce qui est à corriger?").fill("Le téléphone n’est plus le bon.")
    phone.wait_for_timeout(3500)
    arrive(phone.get_by_role("button", name="Envoyer"))
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Merci")
    assert_sound(phone)
    sign_in(user_as("system_administrator", full_name="Denis Roy"))
    phone.goto(reverse("directory:report", args=[ErrorReport.objects.get().pk]))
    assert_sound(phone)
    arrive(phone.get_by_role("button", name="Régler le signalement"))
    expect(phone.get_by_text("Le signalement est réglé.")).to_be_visible()


def test_a_draft_is_kept_while_one_writes(page: Page, sign_in: Callable[[User], None], service: Service) -> None:
    sign_in(user_as("system_administrator", full_name="Denis Roy"))
    address = reverse("directory:edit_record", args=["services", service.pk])
    page.goto(address)
    assert_sound(page)
    field(page, "Autre nom").fill("La halte")
    expect(page.get_by_text("Brouillon gardé")).to_be_visible()
    page.goto(address)
    expect(field(page, "Autre nom")).to_have_value("La halte")
    assert_sound(page)
    arrive(page.get_by_role("button", name="Enregistrer", exact=True))
    service.refresh_from_db()
    assert service.alternate_name == "La halte"
