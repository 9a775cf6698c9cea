from datetime import date, timedelta

import pytest

from ancrage.core import now, today
from ancrage.newcomers.actions.household import HouseholdRefused, add_member, edit_member, leave, register_member
from ancrage.newcomers.models import ClosingReason, Household, HouseholdMember, Person
from ancrage.newcomers.queries.household import household_of
from ancrage.territory.dated import from_day
from tests.factories.newcomers import (
    CaseFactory,
    CircleMemberFactory,
    HouseholdMemberFactory,
    PersonFactory,
)
from tests.newcomers.scene import a_scene, text_of, url

pytestmark = pytest.mark.django_db
SINCE = date(2021, 1, 22)


def add(scene, person, **changes):
    values = {"relation": "spouse", "since": SINCE} | changes
    return add_member(case=scene.case, person=person, **values, by=scene.agent, at=now())


def register(scene, **changes):
    values = {"given_names": "Sofía", "family_names": "Ruiz", "birth_on": date(2017, 3, 1), "relation": "child"}
    return register_member(case=scene.case, **(values | {"since": SINCE} | changes), by=scene.agent, at=now())


def names(scene, user=None):
    page = household_of(scene.loaded(user), scene.access(user), today())
    return {member.name for member in page.current}


def test_the_first_member_makes_the_household():
    scene = a_scene()
    member = add(scene, PersonFactory.create())
    assert set(member.household.members.values_list("person", "relation")) == {
        (scene.case.person_id, "adult"),
        (member.person_id, "spouse"),
    }


def test_a_child_without_a_dossier_is_written_down():
    scene = a_scene()
    member = register(scene)
    assert (member.person.full_name, member.household.members.count()) == ("Sofía Ruiz", 2)
    assert names(scene) == {scene.case.person.full_name, "Sofía Ruiz"}


def test_the_person_joins_the_household_the_other_already_has():
    scene = a_scene()
    theirs = HouseholdMemberFactory.create()
    add(scene, theirs.person)
    assert Household.objects.get().members.count() == 2


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"since": today() + timedelta(days=1)}, "pas encore passée"),
        ({"since": date(2017, 2, 1)}, "précède la naissance"),
    ],
)
def test_each_refusal_of_a_new_member_says_why(changes, sentence):
    with pytest.raises(HouseholdRefused, match=sentence):
        register(a_scene(), **changes)
    assert not Person.objects.filter(given_names="Sofía").exists()


def test_one_household_at_a_time():
    scene = a_scene()
    add(scene, PersonFactory.create())
    with pytest.raises(HouseholdRefused, match="C’est la personne de ce dossier"):
        add(scene, scene.case.person)
    with pytest.raises(HouseholdRefused, match="autre ménage"):
        add(scene, HouseholdMemberFactory.create().person)
    spouse = HouseholdMember.objects.get(relation="spouse").person
    with pytest.raises(HouseholdRefused, match="déjà partie de ce ménage"):
        add(scene, spouse)


def test_dates_of_two_households_never_overlap():
    scene = a_scene()
    person = PersonFactory.create()
    HouseholdMemberFactory.create(person=person, during=from_day(date(2020, 1, 1), date(2021, 3, 1)))
    with pytest.raises(HouseholdRefused, match="à ces dates"):
        add(scene, person)
    member = add(scene, person, since=date(2021, 3, 1))
    with pytest.raises(HouseholdRefused, match="à ces dates"):
        edit_member(case=scene.case, member=member, relation="spouse", since=SINCE, by=scene.agent, at=now())


def test_leaving_keeps_the_past():
    scene = a_scene()
    member = add(scene, PersonFactory.create())
    for on, sentence in ((SINCE - timedelta(days=1), "précède l’arrivée"), (today() + timedelta(days=1), "pas encore")):
        with pytest.raises(HouseholdRefused, match=sentence):
            leave(case=scene.case, member=member, on=on, by=scene.agent, at=now())
    leave(case=scene.case, member=member, on=date(2021, 6, 30), by=scene.agent, at=now())
    with pytest.raises(HouseholdRefused, match="déjà quitté"):
        leave(case=scene.case, member=member, on=date(2021, 6, 30), by=scene.agent, at=now())
    page = household_of(scene.loaded(), scene.access(), today())
    assert [(one.name, one.left_on) for one in page.former] == [(member.person.full_name, date(2021, 6, 30))]
    assert len(page.current) == 1


# ── what a member never shows ──


def a_neighbour(scene, **case):
    """Another member with a dossier of their own at the same point."""
    person = PersonFactory.create(
        phone="+14185550199", email="secret@exemple.ca", address="99, rue Cachée", contact_hours="Le lundi seulement"
    )
    add(scene, person)
    return CaseFactory.create(**({"person": person, "service_point": scene.case.service_point} | case))


def test_a_member_shows_a_name_and_never_how_to_reach_them():
    scene = a_scene()
    other = a_neighbour(scene)
    text = text_of(scene.client().get(url("household", scene.case)))
    assert other.person.full_name in text
    assert other.reference in text
    for hidden in ("555-0199", "5550199", "secret@exemple.ca", "rue Cachée", "Le lundi seulement"):
        assert hidden not in text


def test_a_member_whose_dossier_is_elsewhere_shows_a_name_alone():
    scene = a_scene()
    other = a_neighbour(scene, service_point=CaseFactory.create().service_point)
    text = text_of(scene.client().get(url("household", scene.case)))
    assert other.person.full_name in text
    assert other.reference not in text
    assert str(other.pk) not in text


def test_a_member_with_a_restricted_dossier_does_not_appear_nor_count():
    scene = a_scene()
    other = a_neighbour(scene, is_restricted=True)
    assert names(scene) == {scene.case.person.full_name}
    answer = scene.client().get(url("household", scene.case))
    assert other.person.full_name not in text_of(answer)
    assert answer.context["header"].counts["household"] == 1
    CircleMemberFactory.create(case=other, user=scene.agent)
    assert names(scene) == {scene.case.person.full_name, other.person.full_name}
    assert scene.client().get(url("household", scene.case)).context["header"].counts["household"] == 2


def test_a_hidden_member_is_not_reached_by_its_address():
    scene = a_scene()
    other = a_neighbour(scene, is_restricted=True)
    member = other.person.memberships.get()
    for name in ("member_edit", "member_leave"):
        assert scene.client().get(url(name, scene.case, member)).status_code == 404
    elsewhere = HouseholdMemberFactory.create()
    assert scene.client().get(url("member_edit", scene.case, elsewhere)).status_code == 404


# ── adding from the page ──


def typed(**changes):
    named = {"given_names": "Andrés Felipe", "family_names": "Ruiz Peña", "relation": "spouse", "since": "2021-01-22"}
    return named | {"birth_on_0": "", "birth_on_1": "", "birth_on_2": ""} | changes


def test_someone_alike_is_offered_before_a_new_person_is_written():
    scene = a_scene()
    known = PersonFactory.create(given_names="Andres", family_names="Ruiz Pena")
    CaseFactory.create(person=known, service_point=scene.case.service_point)
    answer = scene.client().post(url("member_add", scene.case), typed())
    assert answer.status_code == 200
    assert "Dites si c’est l’une d’elles." in text_of(answer)
    assert not HouseholdMember.objects.exists()
    assert scene.client().post(url("member_add", scene.case), typed(person=str(known.pk))).status_code == 302
    assert HouseholdMember.objects.get(relation="spouse").person == known


def test_a_new_person_is_written_when_it_is_none_of_those_alike():
    scene = a_scene()
    known = PersonFactory.create(given_names="Andres", family_names="Ruiz Pena")
    CaseFactory.create(person=known, service_point=scene.case.service_point)
    scene.client().post(url("member_add", scene.case), typed(person="nouvelle"))
    assert HouseholdMember.objects.get(relation="spouse").person != known


@pytest.mark.parametrize("hidden", [{"is_restricted": True}, {"service_point": None}])
def test_who_is_out_of_sight_is_not_offered(hidden):
    scene = a_scene()
    known = PersonFactory.create(given_names="Andrés Felipe", family_names="Ruiz Peña")
    place = {"service_point": scene.case.service_point} if "is_restricted" in hidden else {}
    CaseFactory.create(person=known, **place, is_restricted=hidden.get("is_restricted", False))
    answer = scene.client().post(url("member_add", scene.case), typed())
    assert answer.status_code == 302
    assert HouseholdMember.objects.get(relation="spouse").person != known


def test_someone_with_a_restricted_dossier_among_two_is_not_offered():
    scene = a_scene()
    known = PersonFactory.create(given_names="Andrés Felipe", family_names="Ruiz Peña")
    reason = ClosingReason.objects.create(code="fin", label_fr="Fin", label_en="End")
    closed = {"state": "closed", "closed_at": now(), "closing_reason": reason}
    CaseFactory.create(person=known, service_point=scene.case.service_point, **closed)
    CaseFactory.create(person=known, service_point=scene.case.service_point, is_restricted=True)
    assert scene.client().post(url("member_add", scene.case), typed()).status_code == 302
    assert HouseholdMember.objects.get(relation="spouse").person != known


def test_a_name_is_asked_for():
    scene = a_scene()
    answer = scene.client().post(url("member_add", scene.case), typed(given_names="", family_names=""))
    assert "Inscrivez au moins un nom." in text_of(answer)


def test_the_pages_correct_and_end():
    scene = a_scene()
    member = register(scene)
    client = scene.client()
    client.post(url("member_edit", scene.case, member), {"relation": "other", "since": "2021-02-01"})
    member.refresh_from_db()
    assert (member.relation, member.during.lower) == ("other", date(2021, 2, 1))
    client.post(url("member_leave", scene.case, member), {"on": "2021-06-30"})
    member.refresh_from_db()
    assert member.during.upper == date(2021, 7, 1)
    assert "Ont quitté le ménage" in text_of(client.get(url("household", scene.case)))


@pytest.mark.parametrize("count", [1, 3])
def test_the_tab_costs_the_same_for_one_and_for_three(count, django_assert_num_queries):
    scene = a_scene()
    for n in range(count):
        register(scene, given_names=f"Enfant{n}")
    client = scene.client()
    client.get(url("household", scene.case))
    with django_assert_num_queries(8):
        client.get(url("household", scene.case))
