"""The map as it is drawn here: fitted to its places, nothing on top of anything."""

import json
from itertools import combinations, pairwise

import pytest

from ancrage.territory.places_file import read_places
from ancrage.ui import maps
from ancrage.ui.maps import Home, Pin, Town, drawn
from tests.sources import SOURCES

MONT_JOLI, RIMOUSKI = (48.585, -68.189), (48.449, -68.525)


def pins(*places: tuple[float, float]) -> list[Pin]:
    return [Pin(n, *place, f"Service {n}", f"#r{n}") for n, place in enumerate(places, start=1)]


def spots(map_: maps.Map) -> list[tuple[float, float]]:
    return [(float(pin["x"]), float(pin["y"])) for pin in map_.pins]


def test_without_a_place_there_is_no_map(draw):
    assert drawn([]) is None
    assert draw('<c-map :map="map" label="Carte" />', map=None) == ""


def test_each_number_leads_to_its_line_and_says_what_it_is(draw):
    html = draw('<c-map :map="map" label="Carte des services" />', map=drawn(pins(MONT_JOLI, RIMOUSKI)))
    assert 'role="group" aria-label="Carte des services"' in html
    assert '<a href="#r1" data-pin="1"><title>1. Service 1</title><circle class="pin"' in html
    assert "Les numéros renvoient à la liste." in html
    assert html.count("<script") == html.count('<script src="')


def test_what_is_written_by_people_stays_text(draw):
    evil = Pin(1, *MONT_JOLI, '"><script>alert(1)</script>', "#r1")
    html = draw('<c-map :map="map" label="{{ x }}" />', map=drawn([evil]), x='"><b>')
    assert "<script>" not in html
    assert "<b>" not in html


def test_north_is_up_and_east_to_the_right():
    (x1, y1), (x2, y2) = spots(drawn(pins(MONT_JOLI, RIMOUSKI)))
    assert x1 > x2
    assert y1 < y2


@pytest.mark.parametrize("number", [1, 2, 9, 30])
@pytest.mark.parametrize("place", [MONT_JOLI, (45.5, -73.6), (62.0, -78.0)])
def test_places_on_one_another_are_shown_side_by_side(number, place):
    map_ = drawn(pins(*[place] * number, RIMOUSKI))
    found = spots(map_)
    assert all(max(abs(a[0] - b[0]), abs(a[1] - b[1])) >= 28 for a, b in combinations(found, 2))
    assert all(13 <= x <= maps.WIDTH - 13 and 13 <= y <= maps.HEIGHT - 13 for x, y in found)
    assert [pin["number"] for pin in map_.pins] == [str(n) for n in range(1, number + 2)]
    assert bool(map_.lots) == (number > 1)


def test_neighbours_that_touch_are_pushed_aside_and_tied_to_their_place():
    matane, near = (48.843, -67.531), (48.61, -68.1)
    map_ = drawn(pins(*[RIMOUSKI] * 4, *[MONT_JOLI] * 9, near, matane))
    assert len(map_.lots) == 2
    assert map_.ties
    for tie in map_.ties:
        assert (tie["x"], tie["y"]) != (tie["to_x"], tie["to_y"])


def test_many_numbers_stay_apart_in_a_moment():
    some = [(48.449 + n % 7 / 40, -68.525 + n % 9 / 9) for n in range(120)]
    found = spots(drawn(pins(*some)))
    assert len(set(found)) == 120


def test_one_place_alone_keeps_its_neighbours_in_sight():
    (south, west), (north, east) = json.loads(drawn(pins(MONT_JOLI)).data)["bounds"]
    assert north - south > 0.1
    assert east - west > 0.2


def test_a_home_shows_with_its_circle_whole():
    map_ = drawn(pins(MONT_JOLI), home=Home(*RIMOUSKI, radius_km=20))
    x, y, r = (float(map_.halo[name]) for name in "xyr")
    assert r > 50
    assert x - r >= 30
    assert y + r <= maps.HEIGHT - 30
    assert "Le cercle vaut 20\u00a0km." in map_.caption
    assert "domicile" in map_.caption
    assert "domicile" not in drawn(pins(MONT_JOLI)).caption


def test_a_name_stands_beside_what_covers_its_place():
    map_ = drawn(pins(MONT_JOLI, RIMOUSKI), towns=[Town("Mont-Joli", *MONT_JOLI), Town("Luceville", 48.52, -68.33)])
    assert [town["name"] for town in map_.names] == ["Mont-Joli", "Luceville"]
    assert len(map_.dots) == 1, "under a number, no dot"
    assert abs(float(map_.names[0]["x"]) - spots(map_)[0][0]) >= 13


def test_names_without_room_are_left_to_whoever_comes_nearer():
    towns = [Town(f"Saint-Hilaire-{n}", 48.5 + n / 500, -68.3) for n in range(9)]
    map_ = drawn(pins(MONT_JOLI, RIMOUSKI), towns=towns)
    assert map_.names[0]["name"] == "Saint-Hilaire-0"
    assert 1 <= len(map_.names) < 6
    assert len(json.loads(map_.data)["towns"]) == 9


def test_a_boundary_is_drawn_and_fitted_when_nothing_else_is():
    square = [[[[-69.0, 48.0], [-68.0, 48.0], [-68.0, 48.5], [-69.0, 48.5], [-69.0, 48.0]]]]
    map_ = drawn([], boundaries=[square])
    assert map_.limit.startswith("M36.0 ")
    assert json.loads(map_.data)["boundaries"] == [square]


def test_the_browser_asks_for_pictures_only_where_the_operator_set_them(settings):
    assert "tiles" not in json.loads(drawn(pins(MONT_JOLI)).data)
    settings.ANCRAGE_MAP_TILES_URL = "https://tuiles.example/{z}/{x}/{y}.png"
    settings.ANCRAGE_MAP_TILES_CREDIT = "© Tuiles"
    assert json.loads(drawn(pins(MONT_JOLI)).data)["tiles"] == {
        "url": "https://tuiles.example/{z}/{x}/{y}.png",
        "credit": "© Tuiles",
    }


def test_the_water_leaves_every_town_on_land():
    places = read_places(SOURCES / "territory" / "data" / "municipalites.csv")
    wet = [
        place.name
        for place in places
        if place.latitude is not None
        for polygon in maps._water()
        if sum(_is_inside(place.longitude, place.latitude, ring) for ring in polygon) % 2
    ]
    assert not wet


def _is_inside(x: float, y: float, ring: maps.Ring) -> bool:
    crossings = sum(
        (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1 for (x1, y1), (x2, y2) in pairwise(ring)
    )
    return crossings % 2 == 1
