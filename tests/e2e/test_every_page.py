"""Every address that anyone may read, in the browser: no barrier, nothing wider than a phone."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page

from ancrage.accounts.models import User
from tests.access.rows import NOBODY, Row
from tests.e2e.checks import assert_accessible, assert_sound
from tests.e2e.town import Town, followed_case, request_of
from tests.factories.accounts import user_as
from tests.test_access import TABLE

# Answers for machines and scripts.
NOT_PAGES = {
    "healthz",
    "readyz",
    *(f"newcomers:{name}" for name in ("municipalities", "case_agents", "online_places", "import_progress")),
    "directory:reading_progress",
    "directory:occupations",
}
READ = [row for row in TABLE if row.data is None and row.success == {200} and row.name not in NOT_PAGES]
# Emptying the base takes longer than a page: several pages in each test.
LOTS = [READ[start : start + 8] for start in range(0, len(READ), 8)]


def _first_and_last(lot: list[Row]) -> str:
    return f"{lot[0].name} to {lot[-1].name}"


@pytest.mark.parametrize("lot", LOTS, ids=_first_and_last)
def test_every_page_is_sound(page: Page, context: BrowserContext, sign_in: Callable[..., None], lot: list[Row]) -> None:
    found = []
    for row in lot:
        context.clear_cookies()
        user = _reader(row)
        if user:
            sign_in(user)
        answer = page.request.get(reverse(row.name, kwargs=dict(row.to(user)), query=dict(row.query) or None))
        assert answer.ok, f"{row}: {answer.status}"
        if not answer.headers["content-type"].startswith("text/html"):
            continue
        page.goto(answer.url)
        try:
            assert_sound(page)
        except AssertionError as problem:
            found.append(f"{row}: {problem}")
    assert not found, "\n\n".join(found)


def _reader(row: Row) -> User | None:
    """A visitor where a visitor may come, else an agent, else the first role that may."""
    if NOBODY in row.who:
        return None
    role = "integration_agent" if "integration_agent" in row.who else min(row.who)
    return user_as(role, full_name="Maude Thériault")


def test_the_main_pages_are_accessible_in_the_dark(page: Page, sign_in: Callable[..., None], town: Town) -> None:
    request_of(town)
    case = followed_case(town)
    need = case.plan.needs.get()
    page.emulate_media(color_scheme="dark")
    sign_in(town.maude)
    dossier = f"/dossiers/{case.pk}/"
    for address in (
        "/ma-journee/",
        "/dossiers/",
        "/dossiers/nouveau/",
        dossier,
        f"{dossier}consentements/nouveau/",
        f"{dossier}historique/",
        f"{dossier}aiguiller/?besoin={need.pk}",
        f"{dossier}aiguiller/{need.pk}/{town.evening_french.pk}/",
    ):
        page.goto(address)
        assert_accessible(page)
