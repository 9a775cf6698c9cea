"""A list entered: received, read, checked, entered by blocks, undone, forgotten."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model

from ancrage.audit.models import AuditEntry
from ancrage.core import now
from ancrage.core.ids import uuid7
from ancrage.files.actions import FileRefused
from ancrage.files.extents import SheetRefused
from ancrage.files.models import StoredFile
from ancrage.files.reading import StorageAway
from ancrage.newcomers.actions import import_blocks
from ancrage.newcomers.actions.imports import (
    ImportRefused,
    choose,
    drop,
    receive,
    set_columns,
    start_undoing,
    take_up_again,
)
from ancrage.newcomers.actions.intake import open_at
from ancrage.newcomers.forms.rows import RowReader
from ancrage.newcomers.jobs import advance_import, compare_persons, forget_lists_imported
from ancrage.newcomers.models import (
    Case,
    CaseState,
    ImportColumns,
    ImportedRow,
    ImportStage,
    LikelyDouble,
    Person,
    PersonImport,
)
from ancrage.newcomers.models.merge import UNDONE_WITHIN
from ancrage.newcomers.queries.import_doubles import Entry, likest
from ancrage.newcomers.queries.import_files import earlier_of, errors_of
from ancrage.newcomers.queries.imports import unpack
from ancrage.plans.models import ActionPlan
from tests.factories.files import PDF
from tests.factories.newcomers import CaseFactory, CircleMemberFactory, PersonFactory
from tests.factories.sheets import csv, ods, xlsx
from tests.factories.territory import MunicipalityFactory
from tests.newcomers.lists import DMYTRO, HEAD, MARIANA, advanced, applied, checked, received, undone
from tests.newcomers.scene import Scene, a_scene

pytestmark = pytest.mark.django_db
AT = datetime(2021, 7, 14, 12, 0, tzinfo=UTC)
COLUMNS = {"given_names": 0, "family_names": 1, "birth_on": 2, "phone": 3, "email": 4}


@pytest.fixture(autouse=True)
def _moment():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def scene() -> Scene:
    return a_scene()


def rows(sheet: PersonImport) -> list[ImportedRow]:
    return list(sheet.rows.order_by("line"))


def errors(sheet: PersonImport) -> dict[int, dict[str, str]]:
    return {row.line: dict(unpack(row.content).errors) for row in rows(sheet)}


def entered(scene: Scene) -> list[Person]:
    return list(Person.objects.exclude(pk=scene.case.person_id).order_by("family_names", "given_names"))


# ── received ──


@pytest.mark.parametrize("made", [csv, xlsx, ods])
def test_a_list_is_received_whatever_its_kind_and_nobody_is_entered(scene, made):
    sheet = received(scene, content=made([HEAD, MARIANA, DMYTRO]))
    assert (sheet.stage, sheet.first_line, sheet.last_line) == (ImportStage.COLUMNS, 1, 3)
    assert sheet.columns == {
        "given_names": 0, "family_names": 1, "birth_on": 2, "phone": 3, "email": 4, "municipality": 5
    }  # fmt: skip
    assert not entered(scene)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (PDF, "ni du CSV, ni un classeur"),
        (b"", "vide"),
        (csv([HEAD]), "aucune ligne sous ses titres"),
        (b"x" * (10 * 1024 * 1024 + 1), "dépasse 10 Mo"),
    ],
)
def test_what_is_no_list_leaves_nothing(scene, content, sentence):
    file = SimpleUploadedFile("liste.csv", content)
    with pytest.raises((FileRefused, SheetRefused), match=sentence) as refusal:
        receive(file=file, service_point=scene.case.service_point, by=scene.agent, at=AT)
    assert refusal.value.field == "file"
    assert not StoredFile.objects.exists()


def test_the_same_file_again_is_known_until_it_is_undone(scene):
    first = received(scene, MARIANA)
    with time_machine.travel(AT + timedelta(hours=1), tick=False):
        again = received(scene, MARIANA)
        assert earlier_of(again, scene.access()) == first
        assert earlier_of(first, scene.access()) is None
        drop(sheet=first, by=scene.agent, at=now())
        assert earlier_of(again, scene.access()) is None


def test_columns_are_remembered_for_such_headings_here(scene):
    head = ["A", "B", "C"]
    sheet = received(scene, ["Mariana", "Ospina", "x"], head=head)
    assert sheet.columns == {}
    set_columns(sheet=sheet, columns={"given_names": 0, "family_names": 1}, by=scene.agent, at=AT)
    assert received(scene, ["Dmytro", "K", "y"], head=["a", "b", "c"]).columns == {"given_names": 0, "family_names": 1}
    assert received(a_scene(), ["Dmytro", "K", "y"], head=head).columns == {}
    assert ImportColumns.objects.count() == 1


# ── checked ──


def test_rows_are_read_as_the_entry_form_reads_them(scene):
    MunicipalityFactory.create(name="Mont-Joli")
    head = [*HEAD, "Pays", "Langues parlées", "Laisser un message", "Façon de joindre"]
    sheet = checked(
        scene,
        [*MARIANA[:5], "mont joli", "Colombia", "Spanish; français", "non", "courriel"],
        [*DMYTRO[:5], "Mont-Joly", "Ukraine", "ukrainien", "oui", "?"],
        head=head,
    )
    read = unpack(rows(sheet)[0].content).values
    assert (read["birth_on"], read["phone"], read["origin_country"]) == (date(1987, 5, 12), "+14185550142", "CO")
    assert (read["languages"], read["may_leave_message"], read["contact_way"]) == (["es", "fr"], False, "email")
    assert "Mont-Joli" in errors(sheet)[3]["municipality"]
    assert set(errors(sheet)[3]) == {"municipality", "contact_way"}
    applied(scene, sheet)
    [person] = entered(scene)
    assert (person.municipality.name, person.may_leave_message) == ("Mont-Joli", False)


@pytest.mark.parametrize(
    ("place", "typed", "field", "says"),
    [
        (2, "31/02/1987", "birth_on", "n’existe pas"),
        (2, "hier", "birth_on", "année-mois-jour"),
        (2, "2030-01-01", "birth_on", "pas encore passée"),
        (3, "12", "phone", "numéro complet"),
        (4, "mariana@", "email", "adresse complète"),
        (0, "=HYPERLINK(1)", "given_names", "formule"),
        (4, "@SUM(A1)", "email", "formule"),
    ],
)
def test_what_is_wrong_is_said_beside_its_cell(scene, place, typed, field, says):
    row = [*MARIANA[:place], typed, *MARIANA[place + 1 :]]
    sheet = checked(scene, row)
    assert list(errors(sheet)[2]) == [field]
    assert says in errors(sheet)[2][field]
    assert sheet.counts == {"wrong": 1}
    with pytest.raises(ImportRefused, match="Aucune ligne"):
        applied(scene, sheet)


def test_a_row_without_a_name_and_one_shifted_are_wrong(scene):
    sheet = checked(scene, ["", "", *MARIANA[2:]], [*MARIANA, "de trop"], [], DMYTRO)
    assert [row.line for row in rows(sheet)] == [2, 3, 5]
    assert "au moins un nom" in errors(sheet)[2]["given_names"]
    assert "décalées" in errors(sheet)[3][""]
    assert sheet.counts == {"wrong": 2, "good": 1}


def test_who_is_probably_entered_already_is_told(scene):
    person = PersonFactory.create(given_names="Maryana", family_names="Ospina Restrepo", birth_on=date(1987, 5, 12))
    CaseFactory.create(person=person, service_point=scene.case.service_point)
    sheet = checked(scene, MARIANA, DMYTRO)
    assert [row.double_of for row in rows(sheet)] == [person.pk, None]
    assert sheet.counts == {"double": 1, "good": 1}


def test_a_restricted_person_is_nobody_and_the_privacy_officer_knows(scene):
    person = PersonFactory.create(given_names="Mariana", family_names="Ospina Restrepo", birth_on=date(1987, 5, 12))
    case = CaseFactory.create(person=person, service_point=scene.case.service_point, is_restricted=True)
    CircleMemberFactory.create(case=case, user=scene.colleague)
    sheet = checked(scene, MARIANA)
    assert rows(sheet)[0].double_of is None
    assert sheet.counts == {"good": 1}
    assert AuditEntry.objects.filter(verb="newcomers.likeness.withheld").exists()


def test_twice_in_the_list_is_told_too(scene):
    sheet = checked(scene, MARIANA, DMYTRO, ["Mariana", "Ospina-Restrepo", *MARIANA[2:]])
    assert [row.double_line for row in rows(sheet)] == [None, None, 2]
    applied(scene, sheet)
    assert [person.given_names for person in entered(scene)] == ["Dmytro", "Mariana"]


def test_twice_in_the_list_is_told_though_a_worker_was_killed_between_the_two(scene, monkeypatch):
    monkeypatch.setattr("ancrage.newcomers.jobs.BLOCK", 2)
    with monkeypatch.context() as patched:
        _dies_at_second_block(patched, "check")
        with pytest.raises(Killed):
            checked(scene, MARIANA, DMYTRO, ["Mariana", "Ospina-Restrepo", *MARIANA[2:]])
    sheet = advanced(PersonImport.objects.get())
    assert [row.double_line for row in rows(sheet)] == [None, None, 2]


def test_a_block_is_compared_in_as_many_statements_as_a_row(scene, django_assert_max_num_queries):
    person = PersonFactory.create(given_names="Mariana", family_names="Ospina", email="Mariana@Exemple.ca")
    CaseFactory.create(person=person, service_point=scene.case.service_point)
    lines = [[f"Prénom{n}", f"Nom{n}", "1987-05-12", f"418555{n:04}", f"p{n}@exemple.ca", ""] for n in range(150)]
    entries = [
        Entry.of(line, RowReader(COLUMNS, width=6, today=AT.date()).read(cells))
        for line, cells in enumerate([*lines, ["Maryana", "Ospina", "", "", "mariana@exemple.ca", ""]])
    ]
    with django_assert_max_num_queries(6):
        found = likest(entries)
    assert [like.person.pk if like else None for like in found] == [None] * 150 + [person.pk]


# ── entered ──


def test_a_list_leaves_what_entering_one_by_one_leaves(scene):
    """Persons, dossiers, their moments, plans and history; their keys and numbers apart."""
    town = MunicipalityFactory.create(name="Mont-Joli")
    head = [*HEAD, "Langues parlées", "Laisser un message", "Adresse"]
    applied(scene, checked(scene, [*MARIANA[:5], "Mont-Joli", "espagnol, français", "non", "12, rue X"], head=head))
    listed = Case.objects.get(person__given_names="Mariana")
    typed = Person.objects.create(
        given_names="Mariana", family_names="Ospina Restrepo", birth_on=date(1987, 5, 12), phone="+14185550142",
        email="mariana@exemple.ca", municipality=town, languages=["es", "fr"], may_leave_message=False,
        address="12, rue X", created_at=AT,
    )  # fmt: skip
    opened = open_at(uuid7(), typed, scene.case.service_point, by=scene.agent, at=AT)
    assert _left(listed.person) == _left(typed)
    assert _left(listed) == _left(opened)
    assert _left(listed.plan) == _left(opened.plan)
    assert _left(listed.transitions.get()) == _left(opened.transitions.get())
    for model, pairs in (("PersonEvent", (listed.person, typed)), ("CaseEvent", (listed, opened))):
        events = apps.get_model("newcomers", model).objects
        one, other = ([_left(row) for row in events.filter(pgh_obj_id=each.pk)] for each in pairs)
        assert one == other
        assert len(one) == 1


_OWN = {"id", "reference", "person", "plan", "case", "pgh_id", "pgh_created_at", "pgh_obj"}


def _left(row: Model) -> dict[str, Any]:
    row.refresh_from_db()
    fields = [field for field in row._meta.concrete_fields if field.name not in _OWN]
    return {field.name: getattr(row, field.attname) for field in fields}


def test_persons_are_entered_with_their_dossier_at_the_point_chosen(scene):
    sheet = applied(scene, checked(scene, MARIANA, DMYTRO))
    assert (sheet.stage, sheet.counts["created"]) == (ImportStage.APPLIED, 2)
    cases = Case.objects.exclude(pk=scene.case.pk).order_by("reference")
    assert [case.person.given_names for case in cases] == ["Mariana", "Dmytro"]
    assert len({case.reference for case in cases}) == 2
    for case in cases:
        assert (case.state, case.service_point, case.requested_at) == (
            CaseState.REQUESTED,
            scene.case.service_point,
            AT,
        )
        assert [moment.by for moment in case.transitions.all()] == [scene.agent]
        entry = AuditEntry.objects.get(verb="newcomers.import.entered", about__contains=[case.pk])
        assert (case.person_id in entry.about, entry.actor) == (True, scene.agent.actor_ref)


@pytest.fixture
def known(scene) -> Person:
    """Entered already, without an e-mail, with another phone."""
    person = PersonFactory.create(
        given_names="Mariana", family_names="Ospina Restrepo", birth_on=date(1987, 5, 12), phone="+14185550000"
    )
    CaseFactory.create(person=person, service_point=scene.case.service_point)
    return person


def test_a_double_is_skipped_unless_one_says_otherwise(scene, known):
    sheet = applied(scene, checked(scene, MARIANA, DMYTRO))
    assert sheet.counts["skipped"] == 1
    assert Person.objects.filter(family_names="Ospina Restrepo").count() == 1


def test_kept_apart_they_are_not_proposed_again(scene, known):
    sheet = checked(scene, MARIANA)
    choose(row=rows(sheet)[0], choice="keep", by=scene.agent, at=AT)
    applied(scene, sheet)
    assert Person.objects.filter(family_names="Ospina Restrepo").count() == 2
    compare_persons(0)
    assert not LikelyDouble.objects.undecided().exists()


def test_only_the_fields_chosen_are_written(scene, known):
    sheet = checked(scene, MARIANA)
    choose(row=rows(sheet)[0], choice="update", fields_to_write=["email"], by=scene.agent, at=AT)
    applied(scene, sheet)
    known.refresh_from_db()
    assert (known.email, known.phone, known.revision) == ("mariana@exemple.ca", "+14185550000", 1)
    entry = AuditEntry.objects.get(verb="newcomers.person.edited", about__contains=[known.pk])
    assert entry.fields == ["email"]


def test_nobody_corrects_what_they_may_not(scene, known):
    Case.objects.filter(person=known).update(service_point=CaseFactory.create().service_point)
    sheet = applied(scene, checked(scene, MARIANA), otherwise="update", fields_to_write=["email"])
    known.refresh_from_db()
    assert (known.email, rows(sheet)[0].result) == ("", "skipped")
    assert "ne pouvez pas" in rows(sheet)[0].why


def test_someone_entered_meanwhile_is_not_entered_twice(scene):
    sheet = checked(scene, MARIANA, DMYTRO)
    with time_machine.travel(AT + timedelta(minutes=5), tick=False):
        twin = PersonFactory.create(
            given_names="Mariana", family_names="Ospina Restrepo", birth_on=date(1987, 5, 12), created_at=now()
        )
        CaseFactory.create(person=twin, service_point=scene.case.service_point)
        applied(scene, sheet)
    assert [row.result for row in rows(sheet)] == ["skipped", "created"]


def test_the_same_list_twice_enters_nobody_twice(scene):
    applied(scene, checked(scene, MARIANA, DMYTRO))
    sheet = checked(scene, MARIANA, DMYTRO)
    assert sheet.counts == {"double": 2}
    applied(scene, sheet)
    assert len(entered(scene)) == 2


def test_ten_thousand_rows_half_of_them_wrong(scene, monkeypatch):
    lines = [
        [f"Prénom{n:05}", f"Nom{n * 7919 % 10007:05}", f"19{60 + n % 40}-0{1 + n % 9}-{1 + n % 28:02}", "", "", ""]
        if n % 2
        else ["Prénom", "Nom", "sans date", "12", "x", ""]
        for n in range(10_000)
    ]
    sheet = checked(scene, *lines)
    assert sheet.counts["wrong"] == 5_000
    assert sheet.counts.get("good", 0) + sheet.counts.get("double", 0) == 5_000
    applied(scene, sheet, otherwise="keep")
    assert len(entered(scene)) == sheet.counts["created"] == 5_000
    assert sum(1 for _row in errors_of(sheet)[1]) == 5_000


class Killed(BaseException):
    pass


@pytest.mark.parametrize("work", ["check", "apply", "undo"])
def test_stopped_in_the_middle_it_goes_on_and_doubles_nothing(scene, monkeypatch, work):
    monkeypatch.setattr("ancrage.newcomers.jobs.BLOCK", 2)
    for module in ("import_blocks", "import_undo"):
        monkeypatch.setattr(f"ancrage.newcomers.actions.{module}.BLOCK", 2)
    lines = [[f"Prénom{name}", f"Nom{name}", "", "", "", ""] for name in "abcdefg"]
    steps = {
        "check": lambda: checked(scene, *lines),
        "apply": lambda: applied(scene, PersonImport.objects.get()),
        "undo": lambda: undone(scene, PersonImport.objects.get()),
    }
    for name, step in steps.items():
        if name == work:
            with monkeypatch.context() as patched:
                _dies_at_second_block(patched, work)
                with pytest.raises(Killed):
                    step()
            advanced(PersonImport.objects.get())
        else:
            step()
        if name == "apply":
            assert len(entered(scene)) == 7
    sheet = PersonImport.objects.get()
    assert (sheet.stage, sheet.counts["undone"], len(rows(sheet))) == (ImportStage.UNDONE, 7, 7)
    assert not entered(scene)


def _dies_at_second_block(patched: pytest.MonkeyPatch, work: str) -> None:
    whole = {"check": "check_block", "apply": "apply_block", "undo": "undo_block"}[work]
    from ancrage.newcomers import jobs

    real, calls = getattr(jobs, whole), []

    def dying(**given: Any) -> bool:
        calls.append(given)
        if len(calls) == 2:
            raise Killed
        return real(**given)

    patched.setattr(jobs, whole, dying)


def test_who_may_no_longer_import_stops_it_and_it_goes_on_when_they_may(scene):
    sheet = received(scene, MARIANA)
    set_columns(sheet=sheet, columns=sheet.columns, by=scene.agent, at=AT)
    point = scene.case.service_point
    PersonImport.objects.update(service_point=CaseFactory.create().service_point)
    assert "ne peut plus inscrire" in advanced(sheet).trouble
    assert not sheet.is_running
    PersonImport.objects.update(service_point=point)
    take_up_again(sheet=sheet, by=scene.agent, at=AT)
    assert advanced(sheet).stage == ImportStage.CHECKED


def test_a_file_not_examined_yet_is_told_and_goes_on_after(scene):
    sheet = received(scene, MARIANA)
    set_columns(sheet=sheet, columns=sheet.columns, by=scene.agent, at=AT)
    StoredFile.objects.update(scan="pending")
    assert "examiné" in advanced(sheet).trouble
    StoredFile.objects.update(scan="clean", scanned_at=AT)
    take_up_again(sheet=sheet, by=scene.agent, at=AT)
    assert advanced(sheet).stage == ImportStage.CHECKED


def test_a_storage_away_is_asked_again_later(scene, monkeypatch):
    sheet = received(scene, MARIANA)
    set_columns(sheet=sheet, columns=sheet.columns, by=scene.agent, at=AT)
    with monkeypatch.context() as patched:
        patched.setattr("ancrage.newcomers.jobs.read_file", _raises(StorageAway()))
        with pytest.raises(StorageAway):
            advance_import(str(sheet.pk))
    assert advanced(sheet).stage == ImportStage.CHECKED


def _raises(error: Exception) -> Callable[..., Any]:
    def away(*_given: Any) -> Any:
        raise error

    return away


def test_a_fault_is_told_and_loses_nothing(scene, monkeypatch):
    sheet = received(scene, MARIANA)
    set_columns(sheet=sheet, columns=sheet.columns, by=scene.agent, at=AT)
    with monkeypatch.context() as patched:
        patched.setattr(import_blocks, "likest", lambda *_args, **_more: 1 / 0)
        advance_import(str(sheet.pk))
    sheet.refresh_from_db()
    assert "erreur imprévue" in sheet.trouble
    take_up_again(sheet=sheet, by=scene.agent, at=AT)
    assert advanced(sheet).counts == {"good": 1}


# ── undone ──


def test_the_whole_list_is_undone(scene, known):
    before = {"email": known.email, "phone": known.phone}
    sheet = checked(scene, MARIANA, DMYTRO)
    plans = ActionPlan.objects.count()
    applied(scene, sheet, otherwise="update", fields_to_write=["email", "phone"])
    known.refresh_from_db()
    assert known.phone == "+14185550142"
    compare_persons(0)
    undone(scene, sheet)
    known.refresh_from_db()
    assert {"email": known.email, "phone": known.phone} == before
    assert entered(scene) == [known]
    assert Case.objects.count() == 2
    assert ActionPlan.objects.count() == plans
    assert sheet.counts["undone"] == 2
    assert {row.result for row in rows(sheet)} == {"undone"}


@pytest.mark.parametrize("what", ["person", "case", "plan", "taken", "restricted"])
def test_what_somebody_touched_since_stays_and_is_listed(scene, what):
    from tests.factories.newcomers import DocumentFactory, FrenchLevelFactory
    from tests.factories.plans import NeedFactory

    sheet = applied(scene, checked(scene, MARIANA, DMYTRO))
    case = Case.objects.get(person__given_names="Mariana")
    acts = {
        "person": lambda: FrenchLevelFactory.create(person=case.person),
        "case": lambda: DocumentFactory.create(case=case),
        "plan": lambda: NeedFactory.create(plan=case.plan),
        "taken": lambda: Case.objects.filter(pk=case.pk).update(agent=scene.agent),
        "restricted": lambda: Case.objects.filter(pk=case.pk).update(is_restricted=True),
    }
    acts[what]()
    undone(scene, sheet)
    assert [row.result for row in rows(sheet)] == ["left", "undone"]
    assert "a servi depuis" in rows(sheet)[0].why
    assert [person.given_names for person in entered(scene)] == ["Mariana"]


def test_a_fiche_corrected_since_keeps_its_correction(scene, known):
    sheet = applied(scene, checked(scene, MARIANA), otherwise="update", fields_to_write=["email"])
    Person.objects.filter(pk=known.pk).update(email="juste@exemple.ca", revision=2)
    undone(scene, sheet)
    known.refresh_from_db()
    assert (known.email, rows(sheet)[0].result) == ("juste@exemple.ca", "left")


def test_after_thirty_days_it_is_neither_undone_nor_kept(scene):
    sheet = applied(scene, checked(scene, MARIANA))
    waiting = received(scene, DMYTRO)
    late = AT + UNDONE_WITHIN
    with pytest.raises(ImportRefused, match="ne peut plus être annulée"):
        start_undoing(sheet=sheet, by=scene.agent, at=late)
    with time_machine.travel(late - timedelta(minutes=1), tick=False):
        forget_lists_imported(0)
    assert ImportedRow.objects.count() == 1
    with time_machine.travel(late, tick=False):
        forget_lists_imported(0)
    assert not ImportedRow.objects.exists()
    assert not StoredFile.objects.exists()
    sheet.refresh_from_db()
    waiting.refresh_from_db()
    assert (sheet.stage, sheet.counts["created"], waiting.stage) == (ImportStage.APPLIED, 1, ImportStage.DROPPED)
    assert entered(scene)


def test_given_up_nothing_of_it_is_left(scene):
    sheet = checked(scene, MARIANA)
    drop(sheet=sheet, by=scene.agent, at=AT)
    assert not StoredFile.objects.exists()
    assert not ImportedRow.objects.exists()
    assert "Mariana" not in str(list(PersonImport.objects.values()))


def test_rows_are_kept_encrypted(scene):
    from django.db import connection

    checked(scene, MARIANA)
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM newcomers_importedrow")
        assert "Mariana" not in cursor.fetchone()[0]
