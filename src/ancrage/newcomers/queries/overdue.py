"""What is past its day in the dossiers within reach: first contacts, follow-ups, referrals, plan actions, tasks.

Over a wide reach, each kind is read in the order of its own index and they are merged: a page costs the same however
many there are. Over a narrow one, that would go through everyone else's before finding its own: there, PostgreSQL
is asked for the whole of it, and starts from the dossiers.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import Any, Final
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, TextChoices, TextField, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from ancrage.accounts.access import Access
from ancrage.accounts.models import User
from ancrage.core.paging import Fetch, Place, slice_of_parts, together
from ancrage.core.prepared import prepared
from ancrage.core.sql import RowCount
from ancrage.newcomers.models import Case, CaseReferral, CaseState, Consent, FollowUp, Purpose, Task
from ancrage.newcomers.queries.cases import COUNTED, Filters, filtered
from ancrage.newcomers.queries.circle import seen_in_cases
from ancrage.newcomers.queries.columns import Column, with_columns
from ancrage.plans.models import PlanAction
from ancrage.referrals.models import answer_day, silent

Rows = QuerySet[Any, Any]
DUE: Final = "late_on"
KEY: Final = "late_key"
FEW: Final = 5_000
COUNTED_FAR: Final = 50
"""Beyond it, the list of a wide reach says « plus de 50 »: to count more there takes longer than the whole page."""
_SHOWN: Final = ("late_kind", "late_key", "late_case", "late_text", DUE, "late_by")


class Late(TextChoices):
    """What may be past its day."""

    REQUEST = "demande", _("Premier contact")
    FOLLOW_UP = "suivi", _("Suivi")
    REFERRAL = "aiguillage", _("Aiguillage sans réponse")
    ACTION = "action", _("Action du plan")
    TASK = "tache", _("Tâche")


class LateFilters(Filters, total=False):
    kind: str


def overdue_parts(access: Access, filters: LateFilters, day: date) -> list[Rows]:
    """What was due before ``day``, kind by kind: rows of ``_SHOWN``.

    Who does it is whoever follows the dossier; for a task, whom it was given to.
    """
    agent, kind = filters.get("agent", ""), filters.get("kind", "")
    whole = filtered(Case.objects.visible_to(access), _without_kind(filters, "agent"))
    cases = filtered(whole, {"agent": agent})
    # A count that has enough stops: what is the longest to read comes last.
    parts = {
        Late.REQUEST: _requests(cases, day),
        Late.TASK: _tasks(whole, access, day, agent),
        Late.ACTION: _actions(cases, access, day),
        Late.REFERRAL: _referrals(cases, access, day),
        Late.FOLLOW_UP: _follow_ups(cases, day),
    }
    return [part for one, part in parts.items() if kind in ("", one)]


def is_narrow(access: Access, filters: Filters) -> bool:
    """Whether what is asked is of few dossiers: theirs are then all read, rather than everyone's by their days."""
    ask = _dossiers if filters.get("q") else _prepared_dossiers
    return ask(access=access, filters=_without_kind(filters))[0] <= FEW


def total(access: Access, filters: LateFilters, day: date, *, narrow: bool) -> int:
    """How many in all, up to one more than ``counted_to``."""
    ask = _total if filters.get("q") else _prepared_total
    return ask(access=access, filters=filters, day=day, narrow=narrow)[0]


def counted_to(*, narrow: bool) -> int:
    return COUNTED if narrow else COUNTED_FAR


def fetching(access: Access, filters: LateFilters, day: date, *, narrow: bool) -> Fetch[Any]:
    """How a page is read, for ``page_of_parts``: prepared, unless a text was typed."""
    ask = _page if filters.get("q") else _prepared_page
    return lambda place, size: list(ask(access=access, filters=filters, day=day, place=place, size=size, narrow=narrow))


def _dossiers(*, access: Access, filters: Filters) -> QuerySet[User, int]:
    rows = filtered(Case.objects.around(access), filters).order_by().values("pk")[: FEW + 1]
    return User.objects.filter(pk=access.user.pk).values_list(RowCount(rows), flat=True)


def _total(*, access: Access, filters: LateFilters, day: date, narrow: bool) -> QuerySet[User, int]:
    parts, most = overdue_parts(access, filters, day), counted_to(narrow=narrow) + 1
    # Of few dossiers, stopping early would cost more than going on.
    bare = [part.order_by() if narrow else part.order_by()[:most] for part in parts]
    rows = RowCount(together(bare).order_by()[:most])
    return User.objects.filter(pk=access.user.pk).values_list(rows, flat=True)


def _page(*, access: Access, filters: LateFilters, day: date, place: Place, size: int, narrow: bool) -> Rows:
    return slice_of_parts(overdue_parts(access, filters, day), DUE, KEY, place, size, whole=narrow)


_prepared_dossiers, _prepared_total, _prepared_page = prepared(_dossiers), prepared(_total), prepared(_page)


def streamed(parts: list[Rows], size: int) -> Iterator[list[Any]]:
    """All of them, earliest first, ``size`` at a time."""
    rows = together(parts).order_by(DUE, KEY).iterator(chunk_size=size)
    while some := list(islice(rows, size)):
        yield some


def cases_of(items: Iterable[Any], columns: Iterable[Column]) -> dict[UUID, Case]:
    ids = tuple({item.late_case for item in items})
    return {case.pk: case for case in _cases(ids=ids, columns=tuple(columns))} if ids else {}


@prepared
def _cases(*, ids: tuple[UUID, ...], columns: tuple[Column, ...]) -> QuerySet[Case]:
    return with_columns(Case.objects.filter(pk__in=ids), columns)


def _without_kind(filters: Filters, *others: str) -> Filters:
    return Filters(**{name: value for name, value in filters.items() if name not in ("kind", *others)})  # type: ignore[typeddict-item, no-any-return] # its own fields


def _requests(cases: QuerySet[Case], day: date) -> Rows:
    # As its index says it, so that PostgreSQL sees it is the one.
    waits = Q(agent__isnull=True) | Q(first_contact_at__isnull=True)
    late = cases.exclude(state=CaseState.CLOSED).filter(waits, first_contact_at=None, first_contact_due_on__lt=day)
    return _rows(late, Late.REQUEST, case="", due=F("first_contact_due_on"))


def _follow_ups(cases: QuerySet[Case], day: date) -> Rows:
    """Of a closed dossier, those that the person agreed to."""
    agreeing = Consent.objects.in_force(day).filter(case=OuterRef("case"), purposes__contains=[Purpose.CONTACT_AFTER])
    late = FollowUp.objects.planned().filter(
        Q(case__state=CaseState.ACTIVE) | Q(Exists(agreeing), case__state=CaseState.CLOSED),
        case__in=cases.values("pk"),
        due_on__lt=day,
    )
    return _rows(late, Late.FOLLOW_UP, text=F("milestone"))


def _referrals(cases: QuerySet[Case], access: Access, day: date) -> Rows:
    late = CaseReferral.objects.alias(answer_day=answer_day("referral__")).filter(
        silent("referral__"),
        seen_in_cases(access, row="referral__is_restricted"),
        case__in=cases.values("pk"),
        answer_day__lt=day,
    )
    text, due = F("referral__service__name"), answer_day("referral__")
    return _rows(late, Late.REFERRAL, key="referral_id", text=text, due=due)


def _actions(cases: QuerySet[Case], access: Access, day: date) -> Rows:
    late = PlanAction.objects.overdue(day).filter(
        seen_in_cases(access, case="plan__case", row="goal__need__is_restricted"),
        plan__case__in=cases.filter(state=CaseState.ACTIVE).values("pk"),
    )
    return _rows(late, Late.ACTION, case="plan__case__", text=F("text"))


def _tasks(cases: QuerySet[Case], access: Access, day: date, agent: UUID | str) -> Rows:
    late = Task.objects.open().filter(seen_in_cases(access), case__in=cases.values("pk"), due_on__lt=day)
    if agent:
        late = late.filter(assigned_to=agent) if isinstance(agent, UUID) else late.none()
    return _rows(late, Late.TASK, text=F("text"), doer="assigned_to")


def _rows(rows: Rows, kind: Late, *, case: str = "case__", key: str = "pk", **given: Any) -> Rows:
    shaped: Rows = rows.annotate(
        late_kind=Value(kind, TextField()),
        late_key=F(key),
        late_case=F(f"{case}pk"),
        late_text=Cast(given.get("text", Value("")), TextField()),
        late_on=given.get("due", F("due_on")),
        late_by=Subquery(User.objects.filter(pk=OuterRef(given.get("doer", f"{case}agent"))).values("full_name")[:1]),
    )
    return shaped.values_list(*_SHOWN, named=True)
