"""Spreadsheets, as bytes."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from csv import writer
from datetime import date
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZipFile

import xlsxwriter

_ODS = "application/vnd.oasis.opendocument.spreadsheet"
_NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)


def csv(rows: Iterable[Sequence[str]], *, separator: str = ";", encoding: str = "utf-8-sig") -> bytes:
    text = StringIO()
    writer(text, delimiter=separator).writerows(rows)
    return text.getvalue().encode(encoding)


def xlsx(rows: Iterable[Sequence[Any]]) -> bytes:
    return xlsx_of({"Feuil1": rows})


def xlsx_of(tabs: Mapping[str, Iterable[Sequence[Any]]], *, hidden: Collection[str] = ()) -> bytes:
    """Several sheets, by name."""
    content = BytesIO()
    book = xlsxwriter.Workbook(content)
    for name, rows in tabs.items():
        page = book.add_worksheet(name)
        _fill(book, page, rows)
        if name in hidden:
            page.hide()
    book.close()
    return content.getvalue()


def _fill(book: Any, page: Any, rows: Iterable[Sequence[Any]]) -> None:
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, date):
                page.write_datetime(number, column, cell, day)
            elif isinstance(cell, str):
                page.write_string(number, column, cell)
            else:
                page.write(number, column, cell)


def ods(rows: Iterable[Sequence[str]], *, body: str = "") -> bytes:
    """``body``: rows written by hand, after the others."""
    return ods_of({"Feuille1": rows}, body=body)


def ods_of(tabs: Mapping[str, Iterable[Sequence[str]]], *, body: str = "") -> bytes:
    """Several sheets, by name; ``body`` ends each."""
    sheets = "".join(
        f'<table:table table:name="{name}">{_ods_rows(rows)}{body}</table:table>' for name, rows in tabs.items()
    )
    inside = f"<office:body><office:spreadsheet>{sheets}</office:spreadsheet></office:body>"
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        archive.writestr("mimetype", _ODS)
        archive.writestr("content.xml", f"<office:document-content {_NAMES}>{inside}</office:document-content>")
        archive.writestr(
            "META-INF/manifest.xml", '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
        )
    return packed.getvalue()


def _ods_rows(rows: Iterable[Sequence[str]]) -> str:
    return "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
