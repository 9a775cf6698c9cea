"""The partner's two clicks, from the e-mail, without an account."""

import re

import pytest
from playwright.sync_api import Page, expect

from ancrage.core import now
from ancrage.core.actors import JobActor
from ancrage.referrals.actions.reference import load_reference
from ancrage.referrals.models import Referral, ReferralState
from tests.e2e.checks import assert_sound
from tests.e2e.steps import arrive
from tests.referrals.sent import NAME, code_in, mails_about, sent


@pytest.fixture
def referral(_rows_of_migrations: None) -> Referral:
    load_reference(by=JobActor("tests"), at=now())
    return sent()


def link_in_the_mail(referral: Referral, base_url: str) -> str:
    found = re.search(r"https?://[^/]+(/repondre/\S+)", mails_about(referral)[0].body)
    assert found
    return f"{base_url}{found.group(1)}"


def test_two_clicks(page: Page, base_url: str, referral: Referral) -> None:
    page.goto(link_in_the_mail(referral, base_url))
    assert_sound(page)
    expect(page.get_by_text(NAME)).to_have_count(0)
    arrive(page.get_by_role("button", name="Nous l’accueillons"))
    assert_sound(page)
    page.get_by_role("button", name="Confirmer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Merci, la réponse est inscrite")
    assert_sound(page)
    referral.refresh_from_db()
    assert referral.state == ReferralState.ACCEPTED


def test_two_clicks_in_english(page: Page, base_url: str, referral: Referral) -> None:
    """By what the buttons do, whatever their words."""
    page.goto(link_in_the_mail(referral, base_url))
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert_sound(page)
    page.locator("button[value=refuser]").click()
    page.get_by_role("radio").first.check()
    assert_sound(page)
    page.locator("main form [type=submit]").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    referral.refresh_from_db()
    assert (referral.state, referral.decline_reason is not None) == (ReferralState.DECLINED, True)


def test_the_code_opens_the_package(page: Page, base_url: str, referral: Referral) -> None:
    page.goto(link_in_the_mail(referral, base_url))
    page.get_by_role("button", name="Recevoir un code").click()
    page.get_by_label("Code reçu par courriel").fill("12345")
    page.get_by_role("button", name="Ouvrir les renseignements").click()
    expect(page.get_by_role("alert")).to_contain_text("Écrivez les six chiffres du code.")
    assert_sound(page)
    page.get_by_label("Code reçu par courriel").fill(code_in(mails_about(referral)[-1]))
    page.get_by_role("button", name="Ouvrir les renseignements").click()
    expect(page.get_by_role("heading", name=NAME)).to_be_visible()
    assert_sound(page)


def test_answering_without_script(page: Page, base_url: str, referral: Referral, browser) -> None:
    plain = browser.new_context(java_script_enabled=False, locale="fr-CA").new_page()
    plain.goto(link_in_the_mail(referral, base_url))
    plain.get_by_role("button", name="Sur notre liste d’attente").click()
    plain.get_by_label("Délai prévu, en semaines").fill("8")
    plain.get_by_role("button", name="Confirmer").click()
    expect(plain.get_by_role("heading", level=1)).to_have_text("Merci, la réponse est inscrite")
    plain.context.close()
