"""Rows that share a mark live together once entered."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ancrage.audit.models import AuditEntry
from ancrage.newcomers.actions import import_blocks
from ancrage.newcomers.actions.household import edit_member, register_member
from ancrage.newcomers.actions.imports import start_applying
from ancrage.newcomers.models import Case, Household, HouseholdMember, Person, PersonImport
from ancrage.newcomers.queries.imports import unpack
from tests.factories.newcomers import CaseFactory, HouseholdMemberFactory, PersonFactory
from tests.newcomers.lists import advanced, applied, checked, undone
from tests.newcomers.scene import Scene, a_scene, text_of, url

pytestmark = pytest.mark.django_db
AT = datetime(2021, 7, 14, 12, 0, tzinfo=UTC)
TODAY = date(2021, 7, 14)
HEAD = ["Prénom", "Nom", "Date de naissance", "Ménage", "Lien"]
MARIANA = ["Mariana", "Ospina Restrepo", "1987-05-12", "A1", ""]
SOFIA = ["Sofía", "Ruiz Ospina", "2017-03-01", " a1 ", ""]
JORGE = ["Jorge", "Ruiz Pardo", "1985-08-09", "A1", "conjointe ou conjoint"]
DMYTRO = ["Dmytro", "Kovalenko", "1990-11-03", "B2", ""]
WEI = ["Wei", "Zhang", "1991-01-01", "", ""]


@pytest.fixture(autouse=True)
def _moment():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def scene() -> Scene:
    return a_scene()


def read(scene: Scene, *rows: list[str]) -> PersonImport:
    return checked(scene, *rows, head=HEAD)


def homes() -> list[dict[str, str]]:
    rows = HouseholdMember.objects.order_by("household", "person__given_names")
    found: dict[object, dict[str, str]] = {}
    for one in rows.select_related("person"):
        found.setdefault(one.household_id, {})[one.person.given_names] = one.relation
    return list(found.values())


@pytest.mark.parametrize(
    ("cells", "field", "says"),
    [
        (["", "enfant"], "household", "quel ménage"),
        (["A1", "voisin"], "household_relation", "réponse de la liste"),
        (["A" * 61, ""], "household", "60"),
        (["=A1", ""], "household", "formule"),
    ],
)
def test_what_is_wrong_is_said_beside_its_cell(scene, cells, field, says):
    [row] = read(scene, [*MARIANA[:3], *cells]).rows.all()
    errors = unpack(row.content).errors
    assert list(errors) == [field]
    assert says in errors[field]


@pytest.mark.parametrize("block", [1, 2, 500])
def test_those_of_one_mark_live_together_whatever_the_blocks(scene, monkeypatch, block):
    monkeypatch.setattr(import_blocks, "BLOCK", block)
    applied(scene, read(scene, MARIANA, DMYTRO, SOFIA, WEI, JORGE))
    assert homes() == [{"Mariana": "adult", "Sofía": "child", "Jorge": "spouse"}]
    assert {one.during.lower for one in HouseholdMember.objects.all()} == {TODAY}
    assert Household.objects.count() == 1


def test_a_mark_is_of_its_list_alone(scene):
    applied(scene, read(scene, MARIANA))
    applied(scene, read(scene, JORGE))
    assert homes() == []


def test_whoever_is_not_entered_joins_nobody(scene):
    known = PersonFactory.create(given_names="Jorge", family_names="Ruiz Pardo", birth_on=date(1985, 8, 9))
    CaseFactory.create(person=known, service_point=scene.case.service_point)
    applied(scene, read(scene, MARIANA, SOFIA, JORGE))
    assert homes() == [{"Mariana": "adult", "Sofía": "child"}]


@pytest.mark.parametrize("happens", ["joined elsewhere", "gone"])
def test_whoever_was_touched_before_the_others_came_joins_nobody(scene, monkeypatch, happens):
    monkeypatch.setattr(import_blocks, "BLOCK", 1)
    sheet = read(scene, MARIANA, SOFIA, JORGE)
    start_applying(sheet=sheet, otherwise="skip", by=scene.agent, at=AT)
    import_blocks.apply_block(sheet_id=sheet.pk, at=AT)
    mariana = Person.objects.get(given_names="Mariana")
    if happens == "gone":
        Case.objects.filter(person=mariana).delete()
        mariana.delete()
    else:
        HouseholdMemberFactory.create(person=mariana)
    assert advanced(sheet).trouble == ""
    assert {"Jorge": "spouse", "Sofía": "child"} in homes()


@pytest.mark.parametrize("block", [1, 500])
def test_undoing_takes_the_household_away(scene, monkeypatch, block):
    sheet = applied(scene, read(scene, MARIANA, SOFIA, JORGE, WEI))
    monkeypatch.setattr("ancrage.newcomers.actions.import_undo.BLOCK", block)
    undone(scene, sheet)
    assert not Household.objects.exists() and not HouseholdMember.objects.exists()
    assert not Person.objects.exclude(pk=scene.case.person_id).exists()


def test_whoever_was_said_otherwise_since_stays(scene):
    sheet = applied(scene, read(scene, MARIANA, SOFIA))
    case = Case.objects.get(person__given_names="Sofía")
    member = HouseholdMember.objects.get(person=case.person)
    edit_member(case=case, member=member, relation="other", since=TODAY, by=scene.agent, at=AT)
    undone(scene, sheet)
    assert homes() == [{"Sofía": "other"}]


def test_those_whom_someone_joined_since_stay(scene):
    sheet = applied(scene, read(scene, MARIANA, SOFIA, WEI))
    case = Case.objects.get(person__given_names="Mariana")
    baby = {"given_names": "Luz", "family_names": "Ruiz", "birth_on": None, "relation": "child", "since": TODAY}
    register_member(case=case, **baby, by=scene.agent, at=AT)
    undone(scene, sheet)
    assert homes() == [{"Luz": "child", "Mariana": "adult", "Sofía": "child"}]
    assert not Person.objects.filter(given_names="Wei").exists()


def test_as_many_statements_for_two_rows_and_for_four(scene):
    names = [
        "Ana Ruiz",
        "Ivan Petrov",
        "Mei Chen",
        "Omar Haddad",
        "Lucie Roy",
        "Kofi Mensah",
        "Nina Popescu",
        "Tuan Pham",
    ]
    people = [[*name.split(), f"19{70 + place * 2}-0{place + 1}-12", "1", ""] for place, name in enumerate(names)]
    counts = []
    for some in (people[:2], people[2:4], people[4:]):
        sheet = read(scene, *some)
        with CaptureQueriesContext(connection) as met:
            applied(scene, sheet)
        counts.append(len(met))
    assert counts[1] == counts[2]
    assert Household.objects.count() == 3


@pytest.fixture
def jorge(scene) -> HouseholdMember:
    """Jorge, entered already, lives with someone."""
    known = PersonFactory.create(given_names="Jorge", family_names="Ruiz Pardo", birth_on=date(1985, 8, 9))
    CaseFactory.create(person=known, service_point=scene.case.service_point, agent=scene.agent)
    member = HouseholdMemberFactory.create(person=known, relation="adult")
    mate = PersonFactory.create(given_names="Rosa")
    HouseholdMemberFactory.create(household=member.household, person=mate, relation="parent", during=member.during)
    return member


@pytest.mark.parametrize("block", [1, 500])
def test_those_of_the_mark_of_someone_entered_already_join_their_household(scene, jorge, monkeypatch, block):
    monkeypatch.setattr(import_blocks, "BLOCK", block)
    sheet = read(scene, MARIANA, JORGE, SOFIA, DMYTRO)
    page = text_of(scene.client().get(url("import", sheet)))
    assert page.count("Rejoindra le ménage de Jorge Ruiz Pardo") == 2
    entry = AuditEntry.objects.filter(verb="newcomers.import.consulted").latest("at")
    assert jorge.person_id in entry.about
    applied(scene, sheet)
    assert homes() == [{"Jorge": "adult", "Rosa": "parent", "Mariana": "adult", "Sofía": "child"}]
    assert "Rejoindra" not in text_of(scene.client().get(url("import", sheet)))
    undone(scene, sheet)
    assert homes() == [{"Jorge": "adult", "Rosa": "parent"}]
    assert not Person.objects.filter(given_names__in=["Mariana", "Sofía"]).exists()


@pytest.mark.parametrize("otherwise", ["keep", "update"])
def test_another_person_brings_nobody_to_the_household(scene, jorge, otherwise):
    sheet = applied(scene, read(scene, MARIANA, JORGE), otherwise, ["birth_on"] if otherwise == "update" else [])
    joined = {"Jorge": "spouse", "Mariana": "adult"} if otherwise == "keep" else {"Jorge": "adult", "Mariana": "adult"}
    assert joined in [{name: known[name] for name in joined if name in known} for known in homes()]
    assert Household.objects.count() == (2 if otherwise == "keep" else 1)
    undone(scene, sheet)
    assert homes() == [{"Jorge": "adult", "Rosa": "parent"}]


def test_two_households_under_one_mark_are_not_chosen_between(scene, jorge):
    sofia = PersonFactory.create(given_names="Sofía", family_names="Ruiz Ospina", birth_on=date(2017, 3, 1))
    CaseFactory.create(person=sofia, service_point=scene.case.service_point, agent=scene.agent)
    HouseholdMemberFactory.create(person=sofia, relation="child")
    sheet = read(scene, MARIANA, JORGE, SOFIA)
    assert "Rejoindra" not in text_of(scene.client().get(url("import", sheet)))
    applied(scene, sheet)
    assert not HouseholdMember.objects.filter(person__given_names="Mariana").exists()


def test_the_household_of_someone_out_of_reach_is_not_joined(scene, jorge):
    Case.objects.filter(person=jorge.person).update(service_point=CaseFactory.create().service_point, agent=None)
    sheet = read(scene, MARIANA, JORGE)
    assert "Rejoindra" not in text_of(scene.client().get(url("import", sheet)))
    applied(scene, sheet)
    assert not HouseholdMember.objects.filter(person__given_names="Mariana").exists()
