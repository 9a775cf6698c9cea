"""Rows written at once are those that ``bulk_create`` would have written."""

from datetime import date

import pytest

from ancrage.core.copying import insert, insert_like, rewrite, update
from ancrage.core.ids import uuid7
from ancrage.newcomers.models import Person
from tests.factories.newcomers import MOMENT
from tests.factories.territory import MunicipalityFactory

pytestmark = pytest.mark.django_db
ODD = "Ligne\tune\nLigne \\N deux « à » 'x' \"y\" {a,b} \\."


def _persons() -> list[Person]:
    told = {
        "birth_on": date(1987, 5, 12),
        "languages": ["es", "fr"],
        "email": "a@exemple.ca",
        "may_leave_message": False,
    }
    return [
        Person(given_names=ODD[:100], address=ODD, created_at=MOMENT, **told),
        Person(family_names="Ospina", phone_note="NULL", created_at=MOMENT),
    ]


def _kept(person: Person) -> dict:
    found = Person.objects.get(pk=person.pk)
    return {field.name: getattr(found, field.name) for field in Person._meta.concrete_fields if field.name != "id"}


def test_every_value_comes_back_as_it_was() -> None:
    copied, created = _persons(), _persons()
    insert(copied)
    Person.objects.bulk_create(created)
    assert [_kept(one) for one in copied] == [_kept(one) for one in created]
    assert not copied[0]._state.adding
    assert Person.objects.get(pk=copied[1].pk).sort_name.strip() == "ospina"


def test_their_history_is_kept_too() -> None:
    persons = _persons()
    insert(persons)
    events = Person._meta.apps.get_model("newcomers", "PersonEvent")
    assert events.objects.filter(pgh_obj_id__in=[one.pk for one in persons]).count() == 2


def test_written_again_they_are_as_they_are_now() -> None:
    persons = _persons()
    insert(persons)
    persons[0].given_names = "Mariana"
    rewrite(persons)
    assert _kept(persons[0])["given_names"] == "Mariana"
    assert Person.objects.filter(pk__in=[one.pk for one in persons]).count() == 2


def test_nothing_is_nothing() -> None:
    insert([])
    rewrite([])


def test_rows_like_a_pattern_are_those_written_one_by_one() -> None:
    told = [
        {"given_names": ODD[:100], "birth_on": date(1987, 5, 12), "languages": ["es", "fr"], "address": ODD},
        {"family_names": "Ospina", "may_leave_message": False, "municipality_id": str(MunicipalityFactory.create().pk)},
    ]
    keys = [uuid7() for _each in told]
    insert_like(Person(created_at=MOMENT), ({"id": key, **one} for key, one in zip(keys, told, strict=True)))
    slow = [Person.objects.create(created_at=MOMENT, **one) for one in told]
    fast = [Person(pk=key) for key in keys]
    assert [_kept(one) for one in fast] == [_kept(one) for one in slow]
    assert [_events(one) for one in fast] == [_events(one) for one in slow]


def test_columns_are_written_and_the_others_left() -> None:
    persons = _persons()
    insert(persons)
    for person in persons:
        person.given_names, person.birth_on, person.revision, person.phone = "Mariana", None, 3, "not this one"
    update(persons, ["given_names", "birth_on", "revision"])
    for person in persons:
        kept = _kept(person)
        assert (kept["given_names"], kept["birth_on"], kept["revision"], kept["phone"]) == ("Mariana", None, 3, "")
    update([], ["given_names"])


def _events(person: Person) -> list[dict]:
    """The history of ``person``, but for what names it and when."""
    events = Person._meta.apps.get_model("newcomers", "PersonEvent").objects.filter(pgh_obj_id=person.pk)
    own = {"pgh_id", "pgh_created_at", "id", "pgh_obj_id", "address"}
    return [
        {name: value for name, value in row.items() if name not in own} for row in events.order_by("pgh_id").values()
    ]
