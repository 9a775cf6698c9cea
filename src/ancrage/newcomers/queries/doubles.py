"""Persons of a list who are probably entered twice.

Worked out when the list is read, for the few rows it shows, and kept nowhere: what was entered or corrected since
counts at once, and so does the reach of the reader. Only equalities that have their index are asked of the database
(date of birth, phone, e-mail, name in its own script), so that it costs little among a hundred thousand persons; the
search before an entry, which also looks at names alike whatever the date, stays the one that decides.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple
from uuid import UUID

from django.db import connection
from rapidfuzz import fuzz

from ancrage.accounts.access import Access
from ancrage.newcomers.models import Case, Person
from ancrage.newcomers.permissions import Permission
from ancrage.newcomers.queries.likeness import Likeness, Wanted, compare, swapped
from ancrage.newcomers.queries.reach import outcome_of

MOST_COMPARED: Final = 1000
_ALIKE: Final = 50
Mark = tuple[str, str | date]


class _Other(NamedTuple):
    """Someone with a mark in common, as ``_SHARING`` reads them; few become a ``Person``."""

    pk: UUID
    given_names: str
    family_names: str
    other_names: str
    original_name: str
    heard_name: str
    birth_on: date | None
    phone: str
    email: str


# Its shape never changes, so that Django has nothing to compose and PostgreSQL one plan to keep. No index gives this
# order: the planner finds the few rows by the marks rather than walk the table by its key.
_SHARING: Final = """
SELECT id, given_names, family_names, other_names, original_name, heard_name, birth_on, phone, email
FROM newcomers_person
WHERE birth_on = ANY(%s)
   OR phone = ANY(%s) AND phone <> ''
   OR lower(email) = ANY(%s) AND email <> ''
   OR original_name = ANY(%s) AND original_name <> ''
ORDER BY created_at DESC, id DESC
LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Double:
    """Where to look: ``case``, a dossier of ``person`` within reach; without it, one that is elsewhere, at ``place``."""

    person: UUID
    place: str
    case: Case | None = None


def doubles(rows: Iterable[Case], access: Access) -> dict[UUID, Double]:
    """By person, where another probably is the same; restricted dossiers neither ask nor answer.

    One statement when nobody is alike, three at most. A place out of reach is said to whoever may search, as there.
    """
    alike = _alike([case.person for case in rows if not case.is_restricted])
    outcome = outcome_of([like for likes in alike.values() for like in likes], access)
    near = [one.cases[0] for one in outcome.found if one.cases]
    far = [hint.case for hint in outcome.hints] if access.can(Permission.OPEN_CASE) else []
    shown = {case.person_id: Double(case.person_id, case.service_point.name) for case in far}
    shown |= {case.person_id: Double(case.person_id, case.service_point.name, case) for case in near}
    return {person: found for person, likes in alike.items() if (found := _nearest(likes, shown))}


def _nearest(likes: list[Likeness], shown: dict[UUID, Double]) -> Double | None:
    """The likest within reach, else the likest elsewhere."""
    found = [shown[like.person.pk] for like in likes if like.person.pk in shown]
    return min(found, key=lambda double: double.case is None, default=None)


def _alike(persons: list[Person]) -> dict[UUID, list[Likeness]]:
    """Those who are probably each of ``persons``, likest first. One statement."""
    if not persons:
        return {}
    holders = defaultdict(list)
    for other in _sharing(persons):
        for mark in _marks(other):
            holders[mark].append(other)
    return {person.pk: _probable(person, holders) for person in persons}


def _probable(person: Person, holders: Mapping[Mark, list[_Other]]) -> list[Likeness]:
    others = {other.pk: other for mark in _asked(person) for other in holders.get(mark, ()) if other.pk != person.pk}
    near = (Person(**other._asdict()) for other in others.values() if may_be_named_as(person, other))
    likes = [like for other in near if (like := compare(_wanted(person), other)) and like.is_probable]
    return sorted(likes, key=lambda like: (-like.score, str(like.person.pk)))


def may_be_named_as(person: Person, other: Person | _Other) -> bool:
    """A sieve, thirty times faster than the comparison: most of those born the same day are named otherwise."""
    if person.original_name and person.original_name == other.original_name:
        return True
    return fuzz.token_set_ratio(person.heard_name, other.heard_name) >= _ALIKE


def _sharing(persons: list[Person]) -> list[_Other]:
    asked: dict[str, set[str | date]] = {"birth_on": set(), "phone": set(), "email": set(), "original_name": set()}
    for person in persons:
        for name, value in _asked(person):
            asked[name].add(value)
    with connection.cursor() as cursor:
        cursor.execute(_SHARING, [*map(list, asked.values()), MOST_COMPARED])
        return [_Other(*row) for row in cursor.fetchall()]


def _marks(person: Person | _Other) -> Iterator[Mark]:
    """What two persons who are one have in common, one or the other, exactly."""
    values = {
        "birth_on": person.birth_on,
        "phone": person.phone,
        "email": person.email.lower(),
        "original_name": person.original_name,
    }
    return ((name, value) for name, value in values.items() if value)


def _asked(person: Person) -> Iterator[Mark]:
    """The marks of ``person``, and their date of birth with day and month in each other's place."""
    yield from _marks(person)
    if person.birth_on and (other := swapped(person.birth_on)):
        yield "birth_on", other


def _wanted(person: Person) -> Wanted:
    return Wanted(person.full_name, person.original_name, person.birth_on, person.phone, person.email)
