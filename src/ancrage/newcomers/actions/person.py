from collections.abc import Mapping
from copy import copy
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ancrage.audit.actions import record
from ancrage.core.actors import Actor
from ancrage.core.dates import local_day
from ancrage.core.errors import Refused
from ancrage.newcomers.actions.consents import review_ages
from ancrage.newcomers.actions.languages import count_from_arrival
from ancrage.newcomers.models import Case, Person
from ancrage.newcomers.models.person import EDITABLE


class PersonRefused(Refused):
    """Nothing was written of the person."""


class PersonChanged(PersonRefused):
    """Someone else wrote since the form was opened. ``current`` is the person as they are now."""

    def __init__(self, current: Person) -> None:
        super().__init__(_("Une autre personne a modifié cette fiche pendant que vous écriviez."))
        self.current = current


@transaction.atomic
def edit_person(*, case: Case, values: Mapping[str, Any], seen: int, by: Actor, at: datetime) -> Person:
    """Write ``values`` (names of ``EDITABLE``) over the person of ``case``, as read at revision ``seen``.

    What is counted from birth (who may consent) and from arrival (grounds of languages) is counted again.

    :raises PersonChanged: when the person changed since ``seen``.
    :raises PersonRefused: without any name, with a birth to come, or an arrival before birth.
    """
    person = Person.objects.select_for_update(of=("self",)).get(pk=case.person_id)
    before = copy(person)
    if person.revision != seen:
        raise PersonChanged(person)
    changed = [name for name in EDITABLE if name in values and getattr(person, name) != values[name]]
    for name in changed:
        setattr(person, name, values[name])
    if not changed:
        return person
    _check(person, at)
    person.revision += 1
    person.save(update_fields=[*changed, "revision"])
    record(
        "newcomers.person.edited",
        by=by,
        on=person,
        at=at,
        fields=changed,
        about=[case.pk, person.pk],
        region=case.region.code,
    )
    if "birth_on" in changed:
        review_ages(person=person, by=by, at=at)
    if {"arrived_on", "expected_on"} & {*changed}:
        count_from_arrival(case=case, before=before, after=person, by=by, at=at)
    return person


def _check(person: Person, at: datetime) -> None:
    if not (person.given_names or person.family_names or person.original_name):
        raise PersonRefused(_("Inscrivez au moins un nom."), field="family_names")
    if person.birth_on and person.birth_on > local_day(at):
        raise PersonRefused(_("Cette date n’est pas encore passée."), field="birth_on")
    if person.birth_on and person.arrived_on and person.arrived_on < person.birth_on:
        raise PersonRefused(_("L’arrivée précède la naissance."), field="arrived_on")
    if person.arrived_on and person.arrived_on > local_day(at):
        raise PersonRefused(_("L’arrivée n’a pas encore eu lieu : inscrivez-la comme prévue."), field="arrived_on")
