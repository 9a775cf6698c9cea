"""Which characters the fonts of our documents can show."""

import struct
from functools import cache
from pathlib import Path
from typing import Final

FONTS: Final = Path(__file__).parent / "fonts"
_UNICODE_TABLES: Final = {(0, 3), (0, 4), (0, 6), (3, 1), (3, 10)}
_SEGMENTS, _GROUPS = 4, 12
UNSHOWN: Final = "?"


def shown(text: str) -> str:
    """``text`` without control characters, and with « ? » in place of what no font of ours can show.

    The standard of accessible documents refuses a character that would be drawn as an empty box.
    """
    kept = (c for c in text if c == "\n" or ord(c) >= ord(" "))
    return "".join(c if c == "\n" or ord(c) in _covered() else UNSHOWN for c in kept)


@cache
def _covered() -> frozenset[int]:
    """What every style of one family covers, over the families."""
    families: dict[str, set[int]] = {}
    for path in sorted(FONTS.glob("*.ttf")):
        family, found = path.name.split("_")[0], _characters(path.read_bytes())
        families[family] = families[family] & found if family in families else found
    return frozenset().union(*families.values())


def _characters(font: bytes) -> set[int]:
    """The characters of a TrueType font, from its « cmap » table (formats 4 and 12)."""
    count = struct.unpack_from(">H", font, 4)[0]
    tables = (struct.unpack_from(">4sLLL", font, 12 + 16 * n) for n in range(count))
    start = next(offset for tag, _sum, offset, _length in tables if tag == b"cmap")
    found: set[int] = set()
    for n in range(struct.unpack_from(">H", font, start + 2)[0]):
        platform, encoding, offset = struct.unpack_from(">HHL", font, start + 4 + 8 * n)
        if (platform, encoding) in _UNICODE_TABLES:
            found |= _subtable(font, start + offset)
    return found


def _subtable(font: bytes, at: int) -> set[int]:
    kind = struct.unpack_from(">H", font, at)[0]
    if kind == _GROUPS:
        groups = struct.unpack_from(">L", font, at + 12)[0]
        spans = [struct.unpack_from(">LL", font, at + 16 + 12 * n) for n in range(groups)]
    elif kind == _SEGMENTS:
        size = struct.unpack_from(">H", font, at + 6)[0]
        ends = struct.unpack_from(f">{size // 2}H", font, at + 14)
        starts = struct.unpack_from(f">{size // 2}H", font, at + 16 + size)
        spans = [span for span in zip(starts, ends, strict=True) if span[0] != 0xFFFF]
    else:
        return set()
    return {character for first, last in spans for character in range(first, last + 1)}
