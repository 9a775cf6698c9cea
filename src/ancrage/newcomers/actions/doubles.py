from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from ancrage.audit.actions import record
from ancrage.core.actors import Actor
from ancrage.newcomers.models import LikelyDouble, Person
from ancrage.newcomers.queries.likeness import Wanted, likenesses

Pair = tuple[UUID, UUID]


@transaction.atomic
def note_doubles(*, person: Person, by: Actor, at: datetime) -> int:
    """Compare ``person``, as they are at this revision, with everyone; keep the pairs that are probably one.

    What was decided of a pair stays. Returns how many pairs are new.
    """
    likes = [like for like in likenesses(Wanted.of(person)) if like.is_probable and like.person.pk != person.pk]
    found = {_pair(person.pk, like.person.pk): round(like.score) for like in likes}
    known = LikelyDouble.objects.filter(Q(one=person) | Q(other=person))
    held = {(row.one_id, row.other_id): row for row in known}
    no_more = [row.pk for pair, row in held.items() if pair not in found and row.apart_at is None]
    LikelyDouble.objects.filter(pk__in=no_more).delete()
    _add({pair: score for pair, score in found.items() if pair not in held}, person, by=by, at=at)
    Person.objects.filter(pk=person.pk).update(compared_revision=person.revision)
    return len(found.keys() - held.keys())


def _add(new: dict[Pair, int], person: Person, *, by: Actor, at: datetime) -> None:
    if not new:
        return
    LikelyDouble.objects.bulk_create(
        LikelyDouble(one_id=one, other_id=other, score=score, found_at=at) for (one, other), score in new.items()
    )
    about = sorted({pk for pair in new for pk in pair})
    record("newcomers.double.found", by=by, on=person, at=at, about=about)


def _pair(one: UUID, other: UUID) -> Pair:
    return (one, other) if one < other else (other, one)
