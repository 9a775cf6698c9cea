"""Who is worth comparing with each of many: nobody is left out who, compared one by one, would be probably the same."""

import random
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from ancrage.audit.models import AuditEntry
from ancrage.core.text import fold
from ancrage.newcomers.jobs import compare_persons
from ancrage.newcomers.models import LikelyDouble, Person
from ancrage.newcomers.queries.births import Birth, close_days, compare_births
from ancrage.newcomers.queries.likeness import Wanted, likenesses, traits_of_person
from ancrage.newcomers.queries.names import Name, compare_names, may_reach
from ancrage.newcomers.queries.nearby import Asked, nearby
from ancrage.newcomers.queries.scoring import NAME_ALONE, Traits, probably_one
from ancrage.newcomers.queries.together import probable_twins

AT = datetime(2021, 7, 14, 12, 0, tzinfo=UTC)
GIVEN = (
    "María José",
    "Maria",
    "Mariana",
    "Leïla",
    "Layla",
    "Mohammed",
    "Muhammad",
    "Cecilia",
    "Cacilia",
    "Abd el Kader",
    "Jo",
)
FAMILY = ("Ospina Restrepo", "Ospina", "Haddad", "El Sayed", "Elsayed", "Ben Ali", "Benali", "Nguyen", "Garcia", "")
SCRIPTS = ("", "", "", "", "ليلى حداد", "Дмитро Бойко")
DAYS = [date(1988, 5, 12), date(1988, 12, 5), date(1988, 5, 21), date(1990, 5, 12), date(1988, 1, 1), date(1971, 3, 4)]
words = st.lists(st.text(alphabet="abcehiorsu", min_size=1, max_size=8), min_size=1, max_size=4).map(" ".join)


@given(one=words, other=words)
def test_a_name_that_may_not_reach_does_not(one, other) -> None:
    its, others = Name.of(one), Name.of(other)
    assert compare_names(its, others).score < NAME_ALONE or may_reach(its, others, NAME_ALONE)


def _spoilt(rnd: random.Random, name: str) -> str:
    """Now and then, a letter changed, or two in the other order."""
    place = rnd.randrange(len(name)) if name else 0
    if not name or rnd.random() < 0.6:
        return name
    if rnd.random() < 0.5:
        return name[:place] + rnd.choice("aeiorst") + name[place + 1 :]
    return name[:place] + name[place : place + 2][::-1] + name[place + 2 :]


def _someone(rnd: random.Random, *, has_address: bool) -> Person:
    given, family, script = rnd.choice(GIVEN), rnd.choice(FAMILY), rnd.choice(SCRIPTS)
    if script and rnd.random() < 0.4:
        given = family = ""
    return Person(
        given_names=_spoilt(rnd, given),
        family_names=_spoilt(rnd, family),
        original_name=script,
        other_names=rnd.choice(("", "", "", "Restrepo", "Lopez Fernandez")),
        birth_on=rnd.choice([None, *DAYS, rnd.choice(DAYS) + timedelta(days=rnd.randrange(9))]),
        phone=f"+1418555010{rnd.randrange(9)}" if rnd.random() < 0.2 else "",
        email=f"Un{rnd.randrange(9)}@exemple.ca" if rnd.random() < 0.2 else "",
        address=rnd.choice(("", "12, rue Ross, Rimouski G5L 1A1", "12 rue ross Rimouski")) if has_address else "",
        created_at=AT,
    )


def _asked(person: Person) -> Asked:
    traits = traits_of_person(person, has_address=True)
    spelt = f"{person.family_names} {person.given_names}"
    return Asked(
        traits, spelt if spelt.strip() else "", person.birth_on, person.phone, traits.email, person.original_name
    )


def _is_promised(one: Person, other: Person) -> bool:
    """What ``nearby`` says it finds; the comparison with everyone finds the rest."""
    birth = compare_births(one.birth_on, other.birth_on)
    names = traits_of_person(one, has_address=False).names
    heard = " ".join(names[0].keys) if names else ""
    sounds = not heard or not other.heard_name or fuzz.token_sort_ratio(heard, other.heard_name) >= 55
    spelt, its_spelt = (fold(f"{person.family_names} {person.given_names}") for person in (one, other))
    return (
        (birth in {Birth.SAME, Birth.SWAPPED} and sounds)
        or bool(one.phone and one.phone == other.phone)
        or bool(one.email and one.email.lower() == other.email.lower())
        or bool(one.original_name and one.original_name == other.original_name)
        or bool(spelt and spelt == its_spelt and (birth is Birth.NEAR or one.address))
    )


@pytest.mark.django_db
@pytest.mark.parametrize("has_address", [False, True])
def test_all_together_or_one_by_one_the_same_pairs_are_found(has_address) -> None:
    rnd = random.Random(11)
    Person.objects.bulk_create([_someone(rnd, has_address=True) for _ in range(400)])
    known = list(Person.objects.order_by("pk"))
    asked = [_someone(rnd, has_address=has_address) for _ in range(200)]
    near = nearby([_asked(one) for one in asked])
    whole = {
        (place, other.pk)
        for (place, one), other in product(enumerate(asked), known)
        if probably_one(_asked(one).traits, _asked(other).traits) and _is_promised(one, other)
    }
    kept = {(place, key) for place, keys in enumerate(near) for key in keys}
    assert len(whole) > 100
    missed = [(asked[place], next(one for one in known if one.pk == key)) for place, key in whole - kept]
    assert not [(one.full_name, one.birth_on, other.full_name, other.birth_on) for one, other in missed]


@pytest.mark.django_db
def test_two_statements_whatever_the_number(django_assert_num_queries) -> None:
    rnd = random.Random(3)
    for number in (1, 40):
        with django_assert_num_queries(2):
            nearby([_asked(_someone(rnd, has_address=False)) for _ in range(number)] + [_born_with_a_phone()])
    with CaptureQueriesContext(connection) as captured:
        assert nearby([Asked(Traits())]) == [set()]
    assert not captured.captured_queries


def _born_with_a_phone() -> Asked:
    return Asked(Traits.of("Leïla Haddad", born=DAYS[0]), "Haddad Leïla", DAYS[0], "+14185550142")


@pytest.mark.django_db
def test_nobody_is_read_who_shares_a_birth_and_no_name() -> None:
    Person.objects.create(given_names="Amadou", family_names="Barry", birth_on=DAYS[0], created_at=AT)
    same = Person.objects.create(given_names="Layla", family_names="Haddad", birth_on=DAYS[1], created_at=AT)
    assert nearby([_born_with_a_phone()]) == [{same.pk}]


@pytest.mark.django_db
def test_compared_together_or_one_by_one_the_same_persons_are_probable(monkeypatch) -> None:
    monkeypatch.setattr("ancrage.newcomers.queries.likeness.MOST_SHOWN", 500)
    monkeypatch.setattr("ancrage.newcomers.queries.likeness.MOST_COMPARED", 500)
    rnd = random.Random(5)
    Person.objects.bulk_create([_someone(rnd, has_address=False) for _ in range(120)])
    known = list(Person.objects.order_by("pk"))
    together = [set(found) for found in probable_twins(known)]
    one_by_one = [
        {like.person.pk for like in likenesses(Wanted.of(person)) if like.is_probable} - {person.pk} for person in known
    ]
    assert sum(map(len, together)) > 100
    names = {person.pk: f"{person.full_name} {person.original_name} {person.birth_on}" for person in known}
    differ = [
        (names[person.pk], [names[key] for key in alone - found], [names[key] for key in found - alone])
        for person, alone, found in zip(known, one_by_one, together, strict=True)
        # One by one, the other names of whoever is looked for are not.
        if (alone - found if person.other_names else alone != found)
    ]
    assert not differ


@given(one=st.dates(date(1930, 1, 1), date(2021, 7, 14)), other=st.dates(date(1930, 1, 1), date(2021, 7, 14)))
def test_the_days_close_by_are_those_near(one, other) -> None:
    near = compare_births(one, other) is Birth.NEAR
    assert not near or other in close_days(one)


@pytest.mark.django_db
def test_a_block_that_fails_is_compared_one_by_one(monkeypatch) -> None:
    two = [_named("Leïla"), _named("Layla")]
    monkeypatch.setattr("ancrage.newcomers.jobs.note_doubles_together", lambda **_more: 1 / 0)
    compare_persons(0)
    pair = LikelyDouble.objects.get()
    assert {pair.one, pair.other} == set(two)
    assert not Person.objects.to_compare().exists()


@pytest.mark.parametrize("address", ["", "12, rue Ross, Rimouski"])
@pytest.mark.django_db
def test_whoever_has_an_address_is_compared_too(address) -> None:
    pair = {_named("Leïla", address=address), _named("Layla", address=address)}
    compare_persons(0)
    found = LikelyDouble.objects.get()
    assert {found.one, found.other} == pair
    assert AuditEntry.objects.filter(verb="newcomers.double.found").count() == 1


def _named(given: str, **more: Any) -> Person:
    return Person.objects.create(given_names=given, family_names="Haddad", birth_on=DAYS[0], created_at=AT, **more)
