"""Reading what spreadsheets save as CSV: whatever their encoding and their separator."""

import codecs
import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Final

_LOOKED_AT: Final = 400
_PIECE: Final = 256 * 1024


class UnreadableCsv(Exception):
    """A quote is never closed, or a cell is too long. ``line``: where reading stopped."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line}")
        self.line = line


def decoded(content: bytes) -> str:
    """The text of a file, without the mark of its encoding."""
    return content.decode(_encoding_of(io.BytesIO(content)), errors="replace")


@contextmanager
def text_of(file: IO[bytes]) -> Iterator[IO[str]]:
    """The same piece by piece, from the start of ``file``."""
    text = io.TextIOWrapper(file, _encoding_of(file), errors="replace", newline="")
    try:
        yield text
    finally:
        text.detach()


def _encoding_of(file: IO[bytes]) -> str:
    """Unicode where it says so or is, what older Windows writes (Latin-1 and more) otherwise."""
    file.seek(0)
    start = file.read(_LOOKED_AT)
    file.seek(0)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    found = _utf16_without_mark(start) or ("utf-8-sig" if _is_utf8(file) else "cp1252")
    file.seek(0)
    return found


def _is_utf8(file: IO[bytes]) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while piece := file.read(_PIECE):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def separator_of(header: str) -> str:
    """What stands between the columns of ``header``: a comma, a semicolon or a tab, the most frequent."""
    return max(",;\t", key=header.count)


def csv_rows(text: IO[str]) -> Iterator[tuple[int, list[str]]]:
    """Each row with its line, its cells stripped. A cell may hold several lines: it still counts for one row.

    :raises UnreadableCsv: while it is read.
    """
    start = next((line for line in iter(text.readline, "") if line.strip()), "")
    text.seek(0)
    reader = csv.reader(text, delimiter=separator_of(start), strict=True)
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
