"""What is asked of every page reached: no barrier that axe sees, nothing wider than a phone."""

from functools import cache
from typing import Any

from playwright.sync_api import Page

from tests.sources import ROOT

NARROW = 360
# Pages that axe is reading: it sets styles of its own, which the policy refuses and the console tells.
examined: set[Page] = set()
TOO_WIDE = """() => {
    const limit = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= limit) return [];
    return [...document.querySelectorAll('body *')]
        .filter(element => element.getBoundingClientRect().right > limit + 1)
        .map(element => element.outerHTML.slice(0, 120));
}"""


def assert_accessible(page: Page) -> None:
    """No violation of any rule of axe, best practices included."""
    examined.add(page)
    page.wait_for_load_state()
    result = page.evaluate(f"() => {{ {_axe()}; return axe.run(document, {{ resultTypes: ['violations'] }}) }}")
    examined.discard(page)
    assert not result["violations"], "\n".join([page.url, *map(_told, result["violations"])])


def assert_fits(page: Page) -> None:
    """Nothing is wider than a narrow phone: reading never scrolls sideways."""
    before = page.viewport_size
    page.set_viewport_size({"width": NARROW, "height": 740})
    wide = page.evaluate(TOO_WIDE)
    if before:
        page.set_viewport_size(before)
    assert not wide, "\n".join([f"{page.url} is wider than {NARROW} px:", *wide])


def assert_sound(page: Page) -> None:
    """Both, on the page as it stands."""
    assert_accessible(page)
    assert_fits(page)


@cache
def _axe() -> str:
    return (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text()


def _told(violation: dict[str, Any]) -> str:
    where = "\n".join(
        f"    {node['html'][:160]}\n      {node.get('failureSummary', '')}" for node in violation["nodes"]
    )
    return f"{violation['id']} ({violation['impact']}): {violation['help']}\n{where}"
