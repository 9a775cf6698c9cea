"""A workbook of several sheets: which one is the list."""

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from ancrage.audit.models import AuditEntry
from ancrage.files.extents import SheetRefused
from ancrage.newcomers.actions.imports import ImportRefused, choose_tab, receive, set_columns
from ancrage.newcomers.models import ImportStage, PersonImport
from ancrage.newcomers.queries import import_tabs
from ancrage.newcomers.queries.import_files import earlier_of, first_lines
from ancrage.newcomers.queries.imports import unpack
from tests.factories.sheets import csv, ods_of, xlsx, xlsx_of
from tests.newcomers.lists import DMYTRO, HEAD, MARIANA, advanced, applied, received
from tests.newcomers.scene import Scene, a_scene, text_of, url

pytestmark = pytest.mark.django_db
AT = datetime(2021, 7, 14, 12, 0, tzinfo=UTC)
OTHER_HEAD = ["Nom", "Prénom", "Courriel"]
TABS = {"Mode d’emploi": [], "Juin": [HEAD, MARIANA], "Juillet": [OTHER_HEAD, ["Kovalenko", "Dmytro", ""]]}


@pytest.fixture(autouse=True)
def _moment():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def scene() -> Scene:
    return a_scene()


def page(scene: Scene, sheet: PersonImport) -> str:
    return text_of(scene.client().get(url("import_columns", sheet)))


def chosen(scene: Scene, sheet: PersonImport, tab: Any) -> str:
    answer = scene.client().post(url("import_tab", sheet), {"tab": tab}, follow=True)
    sheet.refresh_from_db()
    return text_of(answer)


@pytest.mark.parametrize(
    "tabs",
    [{"A": [], "B": []}, {"A": [["Bonjour"]], "B": [HEAD]}],
    ids=["empty", "headings alone"],
)
@pytest.mark.parametrize("made", [xlsx_of, ods_of])
def test_a_workbook_without_any_list_is_refused(scene, made, tabs):
    file = SimpleUploadedFile("liste.xlsx", made(tabs))
    with pytest.raises(SheetRefused, match="aucune ligne sous ses titres"):
        receive(file=file, service_point=scene.case.service_point, by=scene.agent, at=AT)


@pytest.mark.parametrize("first", [[], [["Liste des personnes à inscrire"]]], ids=["empty", "a title alone"])
@pytest.mark.parametrize("made", [xlsx_of, ods_of])
def test_a_first_sheet_that_is_no_list_is_no_dead_end(scene, made, first):
    sheet = received(scene, content=made({"Titre": first, "Liste": [HEAD, MARIANA]}))
    assert (sheet.headings, sheet.tabs, sheet.tab) == (HEAD, [], 1)
    assert [cells[0] for cells in first_lines(sheet, 5)] == ["Mariana"]
    assert "Feuille à lire" not in page(scene, sheet)


@pytest.mark.parametrize("content", [csv([HEAD, MARIANA]), xlsx([HEAD, MARIANA])], ids=["CSV", "one sheet"])
def test_nothing_is_asked_of_a_single_sheet(scene, content):
    sheet = received(scene, content=content)
    assert "Feuille à lire" not in page(scene, sheet)
    with pytest.raises(ImportRefused, match="pas dans le classeur") as refusal:
        choose_tab(sheet=sheet, tab=0, by=scene.agent, at=AT)
    assert refusal.value.field == "tab"


def test_sheets_that_are_not_shown_are_not_offered(scene):
    sheet = received(scene, content=xlsx_of(TABS | {"Cachée": [HEAD, DMYTRO]}, hidden=["Cachée"]))
    text = page(scene, sheet)
    assert "Juin (Prénom, Nom" in text and "Juillet (Nom, Prénom, Courriel)" in text
    assert "Cachée" not in text and "Mode d’emploi" not in text


@pytest.mark.parametrize("tab", ["", "0", "3", "juillet", "-1"])
def test_a_sheet_that_is_not_offered_is_refused(scene, tab):
    sheet = received(scene, content=xlsx_of(TABS))
    text = chosen(scene, sheet, tab)
    assert sheet.tab == 1 and sheet.headings == HEAD
    assert "Feuille à lire" in text


@pytest.mark.parametrize("made", [xlsx_of, ods_of])
def test_another_sheet_is_read_once_chosen(scene, made):
    sheet = received(scene, content=made(TABS))
    assert (sheet.tab, sheet.headings) == (1, HEAD)
    assert "mariana@exemple.ca" in page(scene, sheet)
    text = chosen(scene, sheet, 2)
    assert "Kovalenko" in text and "mariana@exemple.ca" not in text
    assert (sheet.tab, sheet.last_line) == (2, 2)
    assert sheet.columns == {"given_names": 1, "family_names": 0, "email": 2}
    assert AuditEntry.objects.filter(verb="newcomers.import.tab_chosen").count() == 1
    set_columns(sheet=sheet, columns=sheet.columns, by=scene.agent, at=AT)
    advanced(sheet)
    [row] = sheet.rows.all()
    assert unpack(row.content).values["family_names"] == "Kovalenko"
    assert "Feuille « Juillet »" in text_of(scene.client().get(url("import", sheet)))
    applied(scene, sheet)
    with pytest.raises(ImportRefused, match="autre étape"):
        choose_tab(sheet=sheet, tab=1, by=scene.agent, at=AT)


def test_what_was_checked_of_a_sheet_goes_when_another_is_chosen(scene):
    sheet = received(scene, content=xlsx_of(TABS))
    set_columns(sheet=sheet, columns=sheet.columns, by=scene.agent, at=AT)
    assert advanced(sheet).counts == {"good": 1}
    choose_tab(sheet=sheet, tab=1, by=scene.agent, at=AT)
    sheet.refresh_from_db()
    assert sheet.stage == ImportStage.CHECKED, "the same sheet: nothing is lost"
    choose_tab(sheet=sheet, tab=2, by=scene.agent, at=AT)
    sheet.refresh_from_db()
    assert (sheet.stage, sheet.counts, sheet.rows.count()) == (ImportStage.COLUMNS, {}, 0)


def test_another_sheet_of_the_same_file_is_no_file_received_twice(scene):
    content = xlsx_of(TABS)
    first = received(scene, content=content)
    with time_machine.travel(AT.replace(hour=13), tick=False):
        again = received(scene, content=content)
        assert earlier_of(again, scene.access()) == first
        choose_tab(sheet=again, tab=2, by=scene.agent, at=AT)
        again.refresh_from_db()
        assert earlier_of(again, scene.access()) is None


def test_a_list_received_before_sheets_were_chosen_is_read_as_it_was(scene):
    sheet = received(scene, content=xlsx_of({"Vide": [], "Liste": [HEAD, MARIANA]}))
    PersonImport.objects.filter(pk=sheet.pk).update(tab=None)
    sheet.refresh_from_db()
    assert [cells[0] for cells in first_lines(sheet, 5)] == ["Mariana"]


def test_sheets_beyond_what_one_may_hold_are_not_read(monkeypatch):
    monkeypatch.setattr(import_tabs, "MOST_CELLS", 5)
    assert [one["name"] for one in import_tabs.measured(xlsx_of(TABS))] == ["Juin"]
