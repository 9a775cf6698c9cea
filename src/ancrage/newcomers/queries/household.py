"""Who lives with whom, as far as the reader may know: never an address, a phone nor an appointment."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from ancrage.accounts.access import Access
from ancrage.core.dates import age_on
from ancrage.core.text import fold
from ancrage.newcomers.models import Case, HouseholdMember, Person
from ancrage.newcomers.queries.header_rows import hidden_persons

# What of a member is read at all: contact details stay in the database.
_READ = ("given_names", "family_names", "original_name", "birth_on")
_LIKE = 0.45
_LIKE_SAME_BIRTH = 0.25


@dataclass(frozen=True, slots=True)
class Member:
    """``case_id`` and ``reference`` when the reader may open the member's own dossier."""

    id: UUID
    name: str
    relation: str
    age: int | None
    since: date
    left_on: date | None
    is_self: bool
    case_id: UUID | None
    reference: str


@dataclass(frozen=True, slots=True)
class HouseholdPage:
    current: tuple[Member, ...]
    former: tuple[Member, ...]


def household_of(case: Case, access: Access, day: date) -> HouseholdPage:
    """The household of the person of ``case``, without the members whose restricted dossier is not the reader's."""
    members = [_member(row, case, day) for row in _rows(case, access, day)]
    return HouseholdPage(
        current=tuple(one for one in members if one.left_on is None or one.left_on >= day),
        former=tuple(one for one in members if one.left_on is not None and one.left_on < day),
    )


def members_seen(case: Case, access: Access) -> QuerySet[HouseholdMember]:
    """Memberships of the households of the person, that the reader may change."""
    homes = HouseholdMember.objects.filter(person=case.person_id).values("household")
    seen = Q(person=case.person_id) | ~Q(person__in=hidden_persons(access))
    return HouseholdMember.objects.filter(seen, household__in=homes).select_related("person")


def _rows(case: Case, access: Access, day: date) -> QuerySet[HouseholdMember]:
    home = HouseholdMember.objects.on(day).filter(person=case.person_id).values("household")
    own = (
        Case.objects.visible_to(access)
        .filter(person=OuterRef("person"))
        .order_by(F("closed_at").desc(nulls_first=True), "-pk")
    )
    return (
        members_seen(case, access)
        .filter(household__in=home)
        .annotate(case_pk=Subquery(own.values("pk")[:1]), case_reference=Subquery(own.values("reference")[:1]))
        .only("relation", "during", "household", *(f"person__{name}" for name in _READ))
        .order_by("during", "pk")
    )


def _member(row: HouseholdMember, case: Case, day: date) -> Member:
    upper = row.during.upper
    return Member(
        id=row.pk,
        name=row.person.full_name,
        relation=row.get_relation_display(),
        age=age_on(row.person.birth_on, day) if row.person.birth_on else None,
        since=row.during.lower,
        left_on=date.fromordinal(upper.toordinal() - 1) if upper else None,
        is_self=row.person_id == case.person_id,
        case_id=row.case_pk,  # type: ignore[attr-defined] # annotated
        reference=row.case_reference or "",  # type: ignore[attr-defined] # annotated
    )


def look_alikes(name: str, birth_on: date | None, case: Case, access: Access) -> QuerySet[Person]:
    """Persons within the reader's reach who may be the one about to be written down, likest first."""
    wanted = fold(name)
    alike = Q(likeness__gte=_LIKE)
    if birth_on:
        alike |= Q(birth_on=birth_on, likeness__gte=_LIKE_SAME_BIRTH)
    return (
        Person.objects.visible_to(access)
        .exclude(pk=case.person_id)
        .exclude(pk__in=hidden_persons(access))
        .annotate(likeness=TrigramSimilarity("folded_name", wanted))
        .filter(alike)
        .order_by("-likeness", "pk")[:5]
    )
