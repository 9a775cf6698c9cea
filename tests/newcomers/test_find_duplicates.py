"""``ancrage find-duplicates``: a list looked at before it is imported."""

import csv
import io
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from ancrage.newcomers.people_file import birth_in
from ancrage.newcomers.queries.blocking import candidates
from ancrage.newcomers.queries.scoring import PROBABLE, Traits
from tests.newcomers.test_likeness import OTHER_NAME, SAME_NAME
from tests.newcomers.test_scoring import ONE_PERSON

HEADINGS = "nom,prenom,date_naissance,telephone,courriel,adresse,code_postal"
LEILA = "Haddad,Leïla,1988-05-12,418 555-0142,leila@exemple.ca,12 rue Saint-Jean,G1R 1S4"


def found(tmp_path: Path, content: str | bytes) -> list[tuple[str, str]]:
    path = tmp_path / "liste.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    out = io.StringIO()
    call_command("find_duplicates", path, stdout=out)
    rows = list(csv.DictReader(io.StringIO(out.getvalue())))
    assert out.getvalue().startswith("ligne_a,ligne_b,score\n")
    scores = [float(row["score"]) for row in rows]
    assert scores == sorted(scores, reverse=True)
    assert all(score >= PROBABLE for score in scores)
    return [(row["ligne_a"], row["ligne_b"]) for row in rows]


def refusal(tmp_path: Path, content: bytes) -> str:
    path = tmp_path / "liste.csv"
    path.write_bytes(content)
    with pytest.raises(CommandError) as refused:
        call_command("find_duplicates", path, stdout=io.StringIO())
    return str(refused.value)


def test_lines_are_those_of_the_spreadsheet_best_first(tmp_path) -> None:
    rows = [HEADINGS, "Barry,Amadou,1990-01-02,,,,", LEILA, "", "Hadad,Leila,12/05/1988,,,,", LEILA]
    assert found(tmp_path, "\n".join(rows)) == [("3", "6"), ("3", "5"), ("5", "6")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_any_encoding_and_separator(tmp_path, encoding, separator) -> None:
    rows = ["Prénom,NOM,Date de naissance", "Leïla,Haddad,1988-05-12", "Léïla,Haddad,12-05-1988"]
    assert found(tmp_path, "\r\n".join(rows).replace(",", separator).encode(encoding)) == [("2", "3")]


def test_columns_may_be_absent_or_others_and_rows_short(tmp_path) -> None:
    rows = ["statut,nom", "RP,Leila Haddad", "RP,Leila Haddad", "RP"]
    assert found(tmp_path, "\n".join(rows)) == []
    rows = ["courriel,remarque,nom", "a@b.ca,x,Leïla Haddad", "A@B.CA,y,Haddad Leila", "a@b.ca"]
    assert found(tmp_path, "\n".join(rows)) == [("2", "3")]


def test_a_cell_of_several_lines_is_one_row(tmp_path) -> None:
    rows = [HEADINGS, 'Barry,Amadou,,,,"12 rue Saint-Jean\nQuébec",', LEILA, LEILA]
    assert found(tmp_path, "\n".join(rows)) == [("3", "4")]


@pytest.mark.parametrize(("typed", "given", "family"), SAME_NAME)
def test_names_written_two_ways_are_found(tmp_path, typed, given, family) -> None:
    assert found(tmp_path, f"nom,prenom,date_naissance\n{typed},,1988-05-12\n{family},{given},1988-05-12") == [
        ("2", "3")
    ]


@pytest.mark.parametrize(("typed", "given", "family"), OTHER_NAME)
def test_other_names_are_not(tmp_path, typed, given, family) -> None:
    assert found(tmp_path, f"nom,prenom,date_naissance\n{typed},,1988-05-12\n{family},{given},1988-05-12") == []


def test_a_name_in_its_own_script_is_compared_as_it_is(tmp_path) -> None:
    rows = ["nom,prenom,date_naissance", "حداد,ليلى,1988-05-12", "حداد,ليلى,1988-05-12", "خوري,ليلى,1988-05-12"]
    assert found(tmp_path, "\n".join(rows)) == [("2", "3")]


def test_what_cannot_be_read_is_told_and_the_rest_compared(tmp_path, capsys) -> None:
    rows = [HEADINGS, LEILA, LEILA + ",encore", LEILA.replace("1988-05-12", "mai 88")]
    assert len(found(tmp_path, "\n".join(rows))) == 3
    said = capsys.readouterr().err
    assert "1 date de naissance illisible, comparée comme absente (ligne 4)." in said
    assert "1 ligne a plus de cellules que de titres" in said


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "est vide"),
        (b"\n \n", "est vide"),
        (b"PK\x03\x04\x14\x00", "est un classeur"),
        (b"nom\x00prenom\n", "n’est pas du texte"),
        (b"ville,age\nLima,3\n", "Elle dit : ville, age."),
        (b"nom,prenom,Nom\nA,B,C\n", "« nom » est deux fois"),
        (b'nom,prenom\n"Haddad,Leila\n', "à partir de la ligne"),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_words(tmp_path, content, said) -> None:
    assert said in refusal(tmp_path, content)


def test_a_file_that_is_not_there_is_refused_in_words(tmp_path) -> None:
    with pytest.raises(CommandError, match="ne peut pas être lu"):
        call_command("find_duplicates", tmp_path / "absent.csv")


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("1988-05-12", (1988, 5, 12)),
        ("19880512", (1988, 5, 12)),
        ("1988/5/12", (1988, 5, 12)),
        ("12/05/1988", (1988, 5, 12)),
        ("12.5.1988", (1988, 5, 12)),
        ("1988-05-12 00:00:00", (1988, 5, 12)),
        ("1988", (1988, 1, 1)),
        ("19458030", (1945, 80, 30)),
        ("12/05/88", None),
        ("inconnue", None),
        ("", None),
    ],
)
def test_dates_are_read_as_they_are_written(typed, day) -> None:
    assert birth_in(typed) == day


@pytest.mark.parametrize("case", ONE_PERSON)
def test_whoever_is_probable_is_compared(case) -> None:
    assert list(candidates(ONE_PERSON[case])) == [(0, 1)]


def test_families_are_not_said_to_be_one_person(tmp_path) -> None:
    rows = [HEADINGS, LEILA, LEILA.replace("Leïla", "Omar").replace("1988-05-12", "1985-03-02")]
    assert found(tmp_path, "\n".join([*rows, LEILA.replace("Leïla", "Aya").replace("1988-05-12", "2015-08-20")])) == []


def test_ten_times_the_entries_are_about_ten_times_the_pairs() -> None:
    """All of one shelter, one phone, one first of January, one family name."""

    def compared(number: int) -> int:
        people = [
            Traits.of(
                f"Prenom{place} Diallo",
                born=(1988, 1, 1),
                phone="4185550142",
                address="1 rue Un",
                postal_code="G1R 1S4",
            )
            for place in range(number)
        ]
        return sum(1 for _ in candidates(people))

    assert compared(2000) < 15 * compared(200)
