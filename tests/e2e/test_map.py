"""The map: a drawing without script; with it, moved about and read with the keys alone."""

import base64
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from ancrage.config.content_policy import policy
from tests.e2e.checks import assert_accessible, assert_sound
from tests.e2e.steps import tab_to
from tests.e2e.test_interface import _menu, _small_site  # noqa: F401 the site of the interface alone

TILES = "https://tuiles.example/{z}/{x}/{y}.png"
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
FIRST, SECOND = "1. Français du soir", "2. Jumelage linguistique"


def live(page: Page) -> Locator:
    """The map of the gallery, once it moves."""
    page.goto("/composants/")
    page.locator("#c-carte").scroll_into_view_if_needed()
    expect(page.locator("#c-carte-1.is-live")).to_be_visible()
    return page.locator(".an-map__live")


def pin(of: Locator, name: str) -> Locator:
    return of.get_by_role("button", name=name)


def middle(of: Locator) -> tuple[float, float]:
    box = of.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


@pytest.fixture
def bare(browser: Browser, base_url: str) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=False, locale="fr-CA", base_url=base_url)
    yield context.new_page()
    context.close()


def test_without_script_each_number_is_a_link_to_its_line(bare: Page) -> None:
    bare.goto("/composants/")
    drawing = bare.get_by_role("group", name="Carte des services trouvés")
    expect(drawing).to_be_visible()
    drawing.get_by_role("link", name=SECOND).click()
    expect(bare).to_have_url(re.compile("#c-lieu-2$"))
    expect(bare.get_by_text("Les numéros renvoient à la liste.")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_map_is_sound_closed_and_open(page: Page, theme: str) -> None:
    page.emulate_media(color_scheme=theme)
    map_ = live(page)
    assert_sound(page)
    pin(map_, FIRST).press("Enter")
    expect(map_.get_by_role("link", name="Voir dans la liste")).to_be_focused()
    assert_accessible(page)


def test_nothing_more_is_asked_for_until_the_map_comes_into_sight(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/composants/")
    page.wait_for_load_state("networkidle")
    assert any(address.endswith("/ui/map.js") for address in asked)
    assert not [address for address in asked if "leaflet" in address or "water" in address or "live" in address]
    page.locator("#c-carte").scroll_into_view_if_needed()
    expect(page.locator("#c-carte-1.is-live")).to_be_visible()
    assert [address for address in asked if address.endswith("leaflet.js")]
    assert not [
        address for address in asked if not address.startswith(("http://localhost", "http://127.0.0.1", "data:"))
    ]


def test_the_keys_alone_go_from_number_to_number_open_and_come_back(page: Page) -> None:
    map_ = live(page)
    page.locator("#c-lieu-4 a").focus()
    tab_to(page, map_)
    page.keyboard.press("Tab")
    expect(pin(map_, FIRST)).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(pin(map_, SECOND)).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(pin(map_, FIRST)).to_be_focused()
    page.keyboard.press(" ")
    link = map_.get_by_role("link", name="Voir dans la liste")
    expect(link).to_be_focused()
    expect(pin(map_, FIRST)).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(link).to_be_hidden()
    expect(pin(map_, FIRST)).to_be_focused()
    expect(pin(map_, FIRST)).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Enter")
    link.press("Enter")
    expect(page).to_have_url(re.compile("#c-lieu-1$"))
    tab_to(page, page.get_by_role("button", name="Rapprocher"))


def test_the_arrows_move_the_map_and_the_signs_bring_it_nearer(page: Page) -> None:
    map_ = live(page)
    one = pin(map_, SECOND)
    x, _y = middle(one)
    map_.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function(
        "x => document.querySelector('.an-map__pin[data-pin=\"2\"]').getBoundingClientRect().x < x - 60", arg=x
    )
    expect(page.locator(".an-map__lot")).to_have_count(1)
    for _pressed in range(7):
        page.get_by_role("button", name="Rapprocher").press("Enter")
        page.wait_for_timeout(350)
    expect(page.locator(".an-map__lot")).to_have_count(0)


def test_a_line_of_the_list_shows_its_number_and_the_other_way_round(page: Page) -> None:
    map_ = live(page)
    page.locator("#c-lieu-2 a").focus()
    expect(pin(map_, SECOND)).to_have_class(re.compile("is-shown"))
    page.locator("#c-lieu-4").hover()
    expect(pin(map_, "4. Club de conversation")).to_have_class(re.compile("is-shown"))
    pin(map_, FIRST).focus()
    expect(page.locator("#c-lieu-1")).to_have_class(re.compile("is-shown"))
    expect(page.locator("#c-lieu-2")).not_to_have_class(re.compile("is-shown"))


def test_a_number_that_has_the_focus_keeps_it_when_the_map_begins_to_move(page: Page) -> None:
    page.route("**/leaflet.js", lambda route: (page.wait_for_timeout(400), route.continue_()))
    page.goto("/composants/")
    page.locator("#c-carte-1 svg a").nth(1).focus()
    expect(page.locator("#c-carte-1.is-live")).to_be_visible()
    expect(pin(page.locator(".an-map__live"), SECOND)).to_be_focused()


def test_the_drawing_stays_when_the_rest_does_not_come(page: Page) -> None:
    page.route("**/leaflet.js", lambda route: route.abort())
    page.goto("/composants/")
    page.locator("#c-carte").scroll_into_view_if_needed()
    page.wait_for_timeout(500)
    expect(page.locator("#c-carte-1 svg")).to_be_visible()


def test_the_pictures_of_the_operator_come_behind_and_their_source_is_named(page: Page, settings) -> None:
    settings.ANCRAGE_MAP_TILES_URL = TILES
    settings.ANCRAGE_MAP_TILES_CREDIT = "© Les tuiles https://tuiles.example/droits"
    settings.CONTENT_SECURITY_POLICY = policy(TILES)
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        assert route.request.headers.get("referer", "").count("/") <= 3, "the page is not told"
        route.fulfill(body=PIXEL, content_type="image/png")

    page.route("https://tuiles.example/**", answer)
    live(page)
    expect(page.locator(".leaflet-tile-loaded").first).to_be_visible()
    assert all(re.fullmatch(r"https://tuiles\.example/\d+/\d+/\d+\.png", address) for address in asked)
    credit = page.get_by_role("link", name="© Les tuiles")
    expect(credit).to_have_attribute("href", "https://tuiles.example/droits")
    assert_accessible(page)


def test_a_source_that_the_policy_does_not_name_is_refused(page: Page, settings, expected_console: set[str]) -> None:
    expected_console.add("Refused to load the image")
    expected_console.add("Loading the image")
    settings.ANCRAGE_MAP_TILES_URL = TILES
    asked: list[str] = []
    page.route("https://tuiles.example/**", lambda route: (asked.append(route.request.url), route.abort()))
    live(page)
    page.wait_for_timeout(500)
    assert not asked
