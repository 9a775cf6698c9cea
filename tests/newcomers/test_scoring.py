"""One way to score, for the pages, the job and the command: what two entries must share to be probably one person."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ancrage.newcomers.queries.addresses import Address, Place, compare_postal_codes, compare_streets
from ancrage.newcomers.queries.scoring import PROBABLE, Traits, weigh

BORN, OTHER, FATHER = date(1988, 5, 12), date(1994, 9, 30), date(1960, 3, 1)
FIRST = date(1988, 1, 1)
HOME = "1234, rue Saint-Jean, app. 4, Québec G1R 1S4"
SHARED = {"phone": "+14185550142", "email": "famille@exemple.ca", "address": HOME}


def someone(given_names: str, family: str, born: object = None, **more: str) -> Traits:
    return Traits.of(f"{given_names} {family}", given=given_names, born=born, **more)  # type: ignore[arg-type]


TWO_PERSONS = {
    "a couple": (someone("Amadou", "Barry", OTHER, **SHARED), someone("Fatoumata", "Barry", BORN, **SHARED)),
    "a couple without births": (someone("Amadou", "Barry", **SHARED), someone("Fatoumata", "Barry", **SHARED)),
    "a couple of two names": (someone("Amadou", "Barry", **SHARED), someone("Mariama", "Diallo", **SHARED)),
    "twins": (someone("Hana", "Haddad", BORN, **SHARED), someone("Adam", "Haddad", BORN, **SHARED)),
    "brother and sister": (someone("Amine", "Haddad", OTHER, **SHARED), someone("Amina", "Haddad", BORN, **SHARED)),
    "father and son": (someone("José", "Ospina", FATHER, **SHARED), someone("José", "Ospina", BORN, **SHARED)),
    "a couple, years alone": (someone("Amadou", "Barry", FIRST, **SHARED), someone("Lan", "Tran", FIRST, **SHARED)),
    "namesakes": (someone("Mohamed", "Diallo", FATHER), someone("Mohamed", "Diallo", BORN)),
    "namesakes of one phone": (
        someone("Mohamed", "Diallo", OTHER, phone="4185550142", email="a@b.ca"),
        someone("Mohamed", "Diallo", BORN, phone="4185550142", email="a@b.ca"),
    ),
    "names without births": (someone("Mohamed", "Diallo"), someone("Mohamed", "Diallo")),
    "no name": (Traits.of(born=BORN, **SHARED), someone("Aya", "Diop", BORN, **SHARED)),
    "no name at all": (Traits.of(born=BORN, **SHARED), Traits.of(born=BORN, **SHARED)),
}
ONE_PERSON = {
    "typos": (someone("Fatoumta", "Dialo", BORN), someone("Fatoumata", "Diallo", BORN)),
    "names swapped": (someone("Diallo", "Fatoumata", BORN), someone("Fatoumata", "Diallo", BORN)),
    "day and month swapped": (someone("Lan", "Nguyen", date(1988, 12, 5)), someone("Lan", "Nguyen", BORN)),
    "a digit of the birth": (someone("Lan", "Nguyen", date(1988, 5, 21)), someone("Lan", "Nguyen", BORN)),
    "a birth never possible": (someone("Lan", "Nguyen", (1988, 5, 72)), someone("Lan", "Nguyen", BORN)),
    "no birth, a phone": (
        someone("Lan", "Nguyen", phone="418 555-0142"),
        someone("Lan", "Nguyễn", BORN, phone="+1 (418) 555-0142"),
    ),
    "no birth, an address": (
        someone("Lan", "Nguyen", address="1234 rue St-Jean app 4"),
        someone("Lan", "Nguyen", BORN, address="1234, rue Saint-Jean, app. 4"),
    ),
    "no given name, an address": (
        Traits.of("Haddad", born=BORN, address=HOME),
        someone("Leïla", "Haddad", BORN, address=HOME),
    ),
    "married": (someone("Leïla", "Haddad", BORN, **SHARED), someone("Leïla", "Mansouri", BORN, **SHARED)),
    "another birth at one address": (
        someone("Leïla", "Haddad", BORN, address=HOME),
        someone("Leila", "Haddad", OTHER, address="1234 Saint-Jean apt 4 Quebec", postal_code="g1r1s4"),
    ),
    "another given name, entered anew": (
        someone("Leïla", "Haddad", BORN, address=HOME),
        someone("Lulu", "Haddad", BORN, address="1234 Saint-Jean apt 4 Quebec", postal_code="g1r1s4"),
    ),
    "one script": (Traits.of(original_name="ليلى حداد", born=BORN), Traits.of(original_name="ليلى حداد", born=BORN)),
}
texts = st.text(alphabet="aeilmnrst ", max_size=14)
days = st.none() | st.dates(date(1930, 1, 1), date(2021, 7, 14))
traits = st.builds(
    someone,
    texts,
    texts,
    days,
    phone=st.sampled_from(["", "4185550142"]),
    email=st.sampled_from(["", "a@b.ca"]),
    address=texts,
    postal_code=st.sampled_from(["", "G1R 1S4", "G1R 1S5"]),
)


@pytest.mark.parametrize("case", TWO_PERSONS)
def test_what_a_household_shares_makes_no_one_person(case) -> None:
    one, other = TWO_PERSONS[case]
    assert weigh(one, other).points < PROBABLE


@pytest.mark.parametrize("case", ONE_PERSON)
def test_one_person_entered_twice_is_probable(case) -> None:
    one, other = ONE_PERSON[case]
    assert weigh(one, other).points >= PROBABLE


@given(one=traits, other=traits)
def test_a_pair_weighs_the_same_both_ways(one, other) -> None:
    assert weigh(one, other).points == weigh(other, one).points


@given(one=traits, other=traits)
def test_without_a_name_nothing_is_probable(one, other) -> None:
    weighed = weigh(one, other)
    assert weighed.name.score or not weighed.is_probable


@pytest.mark.parametrize(
    ("other", "street", "postal_code"),
    [
        (HOME, Place.SAME, Place.SAME),
        ("1234 rue saint jean, Quebec, app 4 g1r1s4", Place.SAME, Place.SAME),
        ("1234 rue Saint-Jean, G1R 1S5", Place.NEAR, Place.NEAR),
        ("77, boulevard Laurier, Lévis", Place.DIFFERENT, Place.UNKNOWN),
        ("", Place.UNKNOWN, Place.UNKNOWN),
    ],
)
def test_addresses_are_compared_whatever_the_way_they_are_written(other, street, postal_code) -> None:
    one, its = Address.of(HOME), Address.of(other)
    assert compare_streets(one, its) is street
    assert compare_postal_codes(one, its) is postal_code
