"""An occupation found by what people call it: with the keyboard alone, then without JavaScript, on a phone."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.urls import clear_url_caches
from playwright.sync_api import Browser, Page, expect

from ancrage.accounts.models import User
from ancrage.core import now
from ancrage.core.actors import JobActor
from ancrage.directory.actions.occupations import load_occupations
from tests.directory.test_occupations import told
from tests.e2e.checks import assert_sound
from tests.e2e.town import build_town


@pytest.fixture(autouse=True)
def _page_of_a_form(settings: Any) -> Iterator[None]:
    settings.ROOT_URLCONF = "tests.e2e.field_urls"
    clear_url_caches()
    yield
    clear_url_caches()


def test_the_choices_come_while_one_types_and_are_picked_by_keyboard(
    page: Page, sign_in: Callable[[User], None]
) -> None:
    sign_in(build_town().maude)
    load_occupations(told(), by=JobActor("tests"), at=now())
    page.goto("/essai-profession/")
    page.get_by_label("Appellation d’emploi").focus()
    page.keyboard.type("soudeuse", delay=20)
    expect(page.get_by_role("status").filter(has_text="professions trouvées")).to_be_visible()
    assert_sound(page)
    # The button, then the group of choices.
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.get_by_role("radio").first).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.locator("body")).to_contain_text("Choisie : 72106")


def test_without_javascript_a_button_lists_them(browser: Browser, base_url: str, sign_in: Callable[..., None]) -> None:
    context = browser.new_context(
        base_url=base_url, java_script_enabled=False, locale="fr-CA", viewport={"width": 360, "height": 740}
    )
    sign_in(build_town().maude, context)
    load_occupations(told(), by=JobActor("tests"), at=now())
    page = context.new_page()
    page.goto("/essai-profession/")
    page.get_by_label("Appellation d’emploi").fill("femme de ménage")
    page.get_by_role("button", name="Chercher", exact=True).last.click()
    expect(page.get_by_text("Choisissez l’une des professions trouvées.").first).to_be_visible()
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator("body")).to_contain_text("Choisie : 65310")
    context.close()
