from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO, Any

from ancrage.directory.exchange.sheets import fields_for, first_rows


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of a spreadsheet: its title, what it holds as far as is known, and the first values in it."""

    title: str
    held: str
    values: str


def headings_of(file: IO[bytes], mapping: Mapping[str, Any]) -> list[Heading]:
    """:raises SheetRefused: when it is no spreadsheet."""
    titles, *rows = first_rows(file) or [[]]
    held = fields_for(titles, mapping)
    return [
        Heading(title, held[title], _first([row[place : place + 1] for row in rows]))
        for place, title in enumerate(titles)
    ]


def _first(cells: list[list[str]]) -> str:
    return " · ".join(dict.fromkeys(cell[0][:40] for cell in cells if any(cell)))
