"""What awaits someone today: requests, what is due, answers. Few statements, whatever the number of dossiers."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, TextField, Value, Window
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from ancrage.accounts.access import Access
from ancrage.agenda.models import Appointment, AppointmentState, Block
from ancrage.core.prepared import prepared
from ancrage.newcomers.models import (
    FULL_NAME,
    Case,
    CaseAppointment,
    CaseReferral,
    CaseState,
    Consent,
    FollowUp,
    Person,
    Purpose,
    Task,
)
from ancrage.newcomers.queries.circle import seen_in_cases
from ancrage.newcomers.queries.referrals import with_news
from ancrage.newcomers.queries.requests import request_lines, waiting, waiting_in_two
from ancrage.plans.models import PlanAction
from ancrage.workspace.queries.agenda import Meeting

LISTED: Final = 5
COUNTED: Final = 200
_KEPT: Final = (AppointmentState.PLANNED, AppointmentState.PRESENT, AppointmentState.ABSENT)
_NONE: Final = Value(0, IntegerField())
# What a line shows of the hundred columns behind it.
_OF_AN_ANSWER: Final = (
    *("case", "referral", "need"),
    *(f"case__person__{name}" for name in ("given_names", "family_names", "original_name")),
    *(f"referral__{name}" for name in ("state", "seen_at", "answered_at", "waiting_weeks", "answer_note")),
    *("referral__service__name", "referral__organization__name", "referral__organization__short_name"),
    *(f"referral__decline_reason__label_{language}" for language in ("fr", "en", "es", "ar")),
)


@dataclass(frozen=True, slots=True)
class DueItem:
    """Something to do for someone. ``kind`` is ``task``, ``follow_up`` or ``action``.

    ``revision`` is that of the plan an action was read in; 0 for the others.
    """

    kind: str
    pk: UUID
    case_id: UUID
    person: str
    text: str
    due_on: date
    revision: int


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
    return RequestCounts(*(sum(part) for part in zip((0, 0, 0), *counts, strict=True)))


@prepared
def _counts(*, access: Access, day: date) -> QuerySet[Any, Any]:
    """Total, late, due today: a row for what lies within reach, one for what is opened by name, when there is any."""
    ordinary, by_name = (rows.filter(Q(agent=None) | Q(agent=access.user)) for rows in waiting_in_two(access))
    return _counted(ordinary, day).union(_counted(by_name, day), all=True)


def _counted(rows: QuerySet[Case], day: date) -> QuerySet[Any, Any]:
    running = Q(first_contact_at=None)
    late, due = running & Q(first_contact_due_on__lt=day), running & Q(first_contact_due_on=day)
    return (
        rows.order_by()
        .values(one=Value(1))
        .annotate(total=Count("pk"), late=Count("pk", filter=late), today=Count("pk", filter=due))
        .values_list("total", "late", "today")
    )


def due_items(access: Access, day: date) -> list[DueItem]:
    """What is due by ``day`` in the reader's dossiers, oldest first; at most two hundred.

    Of a closed dossier, the follow-up that the person agreed to.
    """
    return [_item(row) for row in _due(access=access, day=day)]


@prepared
def _due(*, access: Access, day: date) -> QuerySet[Any, Any]:
    mine = Case.objects.visible_to(access).filter(agent=access.user, state=CaseState.ACTIVE).values("pk")
    tasks = Task.objects.open().filter(seen_in_cases(access), assigned_to=access.user, due_on__lte=day)
    tasks = tasks.filter(case__in=Case.objects.visible_to(access).values("pk"))
    agreeing = Consent.objects.in_force(day).filter(case=OuterRef("case"), purposes__contains=[Purpose.CONTACT_AFTER])
    follow_ups = FollowUp.objects.planned().filter(
        Q(case__state=CaseState.ACTIVE) | Q(Exists(agreeing), case__state=CaseState.CLOSED),
        case__in=Case.objects.visible_to(access).filter(agent=access.user).values("pk"),
        due_on__lte=day,
    )
    actions = PlanAction.objects.open().filter(
        seen_in_cases(access, case="plan__case", row="goal__need__is_restricted"),
        plan__case__in=mine,
        due_on__lte=day,
    )
    rows = _rows(tasks, "task", "case", F("text")).union(
        _rows(follow_ups, "follow_up", "case", Cast("milestone", TextField())),
        _rows(actions, "action", "plan__case", F("text"), F("plan__revision")),
        all=True,
    )
    return rows.order_by("due_on_", "pk_")[:COUNTED]


def meetings(*, access: Access, start: datetime, end: datetime) -> list[Meeting]:
    """The appointments of the reader and the group sessions they lead, in order. Two statements."""
    ties = appointments(access=access, start=start, end=end)
    blocks = sessions(worker=access.user.pk, start=start, end=end)
    found = [Meeting(tie.appointment, tie, None) for tie in ties]
    found += [Meeting(block.appointment, None, block) for block in blocks]
    return sorted(found, key=lambda one: one.row.starts_at)


@prepared
def sessions(*, worker: UUID, start: datetime, end: datetime) -> QuerySet[Block]:
    """The blocks that ``worker`` leads and that start from ``start`` to ``end``; cancelled ones apart."""
    mine = Appointment.objects.filter(worker=worker, state__in=_KEPT).starting(start, end)
    blocks = Block.objects.filter(appointment__in=mine.values("pk")).select_related("appointment__room", "cohort__kind")
    return blocks.order_by("appointment__during", "pk")


@prepared
def appointments(*, access: Access, start: datetime, end: datetime) -> QuerySet[CaseAppointment]:
    """Those of the reader that start from ``start`` to ``end``, whose dossier they see; moved and cancelled ones apart."""
    mine = Appointment.objects.filter(worker=access.user, state__in=_KEPT).starting(start, end)
    return (
        CaseAppointment.objects.filter(
            appointment__in=mine.values("pk"), case__in=Case.objects.visible_to(access).values("pk")
        )
        .select_related("case__person", "appointment__room")
        .order_by("appointment__during", "pk")
    )


@prepared
def answers(*, access: Access) -> QuerySet[CaseReferral]:
    """What partners said, or left unsaid, of the reader's dossiers: the newest, and ``unread`` in all."""
    mine = CaseReferral.objects.filter(
        seen_in_cases(access, row="referral__is_restricted"),
        case__in=Case.objects.visible_to(access).filter(agent=access.user).values("pk"),
    )
    return (
        with_news(mine)
        .select_related("case__person", "referral__service", "referral__organization", "referral__decline_reason")
        .only(*_OF_AN_ANSWER)
        .annotate(unread=Window(Count("pk")))
        .order_by(F("news_at").desc(), "pk")[:LISTED]
    )


def _rows(rows: QuerySet[Any], kind: str, case: str, text: Any, revision: Any = _NONE) -> QuerySet[Any]:  # noqa: ANN401 - expressions
    # Read for the rows kept, not joined before: who follows many owes little today.
    person = Subquery(Person.objects.filter(pk=OuterRef(f"{case}__person")).values_list(FULL_NAME)[:1])
    shaped: QuerySet[Any] = (
        rows.order_by()
        .annotate(
            kind_=Value(kind, TextField()),
            pk_=F("pk"),
            case_=F(f"{case}__pk"),
            person_=person,
            text_=Cast(text, TextField()),
            due_on_=F("due_on"),
            revision_=revision,
        )
        .values_list("kind_", "pk_", "case_", "person_", "text_", "due_on_", "revision_")
    )
    return shaped


def _item(row: tuple[Any, ...]) -> DueItem:
    kind, pk, case_id, person, text, due_on, revision = row
    if kind == "follow_up":
        text = _("Suivi à %(days)s jours") % {"days": text}
    return DueItem(kind, pk, case_id, person, text, due_on, revision)
