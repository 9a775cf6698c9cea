"""What a reader is shown of the persons found: their own in full, a hint for the others, of the restricted nothing."""

from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from ancrage.accounts.access import Access
from ancrage.core.prepared import prepared
from ancrage.newcomers.models import Case, CaseState, HouseholdMember, Person
from ancrage.newcomers.queries.header_rows import hidden_persons
from ancrage.newcomers.queries.likeness import Likeness, Wanted, likenesses


@dataclass(frozen=True, slots=True)
class Found:
    """Someone within reach, with the dossiers of theirs that the reader may open, newest first."""

    likeness: Likeness
    cases: list[Case]

    @property
    def open_case(self) -> Case | None:
        return next((case for case in self.cases if case.state != CaseState.CLOSED), None)


@dataclass(frozen=True, slots=True)
class Hint:
    """A probable match out of reach: where it is, nothing else. ``case`` never reaches the page as it is."""

    case: Case

    @property
    def place(self) -> str:
        return self.case.service_point.name


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a search gives. ``withheld``: restricted dossiers it met, for the privacy officer's eyes alone."""

    found: list[Found] = field(default_factory=list)
    hints: list[Hint] = field(default_factory=list)
    withheld: list[Case] = field(default_factory=list)

    @property
    def shown(self) -> list[UUID]:
        """The persons shown or hinted at, for the register."""
        return [one.likeness.person.pk for one in self.found] + [hint.case.person_id for hint in self.hints]

    @property
    def probable(self) -> frozenset[UUID]:
        return frozenset(
            [one.likeness.person.pk for one in self.found if one.likeness.is_probable]
            + [hint.case.person_id for hint in self.hints]
        )


def search(wanted: Wanted, access: Access) -> Outcome:
    """Look for ``wanted`` in all Ancrage and keep what ``access`` may be shown. Five statements at most."""
    return outcome_of(likenesses(wanted), access)


def outcome_of(likes: list[Likeness], access: Access) -> Outcome:
    """What ``access`` may be shown of ``likes``. Two statements at most, none for nobody."""
    outcome = Outcome()
    cases = _cases_of([like.person.pk for like in likes], access)
    mates = _household_mates([like.person.pk for like in likes if not cases.get(like.person.pk)], access)
    for like in likes:
        _place(like, cases.get(like.person.pk, []), outcome, is_mate=like.person.pk in mates)
    return outcome


def _place(like: Likeness, cases: list[Case], outcome: Outcome, *, is_mate: bool) -> None:
    visible = [case for case in cases if case.is_visible]  # type: ignore[attr-defined] # annotated below
    hidden = [case for case in cases if case.is_restricted and case not in visible]
    if hidden:
        outcome.withheld.extend(hidden[:1] if like.is_probable else [])
    elif visible or is_mate:
        outcome.found.append(Found(like, visible))
    elif cases and like.is_probable:
        outcome.hints.append(Hint(cases[0]))


def _cases_of(persons: list[UUID], access: Access) -> dict[UUID, list[Case]]:
    """The dossiers of ``persons``, the open one first, each with ``is_visible``."""
    found: dict[UUID, list[Case]] = {}
    rows = _cases(persons=tuple(persons), access=access) if persons else []
    for case in sorted(rows, key=lambda case: case.state == CaseState.CLOSED):
        found.setdefault(case.person_id, []).append(case)
    return found


@prepared
def _cases(*, persons: tuple[UUID, ...], access: Access) -> QuerySet[Case]:
    seen = Case.objects.visible_to(access).filter(pk=OuterRef("pk"))
    return (
        Case.objects.filter(person__in=persons)
        .annotate(is_visible=Exists(seen))
        .select_related("service_point", "agent")
        .order_by("-requested_at", "-pk")
    )


def _household_mates(persons: list[UUID], access: Access) -> set[UUID]:
    """Of ``persons``, who have no dossier, those who live with someone whose dossier is within reach."""
    if not persons:
        return set()
    return set(reachable_persons(access).filter(pk__in=persons).values_list("pk", flat=True))


def reachable_persons(access: Access) -> QuerySet[Person]:
    """Persons for whom a dossier may be opened: known by a dossier within reach, or living with such a person."""
    visible = Case.objects.visible_to(access)
    mates = HouseholdMember.objects.filter(household__members__person__in=visible.values("person"))
    without = ~Exists(Case.objects.filter(person=OuterRef("pk")))
    reached = Q(pk__in=visible.values("person")) | (Q(pk__in=mates.values("person")) & without)
    return Person.objects.filter(reached).exclude(pk__in=hidden_persons(access))
