"""Who, in all Ancrage, is probably each of many persons entered: what ``likenesses`` tells of one, found together."""

from collections.abc import Sequence
from uuid import UUID

from ancrage.newcomers.models import Person
from ancrage.newcomers.queries.likeness import traits_of_person
from ancrage.newcomers.queries.nearby import Asked, nearby
from ancrage.newcomers.queries.scoring import probably_one

COMPARED = ("given_names", "family_names", "original_name", "other_names", "birth_on", "phone", "email")
"""What is compared of someone entered, beside their address."""


def probable_twins(persons: Sequence[Person]) -> list[dict[UUID, float]]:
    """By key, those who are probably each of ``persons``, who have no address: with one, less in common may suffice.

    Four statements, whatever their number.
    """
    asked = [_asked(person) for person in persons]
    near = nearby(asked, thoroughly=True)
    known = Person.objects.only(*COMPARED).in_bulk(set().union(*near)) if any(near) else {}
    traits = {key: traits_of_person(person, has_address=False) for key, person in known.items()}
    return [
        {
            key: weighed.score
            for key in keys
            if key in traits and key != person.pk and (weighed := probably_one(one.traits, traits[key]))
        }
        for person, one, keys in zip(persons, asked, near, strict=True)
    ]


def _asked(person: Person) -> Asked:
    traits = traits_of_person(person, has_address=False)
    spelt = f"{person.family_names} {person.given_names}"
    spelt = spelt if spelt.strip() else ""
    return Asked(traits, spelt, person.birth_on, person.phone, traits.email, person.original_name)
