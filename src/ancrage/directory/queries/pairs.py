"""Probable doubles of the directory, side by side, for whoever keeps both records."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from ancrage.accounts.access import Access
from ancrage.directory.models import RecordMerge, RecordPair
from ancrage.directory.models.base import Record
from ancrage.directory.models.double import RecordMergeQuerySet, RecordPairQuerySet
from ancrage.directory.queries.contents import content_of, in_words
from ancrage.directory.queries.items import BY_KIND
from ancrage.directory.queries.records import in_reach


@dataclass(frozen=True)
class Difference:
    """One item of both. ``suggests_other``: only the other's says something."""

    name: str
    label: str
    one: str
    other: str
    suggests_other: bool


@dataclass(frozen=True)
class Pair:
    row: RecordPair
    one: Record
    other: Record
    differences: list[Difference]


def pairs_within(access: Access) -> RecordPairQuerySet:
    found = RecordPair.objects.filter(in_reach(access, "one_organization__"))
    return found.filter(in_reach(access, "other_organization__"))


def merges_within(access: Access) -> RecordMergeQuerySet:
    return RecordMerge.objects.filter(in_reach(access, "organization__")).select_related("made_by", "organization")


def named_pairs(rows: list[RecordPair]) -> list[tuple[RecordPair, Record, Record]]:
    """Each pair with its two records. A statement for each sort of record."""
    found: dict[Any, Record] = {}
    for kind, sheet in BY_KIND.items():
        keys = [key for row in rows if row.kind == kind for key in (row.one, row.other)]
        found |= {record.pk: record for record in sheet.model._default_manager.filter(pk__in=keys).order_by("pk")}
    return [(row, found[row.one], found[row.other]) for row in rows if row.one in found and row.other in found]


def compared(row: RecordPair) -> Pair | None:
    """None when either is gone."""
    named = named_pairs([row])
    if not named:
        return None
    [(_row, one, other)] = named
    mine, theirs = content_of(one), content_of(other)
    lines = [line for name in mine if (line := _difference(row, name, mine[name], theirs[name]))]
    return Pair(row, one, other, lines)


def doubles_of(record: Record) -> RecordPairQuerySet:
    return RecordPair.objects.undecided().filter(Q(one=record.pk) | Q(other=record.pk)).order_by("-score", "pk")


def _difference(row: RecordPair, name: str, mine: Any, theirs: Any) -> Difference | None:  # noqa: ANN401 - plain JSON
    sheet = BY_KIND[row.kind]
    item = sheet.item(name)
    if item is None:
        return None
    words = in_words(item, mine, record=sheet.model), in_words(item, theirs, record=sheet.model)
    return (
        Difference(name, sheet.label(name), *words, not words[0] and bool(words[1])) if words[0] != words[1] else None
    )
