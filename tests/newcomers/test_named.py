"""Names found by their words: as they are, in part, as they sound, mistyped."""

import pytest
from django.db import connection

from ancrage.newcomers.actions.name_words import gather_words
from ancrage.newcomers.models import NameWord, Person
from ancrage.newcomers.queries.named import bearing, readings
from tests.factories.newcomers import PersonFactory

pytestmark = pytest.mark.django_db


def found(typed: str, *, heard: bool = True, may_lack_one: bool = False) -> list[str]:
    rows = Person.objects.filter(bearing(readings(typed, heard=heard, may_lack_one=may_lack_one)))
    return sorted(rows.values_list("family_names", flat=True))


def words() -> set[str]:
    return set(NameWord.objects.values_list("word", flat=True))


@pytest.fixture
def tremblay() -> Person:
    PersonFactory.create(given_names="Marie", family_names="Gagnon")
    return PersonFactory.create(given_names="Ève-Marie", family_names="Tremblay")


@pytest.mark.usefixtures("tremblay")
@pytest.mark.parametrize(
    "typed",
    [
        *("Ève-Marie Tremblay", "EVE MARIE TREMBLAY", "tremblay, eve", "mblay", "Eve Trenblay", "Eve Termblay"),
        *("Vee Tremblay", "Tremblai Ev", "Marie Tremblays"),
    ],
)
def test_a_name_is_found_however_it_is_typed(typed) -> None:
    assert found(typed) == ["Tremblay"]


@pytest.mark.usefixtures("tremblay")
@pytest.mark.parametrize("typed", ["", " - ", "Zoé Tremblay", "Marie Bouchard", "شريف", "%", "_"])
def test_a_word_that_is_like_no_other_finds_nobody(typed) -> None:
    assert found(typed) == []


@pytest.mark.usefixtures("tremblay")
def test_a_list_is_narrowed_by_parts_of_words_alone() -> None:
    assert found("marie", heard=False) == ["Gagnon", "Tremblay"]
    assert found("trem", heard=False) == ["Tremblay"]
    assert found("Trenblay", heard=False) == []


def test_of_two_letters_the_beginning_is_enough() -> None:
    PersonFactory.create(given_names="Wei", family_names="Li")
    PersonFactory.create(given_names="Amélie", family_names="Roy")
    assert found("Li", heard=False) == ["Li"]


def test_a_particle_that_is_not_heard_loses_nobody() -> None:
    PersonFactory.create(given_names="Walid", family_names="El Sayed")
    assert found("El Sayed") == found("Oualid Sayed") == ["El Sayed"]


def test_of_three_words_one_may_be_missing() -> None:
    PersonFactory.create(given_names="María José", family_names="Ospina")
    assert found("Maria Jose Ospina Restrepo") == []
    assert found("Maria Jose Ospina Restrepo", may_lack_one=True) == ["Ospina"]


def test_words_are_known_whatever_the_way_they_are_written() -> None:
    PersonFactory.create(given_names="Inès", family_names="Wolde", other_names="Tadesse")
    assert {"ines", "wolde", "tadesse"} <= words()
    Person.objects.filter(family_names="Wolde").update(family_names="Bekele")
    assert "bekele" in words()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE newcomers_person SET given_names = 'Zewditu' WHERE family_names = 'Bekele'")
    assert "zewditu" in words()


def test_a_word_goes_with_its_last_bearer_and_a_missing_one_comes_back() -> None:
    PersonFactory.create(given_names="Inès", family_names="Wolde")
    PersonFactory.create(given_names="Ada", family_names="Wolde")
    Person.objects.filter(given_names="Inès").delete()
    NameWord.objects.filter(word="ada").delete()
    gather_words()
    assert "ines" not in words()
    assert {"ada", "wolde"} <= words()
