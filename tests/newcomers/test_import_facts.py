"""An immigration status and levels of French in a list: read as their forms read them, added, and undone."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ancrage.newcomers.actions.imports import choose
from ancrage.newcomers.actions.languages import add_level
from ancrage.newcomers.actions.statuses import end_status
from ancrage.newcomers.models import (
    Case,
    FrenchLevel,
    ImmigrationStatus,
    ImportedRow,
    LevelSource,
    Person,
    PersonImport,
)
from ancrage.newcomers.queries.import_changes import changes_of
from ancrage.newcomers.queries.import_columns import guessed
from ancrage.newcomers.queries.imports import lines_shown, unpack
from tests.factories.directory import StatusCategoryFactory
from tests.factories.newcomers import CaseFactory, PersonFactory
from tests.newcomers.lists import applied, checked, undone
from tests.newcomers.scene import Scene, a_scene, text_of, url

pytestmark = pytest.mark.django_db
AT = datetime(2021, 7, 14, 12, 0, tzinfo=UTC)
TODAY = date(2021, 7, 14)
HEAD = [
    *("Prénom", "Nom", "Date de naissance", "Statut d’immigration", "Type de document", "Valide du", "Valide jusqu’au"),
    *("Compréhension orale", "Production orale", "Source du niveau", "Date du test"),
]
MARIANA = ["Mariana", "Ospina Restrepo", "1987-05-12"]
STATUS = ["etudiant", "Permis d’études", "2021-01-01", "2022-12-31"]
LEVEL = ["4", "3", "test", "2021-06-01"]


@pytest.fixture(autouse=True)
def _moment():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def scene() -> Scene:
    StatusCategoryFactory.create(code="etudiant", label_fr="Étudiante ou étudiant", label_en="Student")
    StatusCategoryFactory.create(code="ancien", label_fr="Ancien statut", label_en="Former", is_active=False)
    return a_scene()


@pytest.fixture
def known(scene) -> Person:
    person = PersonFactory.create(given_names="Mariana", family_names="Ospina Restrepo", birth_on=date(1987, 5, 12))
    CaseFactory.create(person=person, service_point=scene.case.service_point)
    return person


def read(scene: Scene, *rows: list[str]) -> PersonImport:
    return checked(scene, *rows, head=HEAD)


def errors(sheet: PersonImport) -> dict[str, str]:
    [row] = sheet.rows.all()
    return dict(unpack(row.content).errors)


def facts(person: Person) -> tuple[list[Any], list[Any]]:
    statuses = person.statuses.order_by("valid_from").values_list(
        "category__code", "document", "valid_from", "valid_to"
    )
    levels = person.french_levels.order_by("assessed_on").values_list("listening", "speaking", "source", "assessed_on")
    return list(statuses), list(levels)


def new_person() -> Person:
    return Person.objects.get(given_names="Mariana")


GIVEN = (
    [("etudiant", "study_permit", date(2021, 1, 1), date(2022, 12, 31))],
    [(4, 3, LevelSource.TEST, date(2021, 6, 1))],
)


@pytest.mark.parametrize(
    ("status", "level", "field", "says"),
    [
        (["martien", "", "2021-01-01", ""], [], "status_category", "n’est pas dans la liste"),
        (["Ancien statut", "", "2021-01-01", ""], [], "status_category", "n’est pas dans la liste"),
        (["", "CSQ", "2021-01-01", ""], [], "status_category", "Inscrivez le statut"),
        (["etudiant", "passeport", "2021-01-01", ""], [], "status_document", "réponse de la liste"),
        (["etudiant", "", "", ""], [], "status_valid_from", "Inscrivez le début"),
        (["etudiant", "", "hier", ""], [], "status_valid_from", "année-mois-jour"),
        (["etudiant", "", "1980-01-01", ""], [], "status_valid_from", "avant la naissance"),
        (["etudiant", "", "2021-01-01", "2020-12-31"], [], "status_valid_to", "précède son début"),
        ([], ["13", "", "", ""], "french_listening", "12"),
        ([], ["0", "", "", ""], "french_listening", "1"),
        ([], ["quatre", "", "", ""], "french_listening", "nombre entier"),
        ([], ["", "", "test", "2021-06-01"], "french_listening", "au moins un niveau"),
        ([], ["4", "", "devinette", ""], "french_source", "réponse de la liste"),
        ([], ["4", "", "", "2021-07-15"], "french_assessed_on", "pas encore passée"),
        (["=1+1", "", "", ""], [], "status_category", "formule"),
    ],
)
def test_what_is_wrong_is_said_beside_its_cell(scene, status, level, field, says):
    sheet = read(scene, [*MARIANA, *(status or [""] * 4), *(level or [""] * 4)])
    assert list(errors(sheet)) == [field]
    assert says in errors(sheet)[field]
    assert says in text_of(scene.client().get(url("import", sheet)))


def test_what_lacks_its_column_is_said_beside_one_there_is(scene):
    sheet = checked(scene, [*MARIANA, "etudiant"], head=HEAD[:4])
    assert errors(sheet) == {"status_category": "Inscrivez le début du statut."}
    sheet = checked(scene, [*MARIANA, "2021-06-01"], head=[*HEAD[:3], "Date du test"])
    assert list(errors(sheet)) == ["french_assessed_on"]


def test_headings_in_both_languages_are_known():
    assert guessed(["Statut", "Valid until", "Listening", "Expression orale"]) == {
        "status_category": 0, "status_valid_to": 1, "french_listening": 2, "french_speaking": 3
    }  # fmt: skip


@pytest.mark.parametrize("name", ["etudiant", "Étudiante ou étudiant", "STUDENT"])
def test_they_are_entered_with_the_person(scene, name):
    applied(scene, read(scene, [*MARIANA, name, *STATUS[1:], *LEVEL]))
    assert facts(new_person()) == GIVEN


def test_unless_said_levels_are_declared_today_and_no_document_was_shown(scene):
    applied(scene, read(scene, [*MARIANA, "etudiant", "", "2021-01-01", "", "", "5", "", ""]))
    assert facts(new_person()) == (
        [("etudiant", "none", date(2021, 1, 1), None)],
        [(None, 5, LevelSource.DECLARED, TODAY)],
    )


def test_empty_cells_add_nothing(scene):
    applied(scene, read(scene, [*MARIANA, *[""] * 8]))
    assert facts(new_person()) == ([], [])


def test_as_many_statements_for_one_row_and_for_three(scene):
    names = ["Mariana Ospina", "Dmytro Kovalenko", "Ana Ruiz", "Wei Zhang", "Youssef Haddad"]
    people = [[*name.split(), f"19{80 + place}-0{place + 1}-12"] for place, name in enumerate(names)]
    counts = []
    for some in (people[:1], people[1:2], people[2:]):
        sheet = read(scene, *([*one, *STATUS, *LEVEL] for one in some))
        with CaptureQueriesContext(connection) as met:
            applied(scene, sheet)
        counts.append(len(met))
    assert ImmigrationStatus.objects.count() == FrenchLevel.objects.count() == len(people)
    assert counts[1] == counts[2]


def test_undoing_takes_them_away_with_the_person(scene):
    sheet = applied(scene, read(scene, [*MARIANA, *STATUS, *LEVEL]))
    undone(scene, sheet)
    assert not ImmigrationStatus.objects.exists() and not FrenchLevel.objects.exists()
    assert not Person.objects.filter(given_names="Mariana").exists()


def test_a_status_ended_since_keeps_the_person(scene):
    sheet = applied(scene, read(scene, [*MARIANA, *STATUS, *LEVEL]))
    case = Case.objects.get(person=new_person())
    end_status(case=case, status=ImmigrationStatus.objects.get(), on=date(2021, 7, 31), by=scene.agent, at=AT)
    undone(scene, sheet)
    assert ImportedRow.objects.get().result == "left"
    assert ImmigrationStatus.objects.count() == FrenchLevel.objects.count() == 1


def test_a_level_added_since_keeps_the_person(scene):
    sheet = applied(scene, read(scene, [*MARIANA, *STATUS, *LEVEL]))
    skills = {"listening": 5, "speaking": 5, "reading": None, "writing": None}
    case = Case.objects.get(person=new_person())
    add_level(case=case, **skills, source=LevelSource.TEST, assessed_on=TODAY, by=scene.agent, at=AT)
    undone(scene, sheet)
    assert ImportedRow.objects.get().result == "left"
    assert FrenchLevel.objects.count() == 2


@pytest.mark.parametrize(
    ("fields", "given"),
    [
        (["phone"], ([], [])),
        (["status"], (GIVEN[0], [])),
        (["french"], ([], GIVEN[1])),
        (["status", "french"], GIVEN),
    ],
)
def test_the_fiche_is_updated_only_when_chosen_and_put_back(scene, known, fields, given):
    sheet = applied(scene, read(scene, [*MARIANA, *STATUS, *LEVEL]), "update", fields)
    assert facts(known) == given
    known.refresh_from_db()
    assert known.revision == 0
    undone(scene, sheet)
    assert facts(known) == ([], [])
    assert ImportedRow.objects.get().result == ("skipped" if fields == ["phone"] else "undone")


def test_what_the_fiche_says_already_is_not_added_twice(scene, known):
    applied(scene, read(scene, [*MARIANA, *STATUS, *LEVEL]), "update", ["status", "french"])
    sheet = applied(scene, read(scene, [*MARIANA, *STATUS, *LEVEL]), "update", ["status", "french"])
    row = sheet.rows.get()
    assert (row.result, row.why) == ("skipped", "La fiche dit déjà la même chose.")
    assert facts(known) == GIVEN


def test_an_update_that_was_changed_since_stays(scene, known):
    sheet = applied(scene, read(scene, [*MARIANA, *STATUS, *LEVEL]), "update", ["status"])
    case = Case.objects.get(person=known)
    end_status(case=case, status=known.statuses.get(), on=date(2021, 7, 31), by=scene.agent, at=AT)
    undone(scene, sheet)
    assert sheet.rows.get().result == "left"
    assert known.statuses.count() == 1


def test_a_status_before_the_birth_that_the_fiche_knows_is_not_added(scene, known):
    status = ["etudiant", "", "1985-01-01", ""]
    sheet = read(scene, ["Mariana", "Ospina Restrepo", "", *status, *[""] * 4])
    if sheet.rows.get().state != "double":
        ImportedRow.objects.update(state="double", double_of=known.pk)
    applied(scene, sheet, "update", ["status"])
    row = sheet.rows.get()
    assert (row.result, row.why) == ("skipped", "Le statut commence avant la naissance.")
    assert facts(known) == ([], [])


def test_the_two_are_compared_in_words_before_choosing(scene, known):
    sheet = read(scene, [*MARIANA, *STATUS, *LEVEL])
    row = sheet.rows.get()
    text = text_of(scene.client().get(url("import_row", sheet, row)))
    assert "Statut d’immigration : vide → Étudiante ou étudiant" in text
    assert "Niveaux de français : vide → 4 / 3 / – / –" in text
    choose(row=row, choice="update", fields_to_write=["french"], by=scene.agent, at=AT)
    applied(scene, sheet)
    assert facts(known) == ([], GIVEN[1])
    [line] = lines_shown([row], sheet, scene.access())
    assert [one.name for one in changes_of(line, scene.access(), TODAY)] == ["status"]
