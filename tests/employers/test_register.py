"""The register of businesses, read from a zip as its registrar gives it, and said of each NEQ."""

import zipfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from ancrage.employers.models import RegisteredBusiness

pytestmark = pytest.mark.django_db
HEAD = "NEQ,IND_FAIL,COD_STAT_IMMAT,DAT_STAT_IMMAT\n"
LINES = "1170000428,N,IM,2010-05-04\n2270000001,N,RO,2018-03-01\n3370000002,N,RD,\n"
NAMES = "NEQ,NOM_ASSUJ,DAT_FIN_NOM_ASSUJ\n1170000428,Vieux nom,2012-01-01\n1170000428,Fumoir de la Pointe inc.,\n"


def _zip(path: Path, businesses: str = HEAD + LINES, names: str | None = NAMES) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Entreprise.csv", businesses)
        if names is not None:
            archive.writestr("Nom.csv", names)
    return path


def test_the_register_is_loaded_and_loaded_again(tmp_path, capsys) -> None:
    file = _zip(tmp_path / "registre.zip")
    call_command("load_neq", file)
    assert "3 entreprises lues\u00a0: 3 ajoutées, 0 modifiées, 0 retirées." in capsys.readouterr().out
    found = {one.neq: one for one in RegisteredBusiness.objects.all()}
    assert found["1170000428"].name == "Fumoir de la Pointe inc." and not found["1170000428"].is_struck
    assert str(found["2270000001"].struck_on) == "2018-03-01" and found["3370000002"].is_struck
    call_command("load_neq", file)
    assert "0 ajoutées, 0 modifiées, 0 retirées." in capsys.readouterr().out
    _zip(file, HEAD + "1170000428,N,RD,2021-01-01\n")
    call_command("load_neq", file)
    assert "0 ajoutées, 1 modifiées, 2 retirées." in capsys.readouterr().out


def test_the_first_table_alone_is_enough(tmp_path) -> None:
    file = tmp_path / "Entreprise.csv"
    file.write_text("\ufeff" + HEAD + LINES, encoding="utf-8")
    call_command("load_neq", file)
    assert RegisteredBusiness.objects.count() == 3


@pytest.mark.parametrize(
    ("businesses", "said"),
    [
        ("NEQ,COD_STAT_IMMAT\n", "DAT_STAT_IMMAT"),
        (HEAD + LINES + "12,N,IM,\n", "«\u00a012\u00a0» n’est pas un NEQ"),
        (HEAD + "2270000001,N,RO,hier\n", "«\u00a0hier\u00a0» n’est pas une date"),
    ],
)
def test_a_wrong_file_changes_nothing(tmp_path, businesses: str, said: str) -> None:
    call_command("load_neq", _zip(tmp_path / "bon.zip"))
    with pytest.raises(CommandError, match=said):
        call_command("load_neq", _zip(tmp_path / "mauvais.zip", businesses))
    assert RegisteredBusiness.objects.count() == 3


def test_other_files_are_refused(tmp_path) -> None:
    with pytest.raises(CommandError, match="ne se lit pas"):
        call_command("load_neq", tmp_path / "absent.zip")
    empty = tmp_path / "autre.zip"
    with zipfile.ZipFile(empty, "w") as archive:
        archive.writestr("Nom.csv", NAMES)
    with pytest.raises(CommandError, match=r"ne contient pas Entreprise\.csv"):
        call_command("load_neq", empty)
