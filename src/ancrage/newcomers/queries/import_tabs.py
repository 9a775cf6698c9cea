"""The sheets of a workbook that may be a list: headings, then a row at least."""

from collections.abc import Iterable
from itertools import islice
from typing import Final, TypedDict

from django.utils.translation import gettext as _

from ancrage.files.extents import MOST_CELLS, SheetRefused
from ancrage.files.spreadsheets import Line, tabs_of

_MOST: Final = 50
_LONGEST: Final = 120


class MeasuredTab(TypedDict):
    """A sheet: its place in the workbook, its name, the line of its headings, these, its last line."""

    place: int
    name: str
    first: int
    headings: list[str]
    last: int


def measured(content: bytes) -> list[MeasuredTab]:
    """In order. Beyond what one sheet may hold, the next ones are not read.

    :raises SheetRefused: when there is none; for what stopped the first that holds something, if anything did.
    """
    found: list[MeasuredTab] = []
    refusal: SheetRefused | None = None
    cells = 0
    for tab in islice(tabs_of(content), _MOST):
        try:
            first, headings, last, width = _measure(tab.lines)
        except SheetRefused as error:
            refusal = refusal or error
            continue
        if first:
            found.append(
                {"place": tab.place, "name": tab.name[:_LONGEST], "first": first, "headings": headings, "last": last}
            )
        cells += last * width
        if cells > MOST_CELLS:
            break
    if not found:
        raise refusal or SheetRefused(_("Ce fichier ne contient aucune ligne sous ses titres."))
    return found


def _measure(lines: Iterable[Line]) -> tuple[int, list[str], int, int]:
    """The line of the headings (0 when no row follows them), the headings, the last line, how many cells a row has."""
    first, headings, last, rows, width = 0, [""], 0, 0, 0
    for line, cells in lines:
        last, width = line, max(width, len(cells))
        if any(cells):
            rows += 1
            if not first:
                first, headings = line, [cell[:_LONGEST] for cell in cells]
    while len(headings) > 1 and not headings[-1]:
        headings.pop()
    return first if rows > 1 else 0, headings, last, width
