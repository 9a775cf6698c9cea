"""Probable doubles that a reader may settle: both within reach, with what decides."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q
from django.utils.text import capfirst

from ancrage.accounts.access import Access
from ancrage.newcomers.models import Case, LikelyDouble, Person, PersonMerge
from ancrage.newcomers.models.double import LikelyDoubleQuerySet
from ancrage.newcomers.models.merge import PersonMergeQuerySet
from ancrage.newcomers.models.person import EDITABLE
from ancrage.newcomers.permissions import Permission
from ancrage.newcomers.queries.header_rows import hidden_persons
from ancrage.newcomers.queries.likeness import Wanted, compare
from ancrage.newcomers.queries.revisions import shown


@dataclass(frozen=True, slots=True)
class Field:
    """One field of both persons, in words; ``suggests_other`` when only the other's says something."""

    name: str
    label: str
    one: str
    other: str
    differs: bool
    suggests_other: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """Two persons side by side. ``cases``: the dossiers of each, and perhaps of others, the open one first."""

    row: LikelyDouble
    reasons: tuple[str, ...]
    fields: tuple[Field, ...]
    cases: dict[UUID, list[Case]]

    @property
    def open_cases(self) -> list[Case]:
        return [case for case in (*self.of_one, *self.of_other) if case.closed_at is None]

    @property
    def alike(self) -> list[Field]:
        return [field for field in self.fields if not field.differs]

    @property
    def of_one(self) -> list[Case]:
        return self.cases.get(self.row.one_id, [])

    @property
    def of_other(self) -> list[Case]:
        return self.cases.get(self.row.other_id, [])


def pairs_within(access: Access) -> LikelyDoubleQuerySet:
    """Pairs whose two persons the reader answers for, none with a restricted dossier that does not name them.

    Nor with a dossier open out of their reach: merging might have to close it. A pair of two service points is for
    whoever answers for both.
    """
    mergeable = Case.objects.visible_to(access, Permission.MERGE)
    mine, hidden = mergeable.values("person"), hidden_persons(access)
    elsewhere = Case.objects.open().filter(Q(person=OuterRef("one")) | Q(person=OuterRef("other")))
    found = LikelyDouble.objects.filter(
        ~Exists(elsewhere.exclude(pk__in=mergeable.values("pk"))), one__in=mine, other__in=mine
    )
    return found.exclude(Q(one__in=hidden) | Q(other__in=hidden)).select_related(
        "one__municipality", "other__municipality"
    )


def compared(rows: Iterable[LikelyDouble], access: Access) -> list[Pair]:
    """Each pair side by side. One statement, whatever their number."""
    found = list(rows)
    cases = _cases({pk for row in found for pk in (row.one_id, row.other_id)}, access)
    return [Pair(row, _reasons(row), tuple(_fields(row.one, row.other)), cases) for row in found]


def _reasons(row: LikelyDouble) -> tuple[str, ...]:
    like = compare(Wanted.of(row.one), row.other)
    return like.reasons if like else ()


def _fields(one: Person, other: Person) -> Iterable[Field]:
    for name in EDITABLE:
        mine, theirs = getattr(one, name), getattr(other, name)
        if not mine and not theirs and mine == theirs:
            continue
        label = capfirst(str(Person._meta.get_field(name).verbose_name))  # type: ignore[union-attr]
        values = shown(one, name, mine), shown(other, name, theirs)
        yield Field(name, label, *values, differs=mine != theirs, suggests_other=not mine and bool(theirs))


def _cases(persons: set[UUID], access: Access) -> dict[UUID, list[Case]]:
    """By person, the dossiers within reach, the open one first."""
    found: dict[UUID, list[Case]] = {}
    cases = Case.objects.visible_to(access).filter(person__in=persons).select_related("service_point", "agent")
    for case in cases.order_by(F("closed_at").desc(nulls_first=True), "pk"):
        found.setdefault(case.person_id, []).append(case)
    return found


def merges_within(access: Access) -> PersonMergeQuerySet:
    """The merges of persons the reader answers for, newest first."""
    mine = Case.objects.visible_to(access, Permission.MERGE).values("person")
    found = PersonMerge.objects.filter(kept__in=mine).exclude(kept__in=hidden_persons(access))
    return found.select_related("kept", "made_by").order_by("-made_at", "-pk")
