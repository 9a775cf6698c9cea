"""An icon that does not exist shows as a black square."""

import re
from pathlib import Path

from ancrage.ui.forms.gallery import ICONS

SOURCES = Path(__file__).resolve().parents[2] / "src" / "ancrage"
SHEET = (SOURCES / "ui" / "static" / "ui" / "ancrage.css").read_text()
KNOWN = set(re.findall(r"\.an-i-([a-z]+) \{ --i: var\(--i-\1\)", SHEET))
WRITTEN = re.compile(r'\ban-i-([a-z]+)\b|<c-icon[^>]*?\bname="([a-z]+)"|\bicon="([a-z]+)"')


def test_every_icon_written_exists():
    used = {
        (path.relative_to(SOURCES).as_posix(), next(filter(None, found)))
        for path in SOURCES.rglob("*.html")
        for found in WRITTEN.findall(path.read_text())
    }
    assert not {(where, name) for where, name in used if name not in KNOWN}


def test_every_icon_of_the_menu_exists():
    from ancrage.config.menu import MENU

    assert {line.icon for _section, lines in MENU for line in lines} <= KNOWN


def test_the_gallery_shows_every_icon():
    assert set(ICONS) == KNOWN
    assert all(f"--i-{name}: url(" in SHEET for name in KNOWN)
