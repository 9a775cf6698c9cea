"""Help where it is needed: the keys over the page, the paragraph of a page, the first day; what anyone may read."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from ancrage.accounts.actions.sign_in import note_attempt
from ancrage.accounts.models import Outcome, User
from ancrage.core.clock import real_now
from tests.e2e.checks import assert_accessible, assert_sound
from tests.e2e.steps import arrive, press, reach
from tests.factories.accounts import user_as


@pytest.fixture
def agent() -> User:
    return user_as("integration_agent", full_name="Maude Thériault")


def test_the_question_mark_lists_the_keys_over_the_page(
    page: Page, sign_in: Callable[[User], None], agent: User
) -> None:
    sign_in(agent)
    page.goto("/dossiers/verifications/")
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Touches")
    expect(keys).to_be_visible()
    expect(keys.get_by_text("Aller à la recherche")).to_be_visible()
    expect(keys.get_by_role("button", name="Fermer")).to_be_focused()
    assert_accessible(page)
    page.set_viewport_size({"width": 360, "height": 740})
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    page.keyboard.press("/")
    expect(keys).to_be_visible()
    page.keyboard.press("Escape")
    expect(keys).to_have_count(0)
    page.get_by_role("searchbox").first.focus()
    page.keyboard.press("?")
    expect(keys).to_have_count(0)


def test_the_keys_turned_off_do_nothing(page: Page, sign_in: Callable[[User], None], agent: User) -> None:
    sign_in(agent)
    page.goto("/aide/raccourcis/")
    press(page, "Désactiver les touches à un caractère")
    expect(page.get_by_role("button", name="Activer les touches à un caractère")).to_be_visible()
    page.goto("/dossiers/verifications/")
    page.keyboard.press("?")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox").first).not_to_be_focused()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_without_javascript_the_keys_are_a_page_and_each_page_leads_to_its_help(
    browser: Browser, base_url: str, sign_in: Callable[..., None], agent: User
) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=base_url, locale="fr-CA")
    sign_in(agent, context)
    page = context.new_page()
    page.goto("/dossiers/verifications/")
    arrive(page.get_by_role("link", name=re.compile("^Aide.: Vérifications$")))
    expect(page).to_have_url(re.compile("/aide/#dossiers-verifications$"))
    reach(page, "Raccourcis clavier")
    expect(page.get_by_role("heading", name="Touches")).to_be_visible()
    context.close()


def test_a_first_day_step_by_step(page: Page, sign_in: Callable[[User], None], agent: User) -> None:
    note_attempt(email=agent.email, address=None, outcome=Outcome.SIGNED_IN, at=real_now())
    sign_in(agent)
    page.goto("/")
    expect(page.get_by_role("heading", name="Premier jour", level=1)).to_be_visible()
    assert_sound(page)
    page.get_by_role("button", name="C’est fait Ouvrir Ma journée").click()
    expect(page.get_by_text("1 est faite.")).to_be_visible()
    page.emulate_media(color_scheme="dark")
    assert_sound(page)
    press(page, "Je n’ai plus besoin du guide")
    expect(page).to_have_url(re.compile("/ma-journee/$"))
    page.goto("/")
    expect(page).to_have_url(re.compile("/ma-journee/$"))


def test_the_pages_of_the_foot_are_read_by_anyone_in_the_dark_too(page: Page) -> None:
    page.goto("/connexion/")
    reach(page, "Confidentialité")
    assert_sound(page)
    page.get_by_text("Ce qui est gardé").first.click()
    expect(page.get_by_text("date de naissance").first).to_be_visible()
    page.emulate_media(color_scheme="dark")
    assert_sound(page)
    reach(page, "Accessibilité")
    assert_sound(page)


def test_my_notices_are_chosen_in_the_dark_too(page: Page, sign_in: Callable[[User], None], agent: User) -> None:
    sign_in(agent)
    page.goto("/mon-compte/")
    reach(page, "Choisir ce que je reçois par courriel")
    page.get_by_label("Dossier confié ou transféré").select_option("Courriel tout de suite")
    press(page, "Enregistrer")
    expect(page.get_by_text("Vos choix sont enregistrés.")).to_be_visible()
    expect(page.get_by_label("Dossier confié ou transféré")).to_have_value("at_once")
    page.emulate_media(color_scheme="dark")
    assert_sound(page)
