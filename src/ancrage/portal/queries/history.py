"""What happened, as the person reads it: what was done with them. No note, nothing restricted, no one else's."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.safestring import SafeString

from ancrage.agenda.models import AppointmentState
from ancrage.newcomers.models import Case, CaseMoment
from ancrage.newcomers.queries.plan_document import told_referrals
from ancrage.plans.models import ChangeKind, PlanChange
from ancrage.portal.queries.words import SpaceWords

MOST: Final = 60
_MOMENTS: Final = (
    CaseMoment.REQUESTED, CaseMoment.CONTACTED, CaseMoment.TRANSFERRED, CaseMoment.CLOSED, CaseMoment.REOPENED,
)  # fmt: skip
_CHANGES: Final = (ChangeKind.ACTION_DONE, ChangeKind.GOAL_REACHED)
_MEETINGS: Final = (
    AppointmentState.PRESENT, AppointmentState.ABSENT,
    AppointmentState.CANCELLED_BY_PERSON, AppointmentState.CANCELLED_BY_SERVICE,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class OwnEvent:
    """``detail`` is a name or a line of the plan, as it was written."""

    at: datetime
    when: SafeString
    what: SafeString
    detail: str
    icon: str


def own_history(case: Case, words: SpaceWords) -> list[OwnEvent]:
    """The latest first. Five statements."""
    found = sorted(_events(case, words.language), key=lambda event: event[0], reverse=True)[:MOST]
    return [OwnEvent(at, words.day(at), words[f"event_{code}"], detail, icon) for at, code, detail, icon in found]


def _events(case: Case, language: str) -> Iterator[tuple[datetime, str, str, str]]:
    moments = case.transitions.filter(kind__in=_MOMENTS).order_by("-at", "pk")[:MOST]
    yield from ((row.at, row.kind, "", "folder") for row in moments)
    changes = PlanChange.objects.unrestricted().filter(plan=case.plan_id, kind__in=_CHANGES)
    yield from ((row.at, row.kind, row.subject, "check") for row in changes.order_by("-at", "pk")[:MOST])
    meetings = case.appointments.filter(appointment__state__in=_MEETINGS).select_related("appointment")
    for tie in meetings.order_by("-appointment__during", "pk")[:MOST]:
        yield tie.appointment.starts_at, tie.appointment.state, "", "calendar"
    asked = case.document_requests.select_related("kind").order_by("-asked_at", "pk")[:MOST]
    yield from ((row.asked_at, "document_asked", row.kind.label_in(language), "doc") for row in asked)
    for sent in told_referrals(case):
        if sent.referral.sent_at:
            yield sent.referral.sent_at, "referral", sent.referral.service.name, "send"
