"""The watch itself: a page that breaks a promise is seen."""

import pytest
from playwright.sync_api import Page

from tests.e2e.checks import assert_accessible, assert_fits, assert_sound


def test_a_missing_page_is_told_in_french(page: Page, expected_statuses: set[int]) -> None:
    expected_statuses.add(404)
    answer = page.goto("/nulle-part")
    assert answer is not None
    assert answer.status == 404
    assert page.locator("html").get_attribute("lang") == "fr"
    assert_sound(page)


def test_the_health_pages_answer(page: Page) -> None:
    for path in ("/healthz", "/readyz"):
        answer = page.goto(path)
        assert answer is not None
        assert answer.text() == "ok\n"


def test_barriers_and_overflow_are_seen(page: Page) -> None:
    page.set_content("<main><img src='data:,' alt><p>Une image décorative</p></main>")
    page.set_content("<main><img src='data:,'><div id='w'>x</div></main>")
    with pytest.raises(AssertionError, match="image-alt"):
        assert_accessible(page)
    page.evaluate("document.getElementById('w').style.width = '900px'")
    with pytest.raises(AssertionError, match="wider than 360"):
        assert_fits(page)
