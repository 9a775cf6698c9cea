"""With the keys alone: whoever acts on a line comes back to that line, or to the one that took its place; all is at hand."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from ancrage.core import today
from tests.e2e.town import Town, followed_case, request_of
from tests.factories.agenda import works
from tests.factories.newcomers import TaskFactory


def _enter(control: Locator) -> None:
    control.focus()
    control.press("Enter")


def _leave(control: Locator) -> None:
    """Press what leads to another page, and be there."""
    before = control.page.url
    _enter(control)
    control.page.wait_for_url(lambda url: url != before)


def test_a_request_taken_reached_and_booked_without_losing_ones_place(
    page: Page, sign_in: Callable[..., None], town: Town
) -> None:
    works(town.maude, town.rimouski)
    for given in ("Nour", "Olena", "Thiago"):
        request_of(town, given, "Haddad")
    sign_in(town.maude)
    page.goto("/demandes/")
    second = page.locator("tbody tr").nth(1)
    after = page.locator("tbody tr").nth(2).get_by_role("button", name="Prendre")
    name = after.inner_text().strip()
    _enter(second.get_by_role("button", name="Prendre"))
    note = second.get_by_role("link", name="Noter le premier contact")
    expect(note).to_be_focused()
    note.press("Enter")
    expect(page.get_by_role("heading", name="Premier contact avec")).to_be_focused()
    _leave(page.get_by_role("button", name="Noter et prendre rendez-vous"))
    page.locator("[name=start]").first.press("Space")
    _leave(page.get_by_role("button", name="Prendre rendez-vous", exact=True))
    moved = page.locator("tbody tr").nth(1).get_by_role("button", name="Prendre")
    expect(moved).to_be_focused()
    assert moved.inner_text().strip() == name


def test_the_next_thing_due_is_at_hand_once_one_is_done(page: Page, sign_in: Callable[..., None], town: Town) -> None:
    case = followed_case(town)
    for text in ("Rappeler l’école", "Écrire au CLSC", "Relire le bail"):
        TaskFactory.create(case=case, assigned_to=town.maude, text=text, due_on=today())
    sign_in(town.maude)
    page.goto("/ma-journee/")
    done = page.locator("#aujourdhui").get_by_role("button", name="Fait ")
    expect(done).to_have_count(3)
    _enter(done.nth(1))
    expect(done).to_have_count(2)
    expect(done.nth(1)).to_be_focused()
    _enter(done.nth(1))
    expect(done).to_have_count(1)
    expect(done.first).to_be_focused()


def test_with_a_mouse_the_focus_stays_where_the_browser_puts_it(
    page: Page, sign_in: Callable[..., None], town: Town
) -> None:
    case = followed_case(town)
    for text in ("Rappeler l’école", "Écrire au CLSC"):
        TaskFactory.create(case=case, assigned_to=town.maude, text=text, due_on=today())
    sign_in(town.maude)
    page.goto("/ma-journee/")
    done = page.locator("#aujourdhui").get_by_role("button", name="Fait ")
    done.first.click()
    expect(done).to_have_count(1)
    expect(done.first).not_to_be_focused()


def test_what_is_to_do_with_a_request_taken_holds_in_its_card(
    page: Page, sign_in: Callable[..., None], town: Town
) -> None:
    works(town.maude, town.rimouski)
    request = request_of(town, "Rosales Fernanda", "Hernández")
    request.agent = town.maude
    request.save(update_fields=["agent"])
    sign_in(town.maude)
    page.goto("/ma-journee/")
    card = page.locator("section", has=page.get_by_role("heading", name="Demandes")).first
    last = card.get_by_role("link", name="Prendre rendez-vous")
    inside, around = last.bounding_box(), card.bounding_box()
    assert inside
    assert around
    assert inside["x"] + inside["width"] <= around["x"] + around["width"]
    last.click()
    expect(page.get_by_role("heading", name="Prendre rendez-vous")).to_be_focused()
    slot = page.locator("label", has=page.locator("[name=start]")).first.bounding_box()
    assert slot
    assert slot["height"] >= 44
