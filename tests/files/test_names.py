import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ancrage.files.kinds import KINDS, kind_of
from ancrage.files.names import LONGEST, clean_name

PDF, JPEG, PNG = KINDS


@pytest.mark.parametrize(
    ("given_name", "kind", "kept"),
    [
        ("bail.pdf", PDF, "bail.pdf"),
        ("Relevé de notes (été).PDF", PDF, "Relevé de notes (été).pdf"),
        ("photo.jpeg", JPEG, "photo.jpeg"),
        ("../../etc/passwd", PDF, "passwd.pdf"),
        ("C:\\Users\\maude\\Bureau\\bail.pdf", PDF, "bail.pdf"),
        ("bail\r\nContent-Type: text/html\x00.pdf", PDF, "html.pdf"),
        ("bail\r\nen deux\tlignes.pdf", PDF, "bail en deux lignes.pdf"),
        ("\u202efdp.exe", PNG, "fdp.exe.png"),
        ("facture.exe", JPEG, "facture.exe.jpg"),
        (".htaccess", PNG, "htaccess.png"),
        ("", PDF, "document.pdf"),
        ("...", PDF, "document.pdf"),
        ("عقد الإيجار.pdf", PDF, "عقد الإيجار.pdf"),
    ],
)
def test_names_are_safe_and_still_say_what_they_said(given_name, kind, kept):
    assert clean_name(given_name, kind) == kept


@given(st.text(max_size=400), st.sampled_from(KINDS))
def test_any_name_is_short_visible_without_folders_and_ends_as_its_kind(name, kind):
    kept = clean_name(name, kind)
    assert 0 < len(kept) <= LONGEST
    assert kept.endswith(kind.suffixes)
    assert not {"/", "\\"} & set(kept)
    assert not kept.startswith((".", " "))
    assert not [c for c in kept if unicodedata.category(c).startswith("C")]


@pytest.mark.parametrize(
    "content",
    [b"", b"<!doctype html><script>", b"MZ\x90\x00", b"PK\x03\x04", b" %PDF-1.7", b"%PD", b"GIF89a", b"<svg/>"],
)
def test_other_contents_are_of_no_kind(content):
    assert kind_of(content) is None
