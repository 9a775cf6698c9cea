"""The words of the trade, as ``docs/glossaire.md`` says them: one row a term, the second column for who programs."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_COLUMNS: Final = 3
_HEAD: Final = 2


@dataclass(frozen=True)
class Term:
    words: str
    meaning: str


def read_terms(text: str) -> Iterator[Term]:
    rows = [line for line in text.splitlines() if line.startswith("|")]
    for row in rows[_HEAD:]:
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        if len(cells) >= _COLUMNS and cells[0] and cells[2]:
            yield Term(cells[0], cells[2])
