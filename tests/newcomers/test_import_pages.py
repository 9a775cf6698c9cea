"""The pages of an import, as an agent and a director go through them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ancrage.audit.models import AuditEntry
from ancrage.files.reading import FileHeld, FileUnreadable, StorageAway
from ancrage.newcomers.models import Case, ImportedRow, ImportStage, Person, PersonImport
from tests.factories.newcomers import CaseFactory, CircleMemberFactory, PersonFactory
from tests.factories.sheets import csv
from tests.factories.territory import ServicePointFactory
from tests.newcomers.lists import DMYTRO, HEAD, MARIANA, advanced, applied, checked, received
from tests.newcomers.scene import Scene, a_scene, director_of, text_of, url

pytestmark = pytest.mark.django_db
AT = datetime(2021, 7, 14, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _moment():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def scene() -> Scene:
    return a_scene()


@pytest.fixture
def known(scene) -> Person:
    person = PersonFactory.create(given_names="Mariana", family_names="Ospina Restrepo", birth_on=date(1987, 5, 12))
    CaseFactory.create(person=person, service_point=scene.case.service_point)
    return person


def get(scene: Scene, name: str, *args: Any, **query: str) -> str:
    return text_of(scene.client().get(url(name, *args), query))


def sent(scene: Scene, content: bytes, point: Any = None, name: str = "liste.csv") -> Any:
    data = {"file": SimpleUploadedFile(name, content), "service_point": (point or scene.case.service_point).pk}
    return scene.client().post(url("import_new"), data)


def chosen(sheet: PersonImport, **changes: str) -> dict[str, str]:
    return {f"colonne_{place}": name for name, place in sheet.columns.items()} | changes


def test_a_list_goes_from_its_file_to_its_dossiers(scene):
    assert "Aucune liste importée" in get(scene, "imports")
    answer = sent(scene, csv([HEAD, MARIANA, ["", "", "hier", "12", "", ""]]))
    sheet = PersonImport.objects.get()
    assert answer["Location"] == url("import_columns", sheet)
    text = get(scene, "import_columns", sheet)
    assert "1987-05-12 · hier" in text
    answer = scene.client().post(url("import_columns", sheet), chosen(sheet, is_sure="on"))
    assert answer["Location"] == url("import", sheet)
    text = get(scene, "import", sheet)
    assert "Vérification en cours" in text and "Vous pouvez quitter cette page" in text
    assert "ligne 1 sur 3" in get(scene, "import_progress", sheet)
    advanced(sheet)
    assert scene.client().get(url("import_progress", sheet))["HX-Refresh"] == "true"
    text = get(scene, "import", sheet)
    assert "Prête (1)" in text and "En erreur (1)" in text
    assert "numéro complet" in get(scene, "import", sheet, etat="wrong")
    assert "numéro complet" not in get(scene, "import", sheet, etat="good")
    scene.client().post(url("import_apply", sheet), {"otherwise": "skip"})
    advanced(sheet)
    case = Case.objects.get(person__given_names="Mariana")
    assert url("case", case) in get(scene, "import", sheet)
    assert "Personnes inscrites" in get(scene, "imports")
    scene.client().post(url("import_undo", sheet))
    advanced(sheet)
    assert "Importation annulée" in get(scene, "import", sheet)
    assert not Case.objects.filter(pk=case.pk).exists()


def test_nothing_that_is_no_list_is_taken(scene):
    answer = sent(scene, b"MZ\x90\x00", name="liste.xlsx")
    assert "ni du CSV, ni un classeur" in text_of(answer)
    assert "dépasse 10 Mo" in text_of(sent(scene, b"a," * (15 * 1024 * 1024)))
    assert not PersonImport.objects.exists()


def test_one_chooses_among_ones_own_points_only(scene):
    other = ServicePointFactory.create()
    assert sent(scene, csv([HEAD, MARIANA]), point=other).status_code == 200
    assert not PersonImport.objects.exists()
    director = director_of(scene.case)
    text = text_of(scene.client(director).get(url("import_new")))
    assert scene.case.service_point.name in text
    assert other.name not in text


def test_the_same_file_again_leads_to_the_first(scene):
    first = received(scene, MARIANA)
    with time_machine.travel(AT + timedelta(minutes=1), tick=False):
        again = received(scene, MARIANA)
        text = get(scene, "import_columns", again)
    assert "déjà été reçu" in text
    assert url("import", first) in text


def test_shifted_columns_are_noticed_before_anything_is_read(scene):
    shifted = [["x", *row[:5]] for row in (MARIANA, DMYTRO, ["Ana", "Ruiz", "1990-01-01", "", "", ""])]
    sheet = received(scene, *shifted)
    answer = scene.client().post(url("import_columns", sheet), chosen(sheet))
    text = text_of(answer)
    assert "ne ressemble pas à « Date de naissance » : 3 cellules sur 3" in text
    assert "« Ospina Restrepo »" in text
    sheet.refresh_from_db()
    assert sheet.stage == ImportStage.COLUMNS
    scene.client().post(url("import_columns", sheet), chosen(sheet, is_sure="on"))
    sheet.refresh_from_db()
    assert sheet.stage == ImportStage.CHECKING


def test_spoilt_accents_are_noticed(scene):
    sheet = received(scene, content="Prénom,Nom\nAndrÃ©,LÃ©vesque".encode())
    assert "accents semblent déjà abîmés" in get(scene, "import_columns", sheet)
    assert "abîmés" not in get(scene, "import_columns", received(scene, ["Andrée", "Ângelo", "", "", "", ""]))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"colonne_0": "given_names", "colonne_1": "given_names"}, "Une autre colonne est déjà « Prénoms »."),
        ({"colonne_2": "birth_on"}, "au moins la colonne des noms"),
    ],
)
def test_columns_that_make_no_sense_are_refused(scene, data, says):
    sheet = received(scene, MARIANA)
    assert says in text_of(scene.client().post(url("import_columns", sheet), data))


def test_a_double_is_compared_then_settled(scene, known):
    sheet = checked(scene, MARIANA, DMYTRO)
    text = get(scene, "import", sheet, etat="double")
    assert "Ressemble à" in text and url("case", Case.objects.get(person=known)) in text
    row = ImportedRow.objects.get(state="double")
    text = get(scene, "import_row", sheet, row)
    assert "Courriel : vide → mariana@exemple.ca" in text
    assert "Prénoms :" not in text
    send = scene.client().post
    assert "Choisissez ce qui se met à jour" in text_of(send(url("import_row", sheet, row), {"choice": "update"}))
    send(url("import_row", sheet, row), {"choice": "update", "fields_to_write": ["email"]})
    assert "Mettre à jour la fiche" in get(scene, "import", sheet)
    scene.client().post(url("import_apply", sheet), {"otherwise": "skip"})
    advanced(sheet)
    known.refresh_from_db()
    assert known.email == "mariana@exemple.ca"


def test_of_someone_elsewhere_only_the_place_is_said(scene, known):
    other = ServicePointFactory.create(name="Point de services de Matane")
    Case.objects.filter(person=known).update(service_point=other)
    sheet = checked(scene, MARIANA)
    text = get(scene, "import_row", sheet, ImportedRow.objects.get())
    assert "inscrit ailleurs : Point de services de Matane" in text
    assert "Mettre à jour la fiche" not in text


def test_once_restricted_a_double_is_no_longer_named(scene, known):
    sheet = checked(scene, MARIANA)
    Case.objects.filter(person=known).update(is_restricted=True)
    CircleMemberFactory.create(case=Case.objects.get(person=known), user=scene.colleague)
    text = get(scene, "import", sheet)
    assert "Ressemble à" not in text


def test_rows_not_entered_are_handed_back_without_a_formula(scene):
    sheet = checked(scene, ["=cmd|' /C calc'!A0", "Ospina", "", "", "", ""], DMYTRO)
    answer = scene.client().get(url("import_errors", sheet))
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert text.splitlines()[0].startswith("Ligne;Pourquoi;Prénom;Nom")
    assert "'=cmd|" in text
    assert "Kovalenko" not in text
    assert "commence comme une formule" in text


def test_what_was_shown_is_in_the_register(scene, known):
    sheet = checked(scene, MARIANA, DMYTRO)
    get(scene, "import", sheet)
    entry = AuditEntry.objects.filter(verb="newcomers.import.consulted").latest("id")
    assert (entry.target_id, entry.about) == (str(sheet.pk), [known.pk])


def test_a_colleague_of_the_point_goes_on_and_nobody_else(scene):
    sheet = checked(scene, MARIANA)
    assert scene.client(scene.colleague).get(url("import", sheet)).status_code == 200
    assert a_scene().client().get(url("import", sheet)).status_code == 404


def test_the_same_statements_for_one_row_and_for_many(scene, known):
    counts = []
    for rows in ([MARIANA], [MARIANA, DMYTRO, ["Ana", "Ruiz", "", "", "", ""], MARIANA]):
        sheet = checked(scene, *rows)
        client = scene.client()
        client.get(url("import", sheet))
        with CaptureQueriesContext(connection) as captured:
            client.get(url("import", sheet))
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 18


def test_given_up_it_says_so(scene):
    sheet = checked(scene, MARIANA)
    answer = scene.client().post(url("import_drop", sheet), follow=True)
    assert "le fichier et ses lignes sont détruits" in text_of(answer)
    assert "Le fichier et ses lignes sont détruits" in get(scene, "import", sheet)


@pytest.mark.parametrize("error", [FileUnreadable, FileHeld, StorageAway])
def test_while_the_storage_is_away_it_says_so_and_loses_nothing(scene, monkeypatch, error):
    from ancrage.newcomers.queries import import_files

    sheet = received(scene, MARIANA)
    with monkeypatch.context() as patched:
        patched.setattr(import_files, "read_file", lambda _file: (_ for _ in ()).throw(error("away")))
        answer = scene.client().get(url("import_columns", sheet))
        assert answer.status_code == 503
        assert "ne se lit pas pour le moment" in text_of(answer)
    assert "1987-05-12" in get(scene, "import_columns", sheet)


def test_stopped_it_says_why_and_goes_on(scene):
    sheet = checked(scene, MARIANA)
    PersonImport.objects.update(stage=ImportStage.APPLYING, trouble="Le fichier ne se lit plus.")
    assert "Le fichier ne se lit plus." in get(scene, "import", sheet)
    scene.client().post(url("import_again", sheet))
    advanced(sheet)
    assert sheet.stage == ImportStage.APPLIED


def test_whoever_may_not_correct_is_not_offered_to(scene, known):
    sheet = checked(scene, MARIANA)
    director = director_of(scene.case)
    text = text_of(scene.client(director).get(url("import", sheet)))
    assert "Mettre à jour la fiche" not in text
    assert "Mettre à jour la fiche" in get(scene, "import", sheet)
    applied(scene, sheet)
