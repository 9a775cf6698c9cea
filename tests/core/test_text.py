import re
import unicodedata

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from ancrage.core.encryption import decrypt, decrypt_bytes, encrypt, encrypt_bytes
from ancrage.core.text import digits, fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Ospina-Restrepo, María José", "ospina restrepo maria jose"),
        ("Łukasz", "lukasz"),
        ("Nguyễn Thị Đào", "nguyen thi dao"),
        ("D’Amours", "d amours"),
        ("  Öztürk  ", "ozturk"),
    ],
)
@pytest.mark.django_db
def test_fold_reads_alike_in_python_and_in_sql(text: str, folded: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT fr_fold(%s)", [text])
        assert fold(text) == cursor.fetchone()[0] == folded


@pytest.mark.django_db
def test_french_sorts_the_same_on_every_server() -> None:
    names = ["Zoé", "eric", "Émile", "Éric", "aline"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT n FROM unnest(%s::text[]) n ORDER BY fr_sort(n), n", [names])
        assert [row[0] for row in cursor.fetchall()] == ["aline", "Émile", "eric", "Éric", "Zoé"]


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["réfugiée", "RÉFUGIÉS", "cours francais", "l’immigration"])
def test_search_forgives_accents_plurals_and_feminines(query: str) -> None:
    text = "Cours de français pour réfugiés et pour l’immigration"
    with connection.cursor() as cursor:
        cursor.execute("SELECT fr_doc(%s) @@ fr_query(%s)", [text, query])
        assert cursor.fetchone()[0]


@given(st.text(max_size=30))
def test_fold_by_character_is_fold_of_the_whole(text: str) -> None:
    spelt = str.maketrans(
        {"ø": "o", "đ": "d", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "ß": "ss", "ð": "d", "þ": "th"}
    )
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(spelt))
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    assert fold(text) == re.sub("[^0-9a-z]+", " ", plain.translate(spelt)).strip()


def test_digits() -> None:
    assert digits("+1 (418) 555-0142") == "14185550142"


def test_a_secret_comes_back_and_an_altered_one_does_not() -> None:
    token = encrypt("A123 456")
    assert decrypt(token) == "A123 456"
    assert "A123" not in token
    with pytest.raises(ValueError, match="unreadable"):
        decrypt(token[:-4] + "AAAA")


def test_bytes_come_back_and_altered_ones_do_not() -> None:
    token = encrypt_bytes(b"\x00\xff" * 1000)
    assert decrypt_bytes(token) == b"\x00\xff" * 1000
    with pytest.raises(ValueError, match="unreadable"):
        decrypt_bytes(token[:-4] + b"AAAA")
    with pytest.raises(ValueError, match="unreadable"):
        decrypt_bytes(b"")
