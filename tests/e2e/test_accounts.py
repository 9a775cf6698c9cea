"""From the invitation to the second visit, in a real browser; and the pages of an administrator."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from playwright.sync_api import BrowserContext, Page, expect

from ancrage.accounts.actions.users import invite
from ancrage.accounts.models import User
from ancrage.core import now
from ancrage.messaging.models import OutgoingMessage
from ancrage.workspace.management.commands.load_reference import Command as LoadReference
from tests.e2e.checks import assert_sound
from tests.e2e.steps import has_device, reach
from tests.factories.accounts import PASSWORD, AssignmentFactory, user_as
from tests.factories.territory import DirectorateRegionFactory, ServicePointFactory, TeamFactory


@pytest.fixture
def administrator() -> User:
    return user_as("system_administrator", full_name="Valérie Ouellet")


@pytest.fixture
def invited(administrator: User) -> User:
    user = invite(email="denis@exemple.ca", full_name="Denis Pelletier", language="fr", by=administrator, at=now())
    AssignmentFactory.create(user=user, role="privacy_officer")
    return user


def _code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def _link(address: str) -> str:
    body = OutgoingMessage.objects.filter(to=address).latest("created_at").body
    return urlsplit(re.search(r"http\S+", body).group()).path  # type: ignore[union-attr]


def _first_visit(page: Page, base_url: str, user: User) -> None:
    """Choose the password by the link received, then open a session with it."""
    page.goto(base_url + _link(user.email))
    assert_sound(page)
    page.get_by_label("Nouveau mot de passe", exact=True).fill(PASSWORD)
    page.get_by_label("Nouveau mot de passe (confirmation)").fill(PASSWORD)
    page.get_by_role("button", name="Enregistrer le mot de passe").click()
    reach(page, "Ouvrir une session")
    assert_sound(page)
    _sign_in(page, user)


def _sign_in(page: Page, user: User) -> None:
    page.get_by_label("Courriel").fill(user.email)
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Ouvrir une session").click()


def test_an_invited_person_enrols_an_application_and_comes_back_with_it(
    page: Page, base_url: str, invited: User
) -> None:
    _first_visit(page, base_url, invited)
    expect(page).to_have_url(re.compile("/mon-compte/securite/"))
    assert_sound(page)
    reach(page, re.compile("^Ajouter une application"))
    assert_sound(page)
    secret = page.locator(".an-code").inner_text()
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Enregistrer l’application").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("Code").fill(_code(page.locator(".an-code").inner_text()))
    page.get_by_role("button", name="Enregistrer l’application").click()
    expect(page).to_have_url(re.compile("/mon-compte/securite/codes/$"))
    expect(page.locator(".an-codes li")).to_have_count(10)
    assert_sound(page)

    page.goto(base_url + "/mon-compte/")
    assert_sound(page)
    page.get_by_text("Denis Pelletier").first.click()
    page.get_by_role("button", name="Fermer la session").click()
    cache.clear()  # a code serves once, and the clock of the test does not wait thirty seconds
    _sign_in(page, invited)
    expect(page).to_have_url(re.compile("/connexion/confirmation/"))
    assert_sound(page)
    page.get_by_label("Code à 6 chiffres").fill(_code(secret))
    page.get_by_role("button", name="Continuer").click()
    expect(page).not_to_have_url(re.compile("connexion"))


def test_a_passkey_opens_the_session_alone(page: Page, context: BrowserContext, base_url: str, invited: User) -> None:
    localhost = base_url.replace("127.0.0.1", "localhost")
    has_device(context, page)
    _first_visit(page, localhost, invited)
    reach(page, re.compile("^Ajouter une clé d’accès"))
    assert_sound(page)
    passwordless = page.get_by_role("checkbox")
    if passwordless.count():
        passwordless.check()
    page.get_by_role("button", name="Ajouter la clé d’accès").click()
    page.wait_for_url(lambda url: not url.endswith("/ajouter/"))
    assert Authenticator.objects.filter(user=invited, type=Authenticator.Type.WEBAUTHN).exists()
    page.goto(localhost + "/mon-compte/")
    page.get_by_text("Denis Pelletier").first.click()
    page.get_by_role("button", name="Fermer la session").click()
    expect(page.locator("[data-key-problem]")).not_to_be_visible()
    page.get_by_role("button", name="Utiliser ma clé d’accès").click()
    expect(page).not_to_have_url(re.compile("connexion"))
    page.goto(localhost + "/mon-compte/securite/cles/")
    page.wait_for_load_state()
    assert "cles" in page.url or "confirmer" in page.url


def test_the_pages_of_an_administrator_are_sound(
    page: Page, base_url: str, sign_in: Callable[[User], None], administrator: User
) -> None:
    LoadReference().handle()
    point = TeamFactory.create().service_point
    user_as("director", DirectorateRegionFactory.create(region=point.region).directorate)
    agent = user_as("integration_agent", point, full_name="Maude Thériault")
    ServicePointFactory.create(region=point.region)
    sign_in(administrator)
    addresses = (
        "/mon-compte/",
        "/avis/",
        "/comptes/",
        f"/comptes/{agent.pk}/",
        f"/comptes/{agent.pk}/affectations/",
        f"/comptes/{agent.pk}/depart/",
        "/comptes/inviter/",
        "/comptes/roles/",
        "/structure/",
        f"/structure/points/{point.pk}/",
        f"/structure/points/{point.pk}/territoire/",
        "/structure/bureaux/ajouter/",
        "/structure/municipalites/?unconfirmed=on",
        "/listes/",
        "/listes/domaines/",
        "/listes/domaines/ajouter/",
    )
    for address in addresses:
        page.goto(base_url + address)
        assert_sound(page)
