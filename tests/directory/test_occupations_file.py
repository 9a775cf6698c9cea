from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from ancrage.audit.models import AuditEntry
from ancrage.directory.models import Occupation, OccupationTitle, OccupationWord
from ancrage.directory.occupations_file import OccupationsRefused, read_occupations

pytestmark = pytest.mark.django_db

GROUPS = "code,titre_fr,titre_en\n72106,Soudeurs/soudeuses,Welders\n65200,Serveurs/serveuses,Servers\n"
TITLES = "code,langue,appellation\n72106,fr,Soudeur/soudeuse\n72106,en,Welder\n65200,fr,Serveur/serveuse de bar\n"
ENGLISH = (
    "\ufeffLevel,Code - NOC 2021 V1.0,Class title,Element Type Label English,Element Description English\n"
    "4,7210,Machining trades,Illustrative example(s),Not a unit group\n"
    "5,72106,Welders,All examples,Welder\n"
    '5,72106,Welders,Illustrative example(s),"Welder, pipeline"\n'
    '5,72106,Welders,Main duties,"Read drawings.\nWeld."\n'
    "5,10,Legislators,All examples,Mayor\n"
)
FRENCH = (
    "Niveau;Code - CNP 2021 V1.0;Titres de classes;Libellé du type d’élément - Français;Description d’élément - Français\n"
    "5;72106;Soudeurs/soudeuses;Tous les exemples;Soudeur/soudeuse\n"
    "5;00010;Membres des corps législatifs;Exemple(s) illustratif(s);Maire/mairesse\n"
)


@pytest.fixture
def write(tmp_path):
    def _write(name: str, text: str, encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return _write


def _titles():
    return {
        (one.occupation.code, one.language, one.title)
        for one in OccupationTitle.objects.filter(is_own=False).select_related("occupation").order_by("pk")
    }


def _loaded(capsys, *paths):
    call_command("load_occupations", *map(str, paths))
    return capsys.readouterr().out.replace("\u00a0", " ")


def test_two_lists_are_loaded_once(write, capsys):
    files = write("g.csv", GROUPS), write("a.csv", TITLES)
    told = _loaded(capsys, *files)
    assert "Lues : 2 professions, 3 appellations" in told and "Ajoutées : 2" in told
    assert Occupation.objects.get(code="72106").title_en == "Welders"
    assert ("65200", "fr", "Serveur/serveuse de bar") in _titles()
    assert OccupationWord.objects.get(word="soudeuse").root == OccupationWord.objects.get(word="soudeur").root
    again = _loaded(capsys, *files)
    assert "Ajoutées : 0" in again and "Appellations ajoutées : 0; retirées : 0" in again
    assert AuditEntry.objects.filter(verb="directory.occupations.loaded").count() == 1


def test_the_elements_of_statistics_canada_one_language_after_the_other(write, capsys):
    _loaded(capsys, write("en.csv", ENGLISH))
    welder = Occupation.objects.get(code="72106")
    assert (welder.title_fr, welder.title_en) == ("", "Welders")
    assert _titles() == {
        ("72106", "en", "Welder"),
        ("72106", "en", "Welder, pipeline"),
        ("00010", "en", "Mayor"),
    }
    told = _loaded(capsys, write("fr.csv", FRENCH, "cp1252"))
    assert "Modifiées : 2" in told
    assert ("72106", "en", "Welder") in _titles() and ("00010", "fr", "Maire/mairesse") in _titles()
    assert Occupation.objects.get(code="72106").title_fr == "Soudeurs/soudeuses"


def test_what_a_newer_file_leaves_out_is_withdrawn(write, capsys):
    _loaded(capsys, write("g.csv", GROUPS), write("a.csv", TITLES))
    groups = GROUPS.replace("65200,Serveurs/serveuses,Servers\n", "").replace("Welders", "Welders and brazers")
    told = _loaded(capsys, write("g2.csv", groups), write("a2.csv", TITLES.rpartition("65200")[0]))
    assert "Modifiées : 1\n  72106" in told and "Retirées de la classification : 1\n  65200" in told
    # A title of the group that a title replaced, one of the other group and its own two.
    assert "Appellations ajoutées : 1; retirées : 4" in told
    assert not Occupation.objects.get(code="65200").is_current
    assert "Ajoutées : 0\nModifiées : 1" in _loaded(capsys, write("g.csv", GROUPS), write("a.csv", TITLES)).replace(
        "Modifiées : 2", "Modifiées : 1"
    )
    assert Occupation.objects.get(code="65200").is_current


def test_a_word_as_long_as_a_title_does_not_stop_a_load(write, capsys):
    titles = f"{TITLES}72106,fr,{'x' * 60}\n72106,fr,{'x' * 300}\n"
    assert "Appellations ajoutées : 9" in _loaded(capsys, write("g.csv", GROUPS), write("a.csv", titles))


def test_titles_alone_of_occupations_already_known(write, capsys):
    _loaded(capsys, write("g.csv", GROUPS))
    _loaded(capsys, write("a.csv", TITLES))
    assert len(_titles()) == 3


@pytest.mark.parametrize(
    ("text", "encoding", "told"),
    [
        (TITLES + "7210,fr,Soudeur\n", "utf-8", "ligne 5 : le code « 7210 » n’a pas cinq chiffres"),
        (TITLES + "７２１０６,fr,Soudeur\n", "utf-8", "ligne 5 : le code « ７２１０６ » n’a pas cinq chiffres"),
        (TITLES, "utf-8", "ligne 2 : le code 72106 n’est celui d’aucune profession"),
        (TITLES + "72106,es,Soldador\n", "utf-8", "ligne 5 : « es » n’est pas une langue : fr ou en"),
        (TITLES + "72106,fr,\n", "utf-8", "ligne 5 : il manque le titre"),
        (TITLES + f"72106,fr,{'x' * 301}\n", "utf-8", "ligne 5 : le titre a plus de 300 caractères"),
        (TITLES + "72106,fr\n", "utf-8", "ligne 5 : 2 colonnes au lieu de 3"),
        (TITLES + '72106,fr,"Soudeur\n', "utf-8", "ligne 5 : un guillemet n’est pas fermé"),
        ("code,langue,titre\n72106,fr,Soudeur\n", "utf-8", "Il manque des colonnes à x.csv"),
        ("", "utf-8", "Il manque des colonnes à x.csv"),
        ("code,langue,appellation\n", "utf-8", "ne contient aucune profession"),
        (TITLES + "72106,fr,Opérateur\n", "utf-16-le", "le texte n’est pas en UTF-8"),
        (GROUPS + "72106,Soudeurs,Welders\n", "utf-8", "ligne 4 : le code 72106 est déjà plus haut"),
        (ENGLISH + "5,72106,Braziers,All examples,Brazier\n", "utf-8", "ligne 8 : le code 72106 a déjà un autre titre"),
    ],
)
def test_a_wrong_file_is_refused_with_its_line_and_nothing_is_written(write, text, encoding, told):
    with pytest.raises(CommandError) as refused:
        call_command("load_occupations", str(write("x.csv", text, encoding)))
    assert told in str(refused.value).replace("\u00a0", " ")
    assert not Occupation.objects.exists()


def test_a_text_whose_encoding_is_broken_is_refused_with_its_line(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("code,langue,appellation\n72106,fr,Opérateur\n72106,fr,Op".encode() + b"\xe9rateur\n")
    with pytest.raises(OccupationsRefused, match="le texte n’est pas en UTF-8"):
        read_occupations(path)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(CommandError, match="ne peut pas être lu"):
        call_command("load_occupations", str(tmp_path / "absent.csv"))


def test_the_whole_classification(shared):
    folder = shared / "data" / "cnp-2021"
    found = read_occupations(folder / "appellations.csv", folder / "groupes_de_base.csv")
    assert (len(found.groups), len(found.titles)) == (516, 57_708)
    assert found.groups["72106"]["en"] == "Welders and related machine operators"
    assert found.listed == {"fr", "en"}
