"""Reading lists made with a spreadsheet: CSV, XLSX, ODS. Cells come as text; a formula is its last value, never run.

What a file claims to be proves nothing: its content says its kind, and a workbook is measured before it is opened.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any, Final
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from ancrage.core.csv_text import UnreadableCsv, csv_rows, decoded
from ancrage.files.extents import MOST_ROWS, SheetRefused, measure
from ancrage.files.kinds import CSV, ODS, XLSX, FileKind, kind_of
from ancrage.ui.formats import number

Line = tuple[int, list[str]]
_ZIP: Final = b"PK\x03\x04"
_LONGEST_TYPE: Final = 100
_OLD: Final = b"\xd0\xcf\x11\xe0"
# Letters, tabs and ends of lines: below the space, a text holds nothing else.
_NO_TEXT: Final = frozenset(range(32)) - frozenset(b"\t\r\n\x0b\x0c\x1a")


def sheet_kind(content: bytes) -> FileKind:
    """What ``content`` is, whatever its name.

    :raises SheetRefused: (field ``file``) when it is no spreadsheet, or one too large to be opened.
    """
    if content.startswith(_OLD):
        raise SheetRefused(
            _(
                "Ce classeur est dans un ancien format, ou protégé par un mot de passe. Enregistrez-le en XLSX ou en CSV."
            )
        )
    if content.startswith(_ZIP):
        return _workbook_kind(content)
    text = decoded(content)
    if kind_of(content) or any(ord(one) in _NO_TEXT for one in set(text)):
        raise SheetRefused(
            _("Le contenu de ce fichier n’est ni du CSV, ni un classeur XLSX ou ODS, quel que soit son nom.")
        )
    if text.lstrip()[:15].lower().startswith(("<!doctype", "<html", "<?xml")):
        raise SheetRefused(_("Ce fichier est une page Web, quel que soit son nom. Enregistrez la liste en CSV."))
    return CSV


@dataclass(frozen=True, slots=True)
class Tab:
    """A sheet of a workbook: its place among all, its name, its rows. A CSV is one, without a name."""

    place: int
    name: str
    lines: Iterator[Line]


def lines_of(content: bytes, tab: int | None = None) -> Iterator[Line]:
    """Each row with its number in the spreadsheet, from 1; its cells as text, stripped.

    :param tab: the place of the sheet to read; the first that holds something otherwise.
    :raises SheetRefused: when it cannot be read, at once or further on, or has too many rows.
    """
    for one in tabs_of(content):
        if tab is None or tab == one.place:
            line = 0
            for line, cells in one.lines:
                yield line, cells
            if line:
                return


def tabs_of(content: bytes) -> Iterator[Tab]:
    """The sheets that are shown, in order. The rows of each are read before the next is asked for.

    :raises SheetRefused: as ``lines_of``.
    """
    if not content.startswith(_ZIP):
        yield Tab(0, "", _bounded(_csv_lines(content)))
        return
    with _opened(content) as book:
        for place, one in enumerate(book.sheets_metadata):
            if one.typ is SheetTypeEnum.WorkSheet and one.visible is SheetVisibleEnum.Visible:
                yield Tab(place, one.name, _bounded(_tab_lines(book, one.name)))


def _bounded(rows: Iterator[Line]) -> Iterator[Line]:
    for line, cells in rows:
        if line > MOST_ROWS:
            raise SheetRefused(
                _("Ce fichier a plus de %(rows)s lignes. Importez-le en plusieurs fois.") % {"rows": number(MOST_ROWS)}
            )
        yield line, cells


def _workbook_kind(content: bytes) -> FileKind:
    try:
        with ZipFile(BytesIO(content)) as archive:
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


def _csv_lines(content: bytes) -> Iterator[Line]:
    try:
        yield from csv_rows(decoded(content))
    except UnreadableCsv as error:
        raise SheetRefused(
            _(
                "Le fichier se lit mal à partir de la ligne %(line)d : un guillemet n’est pas fermé, ou une cellule est trop longue."
            )
            % {"line": error.line}
        ) from error


def _opened(content: bytes) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_filelike(BytesIO(content))
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
