"""A question at the counter, counted while the person is still there, linked to a dossier later."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.checks import assert_sound
from tests.e2e.steps import field, press, reach, see
from tests.e2e.town import Town, followed_case


def test_a_question_is_counted_then_named(page: Page, sign_in: Callable[..., None], town: Town) -> None:
    case = followed_case(town)
    sign_in(town.maude)
    page.goto("/demandes/")
    reach(page, "Au comptoir")
    assert_sound(page)
    field(page, "Sujet de la question").select_option(label="Logement")
    field(page, "Langue de l’échange").fill("espagnol")
    press(page, "Compter la question")
    see(page, "La question est comptée.")
    assert_sound(page)
    page.get_by_role("link", name="Rattacher à un dossier").click()
    expect(field(page, "Numéro du dossier")).to_be_visible()
    assert_sound(page)
    field(page, "Numéro du dossier").fill(case.reference)
    press(page, "Rattacher")
    expect(page.get_by_role("link", name=case.reference, exact=True)).to_be_visible()
    press(page, "Annuler")
    expect(page.get_by_role("link", name="Rattacher à un dossier")).to_be_visible()
