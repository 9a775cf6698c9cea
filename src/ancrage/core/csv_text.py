"""Reading what spreadsheets save as CSV: whatever their encoding and their separator."""

import codecs
import csv
import io
from collections.abc import Iterator
from typing import Final

_LOOKED_AT: Final = 400


class UnreadableCsv(Exception):
    """A quote is never closed, or a cell is too long. ``line``: where reading stopped."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line}")
        self.line = line


def decoded(content: bytes) -> str:
    """The text of a file: Unicode where it says so or is, what older Windows writes (Latin-1 and more) otherwise."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace")
    if unmarked := _utf16_without_mark(content[:_LOOKED_AT]):
        return content.decode(unmarked, errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def separator_of(header: str) -> str:
    """What stands between the columns of ``header``: a comma, a semicolon or a tab, the most frequent."""
    return max(",;\t", key=header.count)


def csv_rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each row with its line, its cells stripped. A cell may hold several lines: it still counts for one row.

    :raises UnreadableCsv: while it is read.
    """
    start = next((line for line in text.splitlines() if line.strip()), "")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator_of(start), strict=True)
    try:
        for line, cells in enumerate(reader, start=1):
            yield line, [" ".join(cell.split()) for cell in cells]
    except csv.Error as error:
        raise UnreadableCsv(reader.line_num) from error


def _utf16_without_mark(start: bytes) -> str:
    """One byte of two is null in a text of mostly Latin letters."""
    if len(start) < 2:
        return ""
    for place, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        these, others = start[place::2], start[1 - place :: 2]
        if these.count(0) > len(these) * 0.6 and not others.count(0):
            return name
    return ""
