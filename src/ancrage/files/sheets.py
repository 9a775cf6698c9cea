"""Tables for a spreadsheet, written row by row in constant memory. No cell of theirs is ever a formula."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from io import TextIOWrapper
from itertools import chain, islice
from tempfile import TemporaryDirectory, TemporaryFile
from typing import IO, Any, Final

import xlsxwriter

Cell = str | int | date
Row = Sequence[Cell]


class Format(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"


CONTENT_TYPES: Final = {
    Format.CSV: "text/csv; charset=utf-8",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# What a spreadsheet reads as the beginning of a formula, wide forms of Asian keyboards included.
_FORMULA: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_ROWS_OF_A_SHEET: Final = 1_048_576
_LONGEST: Final = 32_767


def sheet(kind: Format, head: Sequence[str], rows: Iterable[Row], *, delimiter: str = ";") -> IO[bytes]:
    """A file without a name, at its beginning, gone once closed: whole before anything of it is sent.

    :param delimiter: between the cells of a CSV; Excel in French opens « ; », in English « , ».
    """
    file = TemporaryFile()  # noqa: SIM115 - closed by the answer that sends it
    try:
        if kind is Format.CSV:
            _write_csv(file, head, rows, delimiter)
        else:
            _write_xlsx(file, head, rows)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


def is_formula(text: str) -> bool:
    """Whether a spreadsheet might run ``text``: it begins as a formula does, blanks apart, or with a tab or a return."""
    return text[:1] in {"\t", "\r", "\n"} or text.lstrip().startswith(_FORMULA)


def _write_csv(file: IO[bytes], head: Sequence[str], rows: Iterable[Row], delimiter: str) -> None:
    """The mark of UTF-8 first: without it, Excel spoils accents."""
    text = TextIOWrapper(file, "utf-8-sig", newline="")
    writer = csv.writer(text, delimiter=delimiter)
    for row in chain([head], rows):
        writer.writerow([f"'{cell}" if isinstance(cell, str) and is_formula(cell) else cell for cell in row])
    text.detach()


def _write_xlsx(file: IO[bytes], head: Sequence[str], rows: Iterable[Row]) -> None:
    """The rows wait in a folder of their own, gone whatever happens: they name people."""
    with TemporaryDirectory() as folder:
        book = xlsxwriter.Workbook(file, {"constant_memory": True, "tmpdir": folder})
        try:
            _write_pages(book, head, rows)
        except BaseException:
            for page in book.worksheets():
                page.row_data_fh.close()
            raise
        book.close()


def _write_pages(book: Any, head: Sequence[str], rows: Iterable[Row]) -> None:  # noqa: ANN401 - the library is not typed
    """More rows than a sheet holds go on in another."""
    formats = {
        "head": book.add_format({"bold": True}),
        "day": book.add_format({"num_format": "yyyy-mm-dd"}),
        "quoted": book.add_format({"quote_prefix": True}),
    }
    left = iter(rows)
    for first in chain([()], left):
        page = book.add_worksheet()
        page.freeze_panes(1, 0)
        page.set_column(0, len(head), 22)
        for column, title in enumerate(head):
            page.write_string(0, column, title, formats["head"])
        begun = chain([first] if first else [], islice(left, _ROWS_OF_A_SHEET - 1 - bool(first)))
        for number, row in enumerate(begun, start=1):
            for column, cell in enumerate(row):
                _write_cell(page, number, column, cell, formats)


def _write_cell(page: Any, number: int, column: int, cell: Cell, formats: dict[str, Any]) -> None:  # noqa: ANN401
    if isinstance(cell, str):
        page.write_string(number, column, cell[:_LONGEST], formats["quoted"] if is_formula(cell) else None)
    elif isinstance(cell, date):
        page.write_datetime(number, column, cell, formats["day"])
    else:
        page.write_number(number, column, cell)
