"""What a row says otherwise than the fiche of whom it resembles."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ancrage.accounts.access import Access
from ancrage.newcomers.models import Person
from ancrage.newcomers.queries.import_columns import FIELDS
from ancrage.newcomers.queries.import_facts import FACTS, fact_words
from ancrage.newcomers.queries.imports import Line, Read, label_of, writable_persons
from ancrage.newcomers.queries.revisions import shown
from ancrage.territory.models import Municipality


@dataclass(frozen=True, slots=True)
class Change:
    """One renseignement that the list says otherwise than the fiche."""

    name: str
    label: str
    now: str
    then: str


def changes_of(line: Line, access: Access, today: date) -> list[Change]:
    """What an update could write of someone whose fiche the reader may correct: what the row alone says."""
    person = line.twin.person if line.twin else None
    if person is None or not writable_persons(access, [person.pk]):
        return []
    return [*_changes(line.read, person), *_facts(line.read, person, today)]


def _changes(read: Read, person: Person) -> Iterator[Change]:
    for name in FIELDS:
        then = read.values.get(name)
        current = person.municipality_id if name == "municipality" else getattr(person, name)
        if then not in (None, "", []) and str(current) != str(then):
            words = _municipality(then) if name == "municipality" else shown(person, name, then)
            yield Change(name, label_of(name), shown(person, name, getattr(person, name)), words)


def _municipality(key: str) -> str:
    return str(Municipality.objects.get(pk=key))


def _facts(read: Read, person: Person, today: date) -> Iterator[Change]:
    for name in FACTS:
        if words := fact_words(person, name, read.values, today):
            yield Change(name, label_of(name), *words)
