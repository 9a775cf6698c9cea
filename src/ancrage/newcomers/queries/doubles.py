"""Persons of a list who are probably entered twice: as kept by a job, shown as far as the reader's reach goes."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from ancrage.accounts.access import Access
from ancrage.core.prepared import prepared
from ancrage.newcomers.models import Case, LikelyDouble, Person
from ancrage.newcomers.permissions import Permission
from ancrage.newcomers.queries.likeness import Level, Likeness
from ancrage.newcomers.queries.reach import outcome_of


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
    alike = _alike({case.person_id for case in rows if not case.is_restricted})
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


def _alike(persons: set[UUID]) -> dict[UUID, list[Likeness]]:
    """Those who are probably each of ``persons``, likest first."""
    found: dict[UUID, list[Likeness]] = defaultdict(list)
    for one, other, score in _pairs(persons=tuple(persons)) if persons else ():
        for person, like in ((one, other), (other, one)):
            if person in persons:
                found[person].append(Likeness(Person(pk=like), Level.PROBABLE, score, ()))
    return found


@prepared
def _pairs(*, persons: tuple[UUID, ...]) -> QuerySet[LikelyDouble, tuple[UUID, UUID, int]]:
    holding = Q(one__in=persons) | Q(other__in=persons)
    found = LikelyDouble.objects.undecided().filter(holding).order_by("-score", "pk")
    return found.values_list("one_id", "other_id", "score")
