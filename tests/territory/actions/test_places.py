import csv
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from ancrage.audit.models import AuditEntry
from ancrage.core import now
from ancrage.core.actors import JobActor
from ancrage.territory.actions.places import Report, load_places
from ancrage.territory.actions.reference import load_reference
from ancrage.territory.models import Mrc, Municipality, Region
from ancrage.territory.places_file import FileRefused, read_places

pytestmark = pytest.mark.django_db
BY = JobActor("test")
HEADER = '"mcode","munnom","madr1","mdes","regadm","divrec","mrc"\n'
OFFICIAL = HEADER + (
    '"07047","Amqui","20, promenade","Ville","Bas-Saint-Laurent (01)","La Matapédia (07)","MRC La Matapédia (070)"\n'
    '"12043","L\'Isle-Verte","1","Municipalité","Bas-Saint-Laurent (01)","Rivière-du-Loup (12)","MRC Rivière-du-Loup (120)"\n'
    '"98030","Aguanish","1","Municipalité","Côte-Nord (09)","Minganie-Basse-Côte-Nord (98)","MRC Minganie (981)"\n'
    '"66023","Montréal","1","Ville","Montréal (06)","Montréal (66)",""\n'
)


def _file(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "MUN.csv"
    path.write_bytes(text.encode(encoding))
    return path


def _load(folder: Path, text: str) -> Report:
    return load_places(read_places(_file(folder, text)), by=BY, at=now())


@pytest.fixture
def reference() -> None:
    load_reference(by=BY, at=now())


def test_the_reference_holds_the_17_regions_and_all_of_the_two_first(reference: None) -> None:
    assert Region.objects.count() == 17
    assert Mrc.objects.count() == 104
    assert Mrc.objects.filter(region__code="01").count() == 8
    assert Municipality.objects.in_region(Region.objects.get(code="01")).count() == 114
    assert Municipality.objects.in_region(Region.objects.get(code="11")).exclude(code=None).count() == 44


def test_a_place_without_a_verified_code_says_so(reference: None) -> None:
    assert not Municipality.objects.get(name="Cap-aux-Meules").is_code_confirmed
    assert Municipality.objects.get(name="Rimouski").is_code_confirmed


def test_the_reference_agrees_with_the_study_it_comes_from(reference: None, shared: Path) -> None:
    with (shared / "data/territory/mrc_chefs_lieux.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    wrong = [
        row["municipalite"]
        for row in rows
        if not Municipality.objects.filter(code=row["code_municipalite"], mrc__code=row["code_mrc"]).exists()
    ]
    assert not wrong


def test_the_reference_loads_once(reference: None) -> None:
    entries = AuditEntry.objects.count()
    assert load_reference(by=BY, at=now()) == 0
    assert AuditEntry.objects.count() == entries


def test_the_reference_does_not_undo_what_the_official_file_said(reference: None, tmp_path: Path) -> None:
    moved = OFFICIAL.replace('"Amqui"', '"Amqui-la-Neuve"')
    _load(tmp_path, moved)
    assert load_reference(by=BY, at=now()) == 0
    assert Municipality.objects.get(code="07047").name == "Amqui-la-Neuve"


def test_the_official_file_loads_as_it_is_and_only_once(reference: None, tmp_path: Path) -> None:
    report = _load(tmp_path, OFFICIAL)
    assert report.added == ["98030 Aguanish (Minganie)"]
    assert not [line for line in report.changed if "L’Isle-Verte" in line], "the apostrophe is the same one"
    assert Municipality.objects.get(code="98030").mrc.code == "981"
    assert Municipality.objects.get(code="66023").mrc.name == "Montréal"
    again = _load(tmp_path, OFFICIAL)
    assert again.is_empty
    assert again.unchanged == 4


def test_the_report_says_what_changed(reference: None, tmp_path: Path) -> None:
    text = OFFICIAL.replace('"Amqui"', '"Amqui-la-Neuve"').replace("Rivière-du-Loup (120)", "Témiscouata (130)")
    report = _load(tmp_path, text)
    assert "07047 Amqui-la-Neuve (La Matapédia) : name" in report.changed
    assert "12043 L’Isle-Verte (Témiscouata) : mrc" in report.changed
    assert "Rimouski" in report.absent
    assert Municipality.objects.filter(name="Rimouski").exists()
    entry = AuditEntry.objects.filter(verb="territory.places.loaded", region="01").order_by("at").last()
    assert entry
    assert Municipality.objects.get(code="12043").pk in entry.about


def test_a_place_to_be_confirmed_gets_its_code(reference: None, tmp_path: Path) -> None:
    mrc = Mrc.objects.get(code="12")
    known = Municipality.objects.create(name="Saint-Nouveau", mrc=mrc)
    text = HEADER + '"12099","SAINT-NOUVEAU","","Ville","Bas-Saint-Laurent (01)","","MRC Rivière-du-Loup (120)"\n'
    _load(tmp_path, text)
    known.refresh_from_db()
    assert known.code == "12099"


def test_an_mrc_moves_to_its_new_region(reference: None, tmp_path: Path) -> None:
    text = (
        HEADER + '"46005","Abercorn","","Village","Estrie (05)","Brome-Missisquoi (46)","MRC Brome-Missisquoi (460)"\n'
    )
    assert _load(tmp_path, text).mrcs == ["Brome-Missisquoi, code ou région changés"]
    assert Mrc.objects.get(code="46").region.code == "05"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
def test_the_file_may_be_written_as_spreadsheets_do(reference: None, tmp_path: Path, encoding: str) -> None:
    path = _file(tmp_path, OFFICIAL.replace('","', '";"'), encoding)
    assert read_places(path)[0].mrc == "La Matapédia"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a,b\n1,2\n", "colonnes"),
        (HEADER + '"123456","X","","","Estrie (05)","","MRC Y (460)"\n', "cinq chiffres"),
        (HEADER + '"46005","","","","Estrie (05)","","MRC Y (460)"\n', "manque le nom"),
        (HEADER + '"46005","X","","","Ailleurs (77)","","MRC Y (460)"\n', "région 77"),
        (OFFICIAL + OFFICIAL.splitlines()[1] + "\n", "déjà à la ligne 2"),
        ("", "colonnes"),
    ],
)
def test_a_wrong_file_changes_nothing_and_says_where(reference: None, tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(FileRefused, match=says):
        _load(tmp_path, text)


def test_the_command_tells_and_refuses(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_territory", str(_file(tmp_path, OFFICIAL)), reference=True)
    told = capsys.readouterr().out
    assert "Ajoutées : 1" in told
    assert "Aguanish" in told
    with pytest.raises(CommandError):
        call_command("load_territory")
    with pytest.raises(CommandError, match="ne peut pas être lu"):
        call_command("load_territory", str(tmp_path / "absent.csv"))
