from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from ancrage.audit.actions import record
from ancrage.core.actors import Actor
from ancrage.core.copying import update
from ancrage.newcomers.models import LikelyDouble, Person
from ancrage.newcomers.queries.likeness import Wanted, likenesses
from ancrage.newcomers.queries.together import probable_twins

Pair = tuple[UUID, UUID]


def note_doubles(*, person: Person, by: Actor, at: datetime) -> int:
    """Compare ``person``, as they are at this revision, with everyone; keep the pairs that are probably one.

    What was decided of a pair stays. Returns how many pairs are new.
    """
    likes = [like for like in likenesses(Wanted.of(person)) if like.is_probable and like.person.pk != person.pk]
    return _note([person], [{like.person.pk: like.score for like in likes}], by=by, at=at)


def note_doubles_together(*, persons: Sequence[Person], by: Actor, at: datetime) -> int:
    """The same of many persons at once, none of whom has an address."""
    return _note(persons, probable_twins(persons), by=by, at=at)


@transaction.atomic
def _note(persons: Sequence[Person], twins: Sequence[Mapping[UUID, float]], *, by: Actor, at: datetime) -> int:
    found = {
        _pair(person.pk, other): round(score)
        for person, others in zip(persons, twins, strict=True)
        for other, score in others.items()
    }
    keys = [person.pk for person in persons]
    held = {(row.one_id, row.other_id): row for row in LikelyDouble.objects.filter(Q(one__in=keys) | Q(other__in=keys))}
    no_more = [row.pk for pair, row in held.items() if pair not in found and row.apart_at is None]
    LikelyDouble.objects.filter(pk__in=no_more).delete()
    _add({pair: score for pair, score in found.items() if pair not in held}, persons, by=by, at=at)
    for person in persons:
        person.compared_revision = person.revision
    update(persons, ["compared_revision"])
    return len(found.keys() - held.keys())


def _add(new: Mapping[Pair, int], persons: Sequence[Person], *, by: Actor, at: datetime) -> None:
    """Keep the pairs that are new; the register has one entry for whoever was compared."""
    there = set(Person.objects.filter(pk__in={pk for pair in new for pk in pair}).values_list("pk", flat=True))
    LikelyDouble.objects.bulk_create(
        LikelyDouble(one_id=one, other_id=other, score=score, found_at=at)
        for (one, other), score in new.items()
        if {one, other} <= there
    )
    compared = {person.pk: person for person in persons}
    about: dict[UUID, set[UUID]] = defaultdict(set)
    for one, other in new:
        about[one if one in compared else other].update((one, other))
    for key, keys in about.items():
        record("newcomers.double.found", by=by, on=compared[key], at=at, about=sorted(keys))


def _pair(one: UUID, other: UUID) -> Pair:
    return (one, other) if one < other else (other, one)
