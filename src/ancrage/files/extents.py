"""How large a workbook is once unpacked, known before it is: a few kilobytes may hold gigabytes of cells."""

import re
from collections.abc import Callable
from typing import Final
from xml.parsers.expat import ExpatError, ParserCreate
from zipfile import ZipFile

from django.utils.translation import gettext as _

from ancrage.core.errors import Refused
from ancrage.files.kinds import XLSX, FileKind
from ancrage.ui.formats import number

MOST_ROWS: Final = 100_000
MOST_COLUMNS: Final = 200
MOST_CELLS: Final = 2_000_000
MOST_UNPACKED: Final = 200 * 1024 * 1024
_MOST_MEMBERS: Final = 2_000
_PIECE: Final = 256 * 1024
_LONGEST_TOKEN: Final = 4 * _PIECE
_PLACE: Final = re.compile(r"([A-Z]{1,4})(\d{1,8})")
_Start = Callable[[str, dict[str, str]], None]


class SheetRefused(Refused):
    """The file is not a list that can be read."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason, field="file")


def measure(archive: ZipFile, kind: FileKind) -> None:
    """Read the sheets of ``archive`` piece by piece, keeping nothing.

    :raises SheetRefused: as soon as it is known to be too large, or not to be well-formed.
    """
    members = archive.infolist()
    if len(members) > _MOST_MEMBERS or sum(one.file_size for one in members) > MOST_UNPACKED:
        raise _too_large()
    for one in members:
        if kind is XLSX and one.filename.startswith("xl/worksheets/") and one.filename.endswith(".xml"):
            _parse(archive, one.filename, _XlsxExtent().start)
        elif kind is not XLSX and one.filename == "content.xml":
            _parse(archive, one.filename, _OdsExtent().start)


def _parse(archive: ZipFile, name: str, start: _Start) -> None:
    parser = ParserCreate()
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = _no_doctype
    unpacked = 0
    try:
        with archive.open(name) as member:
            while piece := member.read(_PIECE):
                unpacked += len(piece)
                if unpacked > MOST_UNPACKED:
                    raise _too_large()
                parser.Parse(piece)
                # A tag, a comment or a name that has no end is read over from its start at each piece: for minutes.
                if unpacked - parser.CurrentByteIndex > _LONGEST_TOKEN:
                    raise _damaged()
            parser.Parse(b"", True)  # noqa: FBT003 - the library takes it by place
    except ExpatError as error:
        raise _damaged() from error


def _no_doctype(*_said: object) -> None:
    """Where an entity may be worth a billion others."""
    raise _damaged()


def _damaged() -> SheetRefused:
    return SheetRefused(_("Ce classeur est abîmé. Enregistrez-le de nouveau et reprenez."))


def _too_large() -> SheetRefused:
    return SheetRefused(
        _("Ce classeur est trop grand une fois ouvert (au plus %(rows)s lignes et %(columns)d colonnes).")
        % {"rows": number(MOST_ROWS), "columns": MOST_COLUMNS}
    )


class _Extent:
    """The rectangle that holds every cell met; the reader will keep it whole in memory."""

    def __init__(self) -> None:
        self.row = self.column = self.rows = self.columns = 0

    def meet(self, row: int, column: int) -> None:
        self.rows, self.columns = max(self.rows, row), max(self.columns, column)
        if self.rows > MOST_ROWS or self.columns > MOST_COLUMNS or self.rows * self.columns > MOST_CELLS:
            raise _too_large()


class _XlsxExtent(_Extent):
    def start(self, name: str, attributes: dict[str, str]) -> None:
        kind = name.rpartition(":")[2]
        if kind == "row":
            self.row, self.column = _number(attributes.get("r"), self.row + 1), 0
        elif kind == "c":
            self.column += 1
            if found := _PLACE.fullmatch(attributes.get("r", "")):
                self.row, self.column = int(found[2]), _column(found[1])
            self.meet(self.row, self.column)


class _OdsExtent(_Extent):
    """Repeated rows and cells count as many times, once they hold something."""

    def __init__(self) -> None:
        super().__init__()
        self.times = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        kind = name.rpartition(":")[2]
        if kind == "table":
            self.row = self.times = 0
        elif kind == "table-row":
            self.row += self.times
            self.times, self.column = _number(attributes.get("table:number-rows-repeated"), 1), 0
        elif kind in {"table-cell", "covered-table-cell"}:
            self.column += _number(attributes.get("table:number-columns-repeated"), 1)
            if "office:value-type" in attributes or "table:formula" in attributes:
                self.meet(self.row + self.times, self.column)


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else otherwise


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
