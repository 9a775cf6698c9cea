"""Lists as spreadsheets save them: read whatever their kind, measured before they are opened."""

from datetime import date
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import xlsxwriter

from ancrage.files.extents import MOST_ROWS, MOST_UNPACKED, SheetRefused
from ancrage.files.kinds import CSV, ODS, XLSX
from ancrage.files.spreadsheets import lines_of, sheet_kind
from tests.factories.files import PDF
from tests.factories.sheets import ods, xlsx

ROWS = [["Nom", "Né le"], ["Ospina Restrepo", "1987-05-12"]]


def read(content: bytes) -> list[list[str]]:
    sheet_kind(content)
    return [cells for _line, cells in lines_of(content)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_is_read_whatever_its_encoding_and_its_separator(encoding, separator):
    content = "\r\n".join(separator.join(row) for row in ROWS).encode(encoding)
    assert sheet_kind(content) is CSV
    assert read(content) == ROWS


def test_workbooks_are_read_as_text():
    content = xlsx([["Nom", "Né le", "Téléphone", "Actif"], ["Ospina", date(1987, 5, 12), 4185550142, True]])
    assert sheet_kind(content) is XLSX
    assert read(content)[1] == ["Ospina", "1987-05-12", "4185550142", "oui"]
    assert sheet_kind(ods(ROWS)) is ODS
    assert read(ods(ROWS)) == ROWS


def test_the_first_lines_left_empty_count():
    assert [line for line, cells in lines_of(xlsx([[], [], ["Nom"], ["Ospina"]])) if any(cells)] == [3, 4]


def test_a_formula_is_its_last_value():
    content = BytesIO()
    book = xlsxwriter.Workbook(content)
    book.add_worksheet().write_formula(0, 0, '=HYPERLINK("http://exemple.org","Ospina")', None, "Ospina")
    book.close()
    assert read(content.getvalue()) == [["Ospina"]]


@pytest.mark.parametrize(
    "content",
    [
        PDF,
        b"MZ\x90\x00\x03",
        b"\x89PNG\r\n\x1a\n\x00\x00",
        b"<!doctype html><script>alert(1)</script>",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"PK\x03\x04not a zip",
    ],
)
def test_what_is_no_list_is_refused_whatever_its_name(content):
    with pytest.raises(SheetRefused) as refusal:
        read(content)
    assert refusal.value.field == "file"


def test_a_letter_is_no_workbook():
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    with pytest.raises(SheetRefused, match="ni un classeur"):
        sheet_kind(packed.getvalue())


def test_a_quote_never_closed_is_told_with_its_line():
    with pytest.raises(SheetRefused, match="ligne"):
        read(b'Nom,Pr\xc3\xa9nom\nOspina,"Mariana\n')


def bomb(sheet: str, name: str = "xl/worksheets/sheet1.xml", **others: str) -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr(name, sheet)
    return packed.getvalue()


@pytest.mark.parametrize(
    "sheet",
    [
        "<a>" + " " * (MOST_UNPACKED + 1),
        '<s><row r="1"><c r="A1"/></row><row r="1048576"><c r="A1048576"/></row></s>',
        '<s><row r="1"><c r="XFD1"/></row></s>',
        f'<s><row r="1"><c r="GR1"/></row><row r="2"><c r="A{MOST_ROWS}"/></row></s>',
    ],
    ids=["gigabytes", "rows", "columns", "a rectangle"],
)
def test_a_small_file_that_is_large_once_opened_is_refused(sheet):
    content = bomb(sheet)
    assert len(content) < 1_000_000
    with pytest.raises(SheetRefused, match="trop grand une fois ouvert"):
        sheet_kind(content)


def test_cells_repeated_without_end_are_refused_and_empty_ones_are_not():
    cell = '<table:table-cell table:number-columns-repeated="{n}" office:value-type="string"><text:p>x</text:p></table:table-cell>'
    with pytest.raises(SheetRefused, match="trop grand"):
        sheet_kind(ods([], body=f"<table:table-row>{cell.format(n=16384)}</table:table-row>"))
    with pytest.raises(SheetRefused, match="trop grand"):
        sheet_kind(
            ods([], body=f'<table:table-row table:number-rows-repeated="1048576">{cell.format(n=1)}</table:table-row>')
        )
    empty = '<table:table-cell table:number-columns-repeated="16384"/>'
    empty = f'<table:table-row table:number-rows-repeated="1048570">{empty}</table:table-row>'
    assert read(ods(ROWS, body=empty)) == ROWS


def test_an_entity_worth_a_billion_is_refused():
    lol = '<!DOCTYPE s [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><s>&b;</s>'
    with pytest.raises(SheetRefused, match="abîmé"):
        sheet_kind(bomb(lol))


def test_too_many_rows_are_refused():
    content = ("Nom\n" + "Ospina\n" * MOST_ROWS).encode()
    with pytest.raises(SheetRefused, match="en plusieurs fois"):
        read(content)


@pytest.mark.parametrize("endless", ["<!--{}-->", '<c r="{}"/>', "<{}/>"], ids=["comment", "value", "name"])
def test_a_piece_without_end_is_not_read_over_and_over(endless):
    """The parser reads it again from its start at each block: two hundred megabytes took minutes."""
    with pytest.raises(SheetRefused, match="abîmé"):
        sheet_kind(bomb(f"<worksheet>{endless.format('a' * 3_000_000)}</worksheet>"))
    assert sheet_kind(bomb(f"<worksheet><t>{'a' * 3_000_000}</t></worksheet>")) == XLSX
