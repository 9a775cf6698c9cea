"""What the browser adds to the interface, and that nothing is lost without it."""

import pytest
from playwright.sync_api import Browser, Page, expect

from ancrage.ui import context
from ancrage.ui.navigation import Item, Menu, Section
from tests.e2e.checks import assert_accessible, assert_sound
from tests.ui import urls
from tests.ui.conftest import _small_site  # noqa: F401 the site of the interface alone

TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture(autouse=True)
def _menu(_small_site: None, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    shown = Menu([Section("Mon travail", [Item("Dossiers", "/composants/", "folder", 5)])], search="/composants/")
    monkeypatch.setattr(context, "_menu_callable", lambda: lambda _request: shown)
    urls.SENT.clear()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_gallery_is_sound_in_both_themes(page: Page, theme: str) -> None:
    page.emulate_media(color_scheme=theme)
    page.goto("/composants/")
    assert_sound(page)
    page.set_viewport_size({"width": 320, "height": 700})
    assert not page.evaluate(TOO_WIDE)


def test_open_menus_and_dialogs_are_accessible(phone: Page) -> None:
    phone.goto("/composants/")
    phone.get_by_role("button", name="Menu", exact=True).click()
    expect(phone.get_by_role("link", name="Dossiers 5 à traiter")).to_be_visible()
    assert_accessible(phone)
    phone.get_by_role("button", name="Fermer le menu").click()
    phone.locator("[popovertarget=d-exemple]").first.click()
    expect(phone.get_by_role("dialog")).to_be_visible()
    assert_accessible(phone)
    phone.keyboard.press("Escape")
    expect(phone.get_by_role("dialog")).to_be_hidden()


def test_the_slash_leads_to_the_search(page: Page) -> None:
    page.goto("/composants/")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.locator("#id_note").fill("")
    page.locator("#id_note").press("/")
    expect(page.locator("#id_note")).to_have_value("/")


def test_the_summary_of_errors_is_read_first_and_leads_to_the_field(page: Page) -> None:
    page.goto("/composants/")
    expect(page.locator("[data-errors]")).to_be_focused()
    page.get_by_role("link", name="Le 30 février n’existe pas").click()
    expect(page.locator("#id_born_0")).to_be_focused()


def test_a_double_click_sends_once(page: Page) -> None:
    page.goto("/essai/")
    page.get_by_label("Mot").fill("une fois")
    page.get_by_role("button", name="Enregistrer").dblclick()
    page.wait_for_timeout(900)
    assert [sent for sent in urls.SENT if not sent.startswith("brouillon")] == ["une fois"]


def test_a_draft_is_kept_while_typing(page: Page) -> None:
    page.goto("/essai/")
    page.get_by_label("Mot").fill("bonjour")
    expect(page.get_by_role("status").filter(has_text="Brouillon enregistré")).to_be_visible(timeout=8000)
    assert urls.SENT == ["brouillon bonjour"]


def test_names_are_suggested_while_typing(page: Page) -> None:
    page.goto("/essai/")
    page.get_by_label("Lieu").fill("Ri")
    expect(page.locator("datalist option")).to_have_count(2)
    page.get_by_label("Lieu").fill("Rim")
    expect(page.locator("datalist option")).to_have_count(1)


def test_a_message_can_be_closed(page: Page) -> None:
    page.goto("/dire/")
    page.goto("/composants/")
    page.get_by_role("button", name="Fermer ce message").click()
    expect(page.locator("#messages")).to_be_empty()


def test_language_and_appearance_change_and_stay(page: Page) -> None:
    page.goto("/formulaire/")
    page.get_by_role("button", name="English").click()
    expect(page).to_have_url("/formulaire/")
    assert page.locator("html").get_attribute("lang") == "en"


def test_everything_works_without_script(browser: Browser, base_url: str) -> None:
    page = browser.new_context(java_script_enabled=False, locale="fr-CA", base_url=base_url).new_page()
    page.goto("/formulaire/")
    page.get_by_label("Jour").fill("30")
    page.get_by_label("Mois").fill("2")
    page.get_by_label("Année").fill("1987")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("alert")).to_contain_text("Le 30 février n’existe pas.")
    expect(page.get_by_label("Jour")).to_have_value("30")
    page.context.close()
