from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from ancrage.newcomers.models import Person
from ancrage.newcomers.queries.births import Birth, compare_births, swapped
from ancrage.newcomers.queries.likeness import Level, Wanted, compare, likenesses
from ancrage.newcomers.queries.names import name_score
from tests.factories.newcomers import PersonFactory

BORN = date(1988, 5, 12)
SAME_NAME = [
    ("Mohammed Al-Cherif", "Muhammad", "Sharif"),
    ("Cherif Mohamed", "Mohammed", "Chérif"),
    ("Fatima Zahra Benali", "Fatma Zohra", "Ben Ali"),
    ("Abdul Qader Haddad", "Abdelkader", "Haddad"),
    ("Maria Jose Ospina", "María José", "Ospina Restrepo"),
    ("Ospina Restrepo Mariana", "Mariana", "Ospina Restrepo"),
    ("Gonzales Jose", "José", "González"),
    ("Nguyen Thi Lan", "Thị Lan", "Nguyễn"),
    ("Lan Nguyen Thi", "Thị Lan", "Nguyễn"),
    ("Oleksandr Chevtchenko", "Oleksandr", "Shevchenko"),
    ("Serguei Morozov", "Sergey", "Morozov"),
    ("Yulia Kowalenko", "Ioulia", "Kovalenko"),
    ("Aleksandar Petrovic", "Alexander", "Petrović"),
    ("Jean Bosco Nkurunziza", "Jean-Bosco", "Nkurunziza"),
    ("El Sayed Walid", "Oualid", "Elsayed"),
]
OTHER_NAME = [
    ("Amadou Barry", "Fatoumata", "Barry"),
    ("Nguyen Thi Lan", "Văn Hùng", "Trần"),
    ("Mohamed Haddad", "Mohamed", "Diallo"),
    ("Maria Garcia", "Rosa", "Garcia"),
    ("Ivan Petrov", "Olga", "Petrova"),
]
names = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00"), max_size=30)
dates = st.dates(date(1900, 1, 1), date(2021, 7, 14))


def person(given: str, family: str, **fields: object) -> Person:
    return PersonFactory.build(given_names=given, family_names=family, municipality=None, **fields)


@pytest.mark.parametrize(("typed", "given", "family"), SAME_NAME)
def test_one_person_written_two_ways_is_probable(typed, given, family) -> None:
    likeness = compare(Wanted(name=typed, birth_on=BORN), person(given, family, birth_on=BORN))
    assert likeness is not None
    assert likeness.is_probable
    assert "Même date de naissance" in likeness.reasons


@pytest.mark.parametrize(("typed", "given", "family"), OTHER_NAME)
def test_two_persons_born_the_same_day_are_not_probable(typed, given, family) -> None:
    likeness = compare(Wanted(name=typed, birth_on=BORN), person(given, family, birth_on=BORN))
    assert likeness is None or not likeness.is_probable


@pytest.mark.parametrize(
    "contact",
    [
        {"phone": "+14185550142"},
        {"email": "famille@exemple.ca"},
        {"phone": "+14185550142", "email": "famille@exemple.ca"},
    ],
)
def test_a_couple_that_shares_its_phone_is_not_one_person(contact) -> None:
    wanted = Wanted(name="Amadou Barry", birth_on=date(1985, 2, 3), **contact)
    likeness = compare(wanted, person("Fatoumata", "Barry", birth_on=date(1990, 8, 9), **contact))
    assert likeness is not None
    assert likeness.level is Level.POSSIBLE
    assert any("ménage" in reason for reason in likeness.reasons)


def test_a_phone_alone_is_never_probable() -> None:
    likeness = compare(Wanted(phone="+14185550142"), person("Fatoumata", "Barry", phone="+14185550142"))
    assert likeness is not None
    assert not likeness.is_probable


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (date(1988, 5, 12), Birth.SAME),
        (date(1988, 12, 5), Birth.SWAPPED),
        (date(1989, 5, 12), Birth.NEAR),
        (date(1988, 1, 1), Birth.NEAR),
        (date(1971, 3, 30), Birth.DIFFERENT),
        (None, Birth.UNKNOWN),
    ],
)
def test_births_are_compared(other, expected) -> None:
    assert compare_births(BORN, other) is expected


def test_the_first_of_january_says_only_the_year() -> None:
    assert compare_births(date(1988, 1, 1), date(1990, 1, 1)) is Birth.DIFFERENT


def test_a_same_name_with_another_birth_is_only_possible() -> None:
    likeness = compare(
        Wanted(name="Mohamed Diallo", birth_on=BORN), person("Mohamed", "Diallo", birth_on=date(1960, 3, 1))
    )
    assert likeness is not None
    assert not likeness.is_probable
    assert "Autre date de naissance" in likeness.reasons


def test_reasons_are_said_in_words() -> None:
    likeness = compare(
        Wanted(name="Haddad Leïla", birth_on=date(1988, 12, 5)), person("Leila", "Haddad", birth_on=BORN)
    )
    assert likeness is not None
    assert likeness.reasons == ("Même nom, dans un autre ordre", "Même date de naissance, jour et mois inversés")


@given(one=names, other=names)
def test_a_score_is_between_0_and_100_and_reads_both_ways(one, other) -> None:
    score = name_score(one, other).score
    assert 0 <= score <= 100
    assert score == pytest.approx(name_score(other, one).score)


@given(name=names.filter(lambda text: any(c.isascii() and c.isalpha() for c in text)))
def test_a_name_is_like_itself(name) -> None:
    assert name_score(name, name).is_same


@given(one=dates, other=dates)
def test_births_compare_both_ways(one, other) -> None:
    assert compare_births(one, other) is compare_births(other, one)
    assert compare_births(one, one) is Birth.SAME


@given(day=dates)
def test_swapping_twice_gives_the_day_back(day) -> None:
    turned = swapped(day)
    assert turned is None or swapped(turned) == day


@given(name=names, born=dates, days=st.integers(-400, 400))
def test_nothing_is_probable_without_a_name(name, born, days) -> None:
    wanted = Wanted(birth_on=born, phone="+14185550142")
    other = person(name or "Aya", "Diop", birth_on=born + timedelta(days=days), phone="+14185550142")
    likeness = compare(wanted, other)
    assert likeness is None or not likeness.is_probable


@pytest.mark.django_db
@pytest.mark.parametrize(("typed", "given", "family"), SAME_NAME)
def test_the_database_finds_them_by_name_alone(typed, given, family) -> None:
    wanted = PersonFactory.create(given_names=given, family_names=family)
    PersonFactory.create_batch(5)
    assert wanted in [like.person for like in likenesses(Wanted(name=typed))]


@pytest.mark.django_db
def test_the_database_finds_by_original_script_other_name_birth_phone_and_email() -> None:
    leila = PersonFactory.create(
        given_names="Leïla",
        family_names="Haddad",
        original_name="ليلى حداد",
        other_names="Mansouri",
        birth_on=BORN,
        phone="+14185550142",
        email="Leila@Exemple.ca",
    )
    for wanted in (
        Wanted(original_name="ليلى حداد"),
        Wanted(name="Leila Mansouri"),
        Wanted(birth_on=BORN),
        Wanted(phone="+14185550142"),
        Wanted(email="leila@exemple.CA"),
        Wanted(name="Haddad", birth_on=date(1988, 12, 5)),
    ):
        assert [like.person for like in likenesses(wanted)] == [leila], wanted


@pytest.mark.django_db
def test_two_statements_whatever_the_number_of_persons() -> None:
    PersonFactory.create_batch(3, given_names="Mohamed", family_names="Diallo", birth_on=BORN)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert len(likenesses(Wanted(name="Mohamed Diallo", birth_on=BORN, phone="+14185550142", email="a@b.ca"))) == 3
    assert len(captured) == 2


@pytest.mark.django_db
def test_nothing_wanted_finds_nobody() -> None:
    PersonFactory.create()
    assert likenesses(Wanted(name=" - ")) == []
