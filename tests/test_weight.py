"""A first visit costs at most 100 kB, pages compressed too: lines are slow where people live far apart."""

import re

import brotli
import pytest
from django.test import Client

from ancrage.config import checkout

KB = 1000
STATIC = checkout.ROOT / "src" / "ancrage" / "ui" / "static" / "ui"
WRITTEN = (
    "ancrage.css",
    "ancrage.js",
    "map.js",
    "vendor/htmx.min.js",
    "vendor/qc-sdg/css/qc-sdg.min.css",
    "favicon.svg",
)
FONTS = ("open-sans-v43-latin-regular", "open-sans-v43-latin-600", "roboto-v48-latin-700")


def test_what_every_page_brings_leaves_room_for_the_page() -> None:
    written = sum(len(brotli.compress((STATIC / name).read_bytes())) for name in WRITTEN)
    fonts = sum((STATIC / f"vendor/qc-sdg/fonts/{name}.woff2").stat().st_size for name in FONTS)
    assert written + fonts <= 88 * KB


def test_a_map_adds_little_before_it_is_in_sight() -> None:
    """Leaflet is asked for afterwards (``tests/e2e/test_map.py``), and stays what it is."""
    assert len(brotli.compress((STATIC / "map.js").read_bytes())) <= 2 * KB
    later = ("map.css", "map-live.js", "water.json", "vendor/leaflet/leaflet.css", "vendor/leaflet/leaflet.js")
    assert sum(len(brotli.compress((STATIC / name).read_bytes())) for name in later) <= 50 * KB


@pytest.mark.django_db
def test_a_page_leaves_compressed(client: Client) -> None:
    plain = client.get("/connexion/")
    small = client.get("/connexion/", headers={"Accept-Encoding": "gzip"})
    assert small.headers["Content-Encoding"] == "gzip"
    assert len(small.content) <= len(plain.content) // 2


def test_the_pages_ask_for_no_other_font() -> None:
    """A fourth weight would cost as much as two pages."""
    css = (STATIC / "ancrage.css").read_text()
    weights = set(re.findall(r"(?:font-weight:|font:)\s*(\d{3})", css))
    assert weights <= {"400", "600", "700"}
