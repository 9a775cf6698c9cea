"""Monday morning: twelve new requests, three of them doubles, to assigned, booked, merged, without a dead end."""

import re
from collections.abc import Callable
from typing import Final

from playwright.sync_api import Locator, Page, expect

from ancrage.agenda.models import Appointment
from ancrage.newcomers.jobs import compare_persons
from ancrage.newcomers.models import Case, CaseState, Person
from tests.e2e.steps import arrive
from tests.e2e.town import Town, request_of
from tests.factories.agenda import works

NAMES: Final = (
    ("Nour", "Haddad"),
    ("Olena", "Kovalenko"),
    ("Thiago", "Barbosa"),
    ("Aminata", "Diallo"),
    ("Wei", "Zhang"),
    ("Lucía", "Ramírez"),
    ("Karim", "Benali"),
    ("Ngozi", "Okafor"),
    ("Emma", "Lindqvist"),
)
DOUBLES: Final = NAMES[:3]
MOST_CLICKS: Final = 6


class Clicks:
    """What the agent presses: each one counts."""

    made = 0

    def on(self, what: Locator) -> None:
        self.made += 1
        what.click()

    def to(self, what: Locator) -> None:
        self.made += 1
        arrive(what)


def test_twelve_requests_three_of_them_doubles(page: Page, sign_in: Callable[..., None], town: Town) -> None:
    works(town.maude, town.rimouski)
    for rank, (given, family) in enumerate((*NAMES, *DOUBLES)):
        request_of(town, given, family, phone=f"+1418555{150 + rank % len(NAMES):04}")
    compare_persons(0)
    clicks = Clicks()
    sign_in(town.maude)
    page.goto("/demandes/")
    expect(page.locator("tbody tr")).to_have_count(12)
    for _double in DOUBLES:
        _merge(page, clicks)
    expect(page.locator("tbody tr")).to_have_count(9)
    for left in range(9, 0, -1):
        _reach_and_book(page, clicks)
        expect(page.locator("tbody tr")).to_have_count(left - 1)
    assert Person.objects.count() == 9
    assert Case.objects.filter(state=CaseState.ACTIVE, agent=town.maude).exclude(first_contact_at=None).count() == 9
    assert Appointment.objects.planned().filter(worker=town.maude, case_tie__isnull=False).count() == 9
    assert clicks.made <= MOST_CLICKS * 12


def _merge(page: Page, clicks: Clicks) -> None:
    """Compare, keep one dossier, merge: back among the requests."""
    clicks.to(page.get_by_role("link", name=re.compile("Doublon probable")).first)
    clicks.on(page.locator("label").filter(has=page.locator("[name=continuing]")).first)
    clicks.to(page.get_by_role("button", name="Fusionner les deux fiches"))
    expect(page.get_by_role("heading", name="Demandes", exact=True)).to_be_visible()


def _reach_and_book(page: Page, clicks: Clicks) -> None:
    """Take, note the first contact, choose a slot: back among the requests."""
    row = page.locator("tbody tr").first
    clicks.on(row.get_by_role("button", name=re.compile("^Prendre")))
    clicks.on(row.get_by_role("link", name=re.compile("^Noter le premier contact")))
    clicks.to(page.get_by_role("button", name="Noter et prendre rendez-vous"))
    clicks.on(page.locator("label").filter(has=page.locator("[name=start]")).first)
    clicks.to(page.get_by_role("button", name="Prendre rendez-vous", exact=True))
    expect(page.get_by_role("heading", name="Demandes", exact=True)).to_be_visible()
