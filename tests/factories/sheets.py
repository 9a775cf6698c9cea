"""Spreadsheets, as bytes."""

from collections.abc import Iterable, Sequence
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
    content = BytesIO()
    book = xlsxwriter.Workbook(content)
    page, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, date):
                page.write_datetime(number, column, cell, day)
            elif isinstance(cell, str):
                page.write_string(number, column, cell)
            else:
                page.write(number, column, cell)
    book.close()
    return content.getvalue()


def ods(rows: Iterable[Sequence[str]], *, body: str = "") -> bytes:
    """``body``: rows written by hand, after the others."""
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    sheet = f'<table:table table:name="Feuille1">{cells}{body}</table:table>'
    inside = f"<office:body><office:spreadsheet>{sheet}</office:spreadsheet></office:body>"
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        archive.writestr("mimetype", _ODS)
        archive.writestr("content.xml", f"<office:document-content {_NAMES}>{inside}</office:document-content>")
        archive.writestr(
            "META-INF/manifest.xml", '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
        )
    return packed.getvalue()
