"""Rows written at once are those that ``bulk_create`` would have written."""

from datetime import date

import pytest

from ancrage.core.copying import insert, rewrite
from ancrage.newcomers.models import Person
from tests.factories.newcomers import MOMENT

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
