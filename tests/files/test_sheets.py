"""Tables for a spreadsheet: read back, no cell is a formula."""

import csv
import io
import tracemalloc
import zipfile
from datetime import date

import pytest

from ancrage.files.sheets import Format, is_formula, sheet

HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", "\r=1+1", " =1+1", "＝1+1", "\n=1"]
HEAD = ["Personne", "Reçu"]


def csv_of(rows, **options) -> list[list[str]]:
    with sheet(Format.CSV, HEAD, rows, **options) as file:
        text = file.read().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=options.get("delimiter", ";")))


def xlsx_of(rows) -> str:
    with sheet(Format.XLSX, HEAD, rows) as file, zipfile.ZipFile(file) as book:
        return book.read("xl/worksheets/sheet1.xml").decode()


@pytest.mark.parametrize("typed", HOSTILE)
def test_what_looks_like_a_formula_is_never_one(typed) -> None:
    assert is_formula(typed)
    assert csv_of([[typed, "x"]])[1][0] == f"'{typed}"
    page = xlsx_of([[typed, "x"]])
    assert "<f>" not in page
    assert 't="inlineStr"' in page


@pytest.mark.parametrize("typed", ["Leïla Haddad", "", "1+1", "d’Astous-Roy", "لیلا حداد"])
def test_what_is_no_formula_stays_as_it_is(typed) -> None:
    assert csv_of([[typed, "x"]])[1][0] == typed


def test_a_csv_opens_with_its_accents_and_its_separator() -> None:
    with sheet(Format.CSV, HEAD, []) as file:
        assert file.read().startswith(b"\xef\xbb\xbfPersonne;")
    assert csv_of([["a;b,c", date(2021, 7, 14)]], delimiter=",") == [HEAD, ["a;b,c", "2021-07-14"]]


def test_a_day_is_a_day_and_a_number_a_number() -> None:
    page = xlsx_of([["Leïla", date(2021, 7, 14)], ["Karim", 3]])
    assert "<v>44391</v>" in page
    assert "<v>3</v>" in page


def test_more_rows_than_a_sheet_holds_go_on_in_another(monkeypatch) -> None:
    monkeypatch.setattr("ancrage.files.sheets._ROWS_OF_A_SHEET", 4)
    with sheet(Format.XLSX, HEAD, ([f"n{n}", "x"] for n in range(7))) as file, zipfile.ZipFile(file) as book:
        pages = [book.read(f"xl/worksheets/sheet{n}.xml").decode() for n in (1, 2, 3)]
    for n in range(7):
        assert sum(f"<t>n{n}<" in page for page in pages) == 1
    assert [page.count("<row ") for page in pages] == [4, 4, 2]


def test_nothing_is_left_of_a_table_that_could_not_be_written(monkeypatch, tmp_path) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def rows():
        yield ["a", "b"]
        raise ValueError

    for kind in Format:
        with pytest.raises(ValueError):  # noqa: PT011 - its own
            sheet(kind, HEAD, rows())
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("kind", list(Format))
def test_fifty_thousand_rows_take_no_more_memory_than_a_few(kind: Format) -> None:
    def peak(rows: int) -> int:
        tracemalloc.start()
        try:
            sheet(kind, ["Nom", "Note"], (["Haddad", "=1+1"] for _ in range(rows))).close()
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(10)
    assert peak(50_000) < peak(2_000) + 500_000
