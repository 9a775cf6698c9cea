"""Reading lists made with a spreadsheet: CSV, XLSX, ODS. Cells come as text; a formula is its last value, never run.

What a file claims to be proves nothing: its content says its kind, and a workbook is measured before it is opened.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from io import BytesIO
from typing import IO, Any, Final
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from ancrage.core.csv_text import UnreadableCsv, csv_rows, text_of
from ancrage.files.extents import MOST_ROWS, SheetRefused, measure
from ancrage.files.kinds import CSV, ODS, XLSX, FileKind, kind_of
from ancrage.ui.formats import number

Line = tuple[int, list[str]]
Content = bytes | IO[bytes]
_ZIP: Final = b"PK\x03\x04"
_LONGEST_TYPE: Final = 100
_OLD: Final = b"\xd0\xcf\x11\xe0"
# Letters, tabs and ends of lines: below the space, a text holds nothing else.
_NO_TEXT: Final = frozenset(map(chr, range(32))) - frozenset("\t\r\n\x0b\x0c\x1a")
_LOOKED_AT: Final = 400
_PIECE: Final = 64 * 1024


def sheet_kind(content: Content) -> FileKind:
    """What ``content`` is, whatever its name.

    :raises SheetRefused: (field ``file``) when it is no spreadsheet, or one too large to be opened.
    """
    file = _at_start(content)
    start = file.read(_LOOKED_AT)
    if start.startswith(_OLD):
        raise SheetRefused(
            _(
                "Ce classeur est dans un ancien format, ou protégé par un mot de passe. Enregistrez-le en XLSX ou en CSV."
            )
        )
    if start.startswith(_ZIP):
        return _workbook_kind(file)
    with text_of(file) as text:
        shown = text.read(_LOOKED_AT).lstrip()[:15].lower()
        text.seek(0)
        if kind_of(start) or any(not _NO_TEXT.isdisjoint(piece) for piece in iter(partial(text.read, _PIECE), "")):
            raise SheetRefused(
                _("Le contenu de ce fichier n’est ni du CSV, ni un classeur XLSX ou ODS, quel que soit son nom.")
            )
    if shown.startswith(("<!doctype", "<html", "<?xml")):
        raise SheetRefused(_("Ce fichier est une page Web, quel que soit son nom. Enregistrez la liste en CSV."))
    return CSV


def _at_start(content: Content) -> IO[bytes]:
    file = BytesIO(content) if isinstance(content, bytes) else content
    file.seek(0)
    return file


@dataclass(frozen=True, slots=True)
class Tab:
    """A sheet of a workbook: its place among all, its name, its rows. A CSV is one, without a name."""

    place: int
    name: str
    lines: Iterator[Line]


def lines_of(content: Content, tab: int | None = None, *, most: int = MOST_ROWS) -> Iterator[Line]:
    """Each row with its number in the spreadsheet, from 1; its cells as text, stripped. A CSV is read piece by piece.

    :param tab: the place of the sheet to read; the first that holds something otherwise.
    :raises SheetRefused: when it cannot be read, at once or further on, or has too many rows.
    """
    for one in tabs_of(content, most=most):
        if tab is None or tab == one.place:
            line = 0
            for line, cells in one.lines:
                yield line, cells
            if line:
                return


def tabs_of(content: Content, *, most: int = MOST_ROWS) -> Iterator[Tab]:
    """The sheets that are shown, in order. The rows of each are read before the next is asked for.

    :raises SheetRefused: as ``lines_of``.
    """
    file = _at_start(content)
    is_workbook = file.read(len(_ZIP)) == _ZIP
    file.seek(0)
    if not is_workbook:
        yield Tab(0, "", _bounded(_csv_lines(file), most))
        return
    with _opened(file) as book:
        for place, one in enumerate(book.sheets_metadata):
            if one.typ is SheetTypeEnum.WorkSheet and one.visible is SheetVisibleEnum.Visible:
                yield Tab(place, one.name, _bounded(_tab_lines(book, one.name), most))


def _bounded(rows: Iterator[Line], most: int) -> Iterator[Line]:
    for line, cells in rows:
        if line > most:
            raise SheetRefused(
                _("Ce fichier a plus de %(rows)s lignes. Importez-le en plusieurs fois.") % {"rows": number(most)}
            )
        yield line, cells


def _workbook_kind(file: IO[bytes]) -> FileKind:
    try:
        with ZipFile(file) as archive:
            kind = _said_kind(archive)
            if kind:
                measure(archive, kind)
    except (BadZipFile, NotImplementedError, RuntimeError, UnicodeDecodeError):
        kind = None
    if kind is None:
        raise SheetRefused(
            _("Le contenu de ce fichier n’est ni du CSV, ni un classeur XLSX ou ODS, quel que soit son nom.")
        )
    return kind


def _said_kind(archive: ZipFile) -> FileKind | None:
    names = set(archive.namelist())
    if "xl/workbook.xml" in names:
        return XLSX
    if "mimetype" in names and archive.getinfo("mimetype").file_size < _LONGEST_TYPE:
        return ODS if archive.read("mimetype").decode("ascii") == ODS.content_type else None
    return None


def _csv_lines(file: IO[bytes]) -> Iterator[Line]:
    try:
        with text_of(file) as text:
            yield from csv_rows(text)
    except UnreadableCsv as error:
        raise SheetRefused(
            _(
                "Le fichier se lit mal à partir de la ligne %(line)d : un guillemet n’est pas fermé, ou une cellule est trop longue."
            )
            % {"line": error.line}
        ) from error


def _opened(file: IO[bytes]) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_filelike(file)
    except CalamineError as error:
        raise _unreadable() from error


def _tab_lines(book: CalamineWorkbook, name: str) -> Iterator[Line]:
    try:
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except CalamineError as error:
        raise _unreadable() from error
    yield from ((line, [_text(cell) for cell in row]) for line, row in enumerate(rows, start=1))


def _unreadable() -> SheetRefused:
    return SheetRefused(_("Ce classeur se lit mal. Enregistrez la liste en CSV et reprenez."))


def _text(cell: Any) -> str:  # noqa: ANN401 - what a workbook holds
    match cell:
        case bool():
            return _("oui") if cell else _("non")
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime():
            return cell.date().isoformat()
        case date():
            return cell.isoformat()
        case _:
            return " ".join(str(cell).split())
