from datetime import UTC, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader

from ancrage.files.coverage import FONTS, shown
from ancrage.files.documents import DocumentFault, make_pdf

AT = datetime(2021, 7, 14, 14, 0, tzinfo=UTC)
PAGE = """#let d = json(bytes(sys.inputs.data))
#set document(title: "Essai")
#set text(font: ("Open Sans", "Noto Sans Arabic"), lang: "fr")
"""
HOSTILE = [
    "1 234,50 $ #import [x] ] } \" ' \\ @a <b> *c* _d_ `e` // f",
    "nul\x00 cloche\x07",
    "王芳 😀 አማርኛ",
    '#(panic("x"))',
    "\u202eretourné\u2066",
]


@pytest.fixture
def template(tmp_path, monkeypatch):
    monkeypatch.setattr("ancrage.files.documents._ROOT", tmp_path)
    path = tmp_path / "essai.typ"

    def write(body):
        path.write_text(PAGE + body)
        return path

    return write


def text_of(pdf):
    return "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def test_a_document_is_tagged_and_says_its_title_and_language(template):
    root = PdfReader(BytesIO(make_pdf(template("= Titre\n#d.a"), {"a": "b"}, at=AT))).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "fr"
    assert b"pdfuaid" in root["/Metadata"].get_data()


@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_is_text(template, text):
    made = text_of(make_pdf(template("#d.a fin"), {"a": text}, at=AT))
    assert "fin" in made


def test_code_in_the_data_is_shown_and_not_run(template):
    assert "$ #import [x]" in text_of(make_pdf(template("#d.a"), {"a": HOSTILE[0]}, at=AT))


def test_what_no_font_shows_is_a_question_mark():
    assert shown("Łukasz Nguyễn ș ї 王\x00 سلام") == "Łukasz Nguyễn ș ї ? سلام"


def test_every_family_is_there():
    assert {path.name.split("_")[0] for path in FONTS.glob("*.ttf")} == {"OpenSans", "NotoSansArabic"}


@pytest.mark.parametrize("body", ["= Un\n=== Trois", '#set text(font: "Absente")\nx', "#d.absent", "$"])
def test_a_document_that_would_not_do_is_a_fault(template, body):
    with pytest.raises(DocumentFault):
        make_pdf(template(body), {"a": "b"}, at=AT)
