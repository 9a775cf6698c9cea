"""On a phone: what is open stays in sight, and what belongs together stays together."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.town import Town, followed_case
from tests.factories.newcomers import CaseReferralFactory

IN_SIGHT = """tab => {
    const strip = tab.parentElement.getBoundingClientRect(), own = tab.getBoundingClientRect();
    return own.left >= strip.left - 1 && own.right <= strip.right + 1;
}"""
TOP = "element => element.getBoundingClientRect().top"
START = "element => element.getBoundingClientRect().left"


def test_the_open_tab_is_in_sight(phone: Page, sign_in: Callable[..., None], town: Town) -> None:
    case = followed_case(town)
    sign_in(town.maude)
    for tab in ("suivis", "consentements", "consultations"):
        phone.goto(f"/dossiers/{case.pk}/{tab}/")
        assert phone.locator(".an-tabs [aria-current]").evaluate(IN_SIGHT), tab


def test_what_is_under_a_label_of_a_card_stays_beside_it(phone: Page, sign_in: Callable[..., None], town: Town) -> None:
    case = followed_case(town)
    CaseReferralFactory.create(case=case, consent=case.consents.get(), referral__service=town.evening_french)
    sign_in(town.maude)
    phone.goto("/aiguillages/?tri=tous")
    cells = phone.locator(".an-table--cards td[data-label]")
    expect(cells.first).to_be_visible()
    starts = {round(one.evaluate(START)) for one in cells.locator("> *").all()}
    assert len(starts) == 1
    card = phone.locator(".an-card--flush").first
    assert card.locator("tbody tr").first.evaluate(TOP) - card.evaluate(TOP) <= 2
