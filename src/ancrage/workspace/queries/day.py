"""What awaits someone today: requests, what is due, answers. Few statements, whatever the number of dossiers."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, TextField, Value, Window
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from ancrage.accounts.access import Access
from ancrage.core.prepared import prepared
from ancrage.newcomers.models import Case, CaseReferral, CaseState, FollowUp, Task
from ancrage.newcomers.queries.circle import seen_in_cases
from ancrage.newcomers.queries.requests import request_lines, waiting
from ancrage.plans.models import PlanAction
from ancrage.referrals.models import ReferralState

LISTED: Final = 6
COUNTED: Final = 200
_ANSWERS = (ReferralState.ACCEPTED, ReferralState.WAITING_LIST, ReferralState.DECLINED, ReferralState.UNDER_STUDY)


@dataclass(frozen=True, slots=True)
class DueItem:
    """Something to do for someone. ``kind`` is ``task``, ``follow_up`` or ``action``."""

    kind: str
    pk: UUID
    case_id: UUID
    person: str
    text: str
    due_on: date


@dataclass(frozen=True, slots=True)
class RequestCounts:
    total: int
    late: int
    today: int


@prepared
def mine_to_reach(*, access: Access) -> QuerySet[Case]:
    """Requests nobody follows, and the reader's own whose first contact is not made; the most pressing first."""
    mine = waiting(access).filter(Q(agent=None) | Q(agent=access.user, first_contact_at=None))
    first = mine.order_by("first_contact_due_on", "pk").values("pk")[:LISTED]
    return request_lines(Case.objects.filter(pk__in=first)).order_by("first_contact_due_on", "pk")


def request_counts(access: Access, day: date) -> RequestCounts:
    counts = _counts(access=access, day=day)
    return RequestCounts(*counts[0]) if counts else RequestCounts(0, 0, 0)


@prepared
def _counts(*, access: Access, day: date) -> QuerySet[Any, Any]:
    """Total, late, due today: one row, or none."""
    running = Q(first_contact_at=None)
    rows = waiting(access).filter(Q(agent=None) | Q(agent=access.user)).order_by()
    late, due = running & Q(first_contact_due_on__lt=day), running & Q(first_contact_due_on=day)
    return (
        rows.values(one=Value(1))
        .annotate(total=Count("pk"), late=Count("pk", filter=late), today=Count("pk", filter=due))
        .values_list("total", "late", "today")
    )


def due_items(access: Access, day: date) -> list[DueItem]:
    """What is due by ``day`` in the reader's dossiers, oldest first; at most two hundred."""
    return [_item(row) for row in _due(access=access, day=day)]


@prepared
def _due(*, access: Access, day: date) -> QuerySet[Any, Any]:
    mine = Case.objects.visible_to(access).filter(agent=access.user, state=CaseState.ACTIVE).values("pk")
    tasks = Task.objects.open().filter(seen_in_cases(access), assigned_to=access.user, due_on__lte=day)
    tasks = tasks.filter(case__in=Case.objects.visible_to(access).values("pk"))
    follow_ups = FollowUp.objects.planned().filter(case__in=mine, due_on__lte=day)
    actions = PlanAction.objects.open().filter(
        seen_in_cases(access, case="plan__case", row="goal__need__is_restricted"),
        plan__case__in=mine,
        due_on__lte=day,
    )
    rows = _rows(tasks, "task", "case", F("text")).union(
        _rows(follow_ups, "follow_up", "case", Cast("milestone", TextField())),
        _rows(actions, "action", "plan__case", F("text")),
        all=True,
    )
    return rows.order_by("due_on_", "pk_")[:COUNTED]


@prepared
def answers(*, access: Access) -> QuerySet[CaseReferral]:
    """Partners' answers nobody has read yet, to referrals of the reader's dossiers: the newest, and ``unread`` in all."""
    return (
        CaseReferral.objects.filter(
            seen_in_cases(access, row="referral__is_restricted"),
            case__in=Case.objects.visible_to(access).filter(agent=access.user).values("pk"),
            referral__answered_at__isnull=False,
            referral__seen_at=None,
            referral__state__in=_ANSWERS,
        )
        .select_related("case__person", "referral__service", "referral__organization", "referral__decline_reason")
        .annotate(unread=Window(Count("pk")))
        .order_by("-referral__answered_at", "pk")[:LISTED]
    )


def _rows(rows: QuerySet[Any], kind: str, case: str, text: Any) -> QuerySet[Any]:  # noqa: ANN401 - an expression
    person = f"{case}__person__"
    shaped: QuerySet[Any] = (
        rows.order_by()
        .annotate(
            kind_=Value(kind, TextField()),
            pk_=F("pk"),
            case_=F(f"{case}__pk"),
            given_=F(f"{person}given_names"),
            family_=F(f"{person}family_names"),
            original_=F(f"{person}original_name"),
            text_=Cast(text, TextField()),
            due_on_=F("due_on"),
        )
        .values_list("kind_", "pk_", "case_", "given_", "family_", "original_", "text_", "due_on_")
    )
    return shaped


def _item(row: tuple[Any, ...]) -> DueItem:
    kind, pk, case_id, given, family, original, text, due_on = row
    if kind == "follow_up":
        text = _("Suivi à %(days)s jours") % {"days": text}
    return DueItem(kind, pk, case_id, " ".join(filter(None, (given, family))) or original, text, due_on)
