"""The public request, as someone who just arrived makes it on a phone."""

from collections.abc import Callable

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, Page, expect

from ancrage.newcomers.models import Case
from tests.e2e.checks import assert_sound
from tests.e2e.steps import press, see
from tests.e2e.town import Town

KEPT = "() => sessionStorage.getItem('ancrage.demande')"
LONG = "() => localStorage.length"


@pytest.fixture(autouse=True)
def _cache_table(_rows_of_migrations: None) -> None:
    call_command("createcachetable")


def fill(page: Page) -> None:
    page.locator("[name=given_names]").fill("ليلى")
    page.locator("[name=family_names]").fill("حداد")
    page.locator("[name=contact_way][value=phone]").check()
    page.locator("[name=phone]").fill("418 555-0188")
    page.locator("[name=municipality]").fill("Mont-Joli")
    page.locator("[name=domains][value=logement]").check()
    page.locator("[name=message]").fill("مع طفلين")


def test_in_arabic_with_french_beside(phone: Page, sign_in: Callable[..., None], town: Town) -> None:
    phone.goto("/demande/?langue=ar")
    assert_sound(phone)
    expect(phone.locator("main [dir=rtl]").first).to_be_visible()
    expect(phone.get_by_label("رقم الهاتف")).to_have_attribute("dir", "ltr")
    expect(phone.get_by_text("Numéro de téléphone")).to_be_visible()
    fill(phone)
    phone.locator("[name=phone]").fill("12")
    phone.locator("main form [type=submit]").click()
    expect(phone.get_by_role("alert")).to_be_focused()
    assert_sound(phone)
    expect(phone.locator("[name=message]")).to_have_value("مع طفلين")
    phone.locator("[name=phone]").fill("418 555-0188")
    phone.wait_for_timeout(4000)
    phone.locator("main form [type=submit]").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Votre demande est reçue")
    assert_sound(phone)
    case = Case.objects.get()
    see(phone, case.reference)
    assert phone.evaluate(KEPT) is None and phone.evaluate(LONG) == 0
    sign_in(town.maude)
    phone.goto("/demandes/")
    see(phone, "En ligne", "ليلى حداد")
    assert_sound(phone)
    phone.goto(f"/dossiers/{case.pk}/")
    see(phone, "Demande en ligne", "Logement", "مع طفلين")
    assert_sound(phone)


def test_what_is_typed_stays_in_the_tab_and_in_no_other(page: Page, town: Town, browser: Browser) -> None:
    page.goto("/demande/")
    expect(page.get_by_text("gardées dans cet onglet")).to_be_hidden()
    fill(page)
    expect(page.get_by_text("gardées dans cet onglet")).to_be_visible()
    page.wait_for_function(f"() => ({KEPT})()?.includes('طفلين')")
    page.get_by_role("link", name="Español").click()
    expect(page.locator("[name=message]")).to_have_value("مع طفلين")
    expect(page.locator("[name=domains][value=logement]")).to_be_checked()
    page.reload()
    expect(page.locator("[name=phone]")).to_have_value("418 555-0188")
    other = page.context.new_page()
    other.goto("/demande/")
    expect(other.locator("[name=phone]")).to_have_value("")
    assert page.evaluate(LONG) == 0
    page.locator("[data-kept-clear]").click()
    expect(page.locator("[name=phone]")).to_have_value("")
    assert page.evaluate(KEPT) is None


def test_without_script(town: Town, browser: Browser, base_url: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="fr-CA", base_url=base_url)
    page = context.new_page()
    page.goto("/connexion/")
    page.get_by_role("link", name="Demander un accompagnement").click()
    fill(page)
    page.locator("[name=phone]").fill("")
    page.wait_for_timeout(4000)
    press(page, "Envoyer ma demande")
    expect(page.get_by_role("alert")).to_contain_text("Écrivez le numéro où vous joindre.")
    page.locator("[name=phone]").fill("418 555-0188")
    press(page, "Envoyer ma demande")
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre demande est reçue")
    context.close()


def test_an_unwanted_request_goes_in_one_click_and_comes_back(
    page: Page, sign_in: Callable[..., None], town: Town
) -> None:
    page.goto("/demande/")
    fill(page)
    page.wait_for_timeout(4000)
    press(page, "Envoyer ma demande")
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre demande est reçue")
    sign_in(town.maude)
    page.goto("/ma-journee/")
    page.get_by_role("button", name="Indésirable").click()
    see(page, "est écartée")
    expect(page.get_by_role("button", name="Indésirable")).to_have_count(0)
    press(page, "Annuler")
    expect(page.get_by_role("button", name="Indésirable")).to_be_visible()
