"""The short question: when it is asked, and what the answers say together."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from ancrage.accounts.access import Access
from ancrage.agenda.models import AppointmentState
from ancrage.newcomers.models import Case, CaseAppointment, CaseState
from ancrage.newcomers.permissions import Permission
from ancrage.portal.models import Satisfaction, Score
from ancrage.territory.models import ServicePoint

ASKED_FOR: Final = timedelta(days=30)
"""How long after an appointment, or the end, the question stays."""
FEWEST: Final = 5
"""Fewer answers could be told apart: nothing of them is shown."""
SINCE: Final = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Question:
    """About an appointment, or about the whole when ``tie`` is None."""

    tie: CaseAppointment | None


def question_for(case: Case, at: datetime) -> Question | None:
    """The one to ask now, if any: the last appointment, or the end."""
    if case.state == CaseState.CLOSED:
        if case.closed_at is None or at - case.closed_at > ASKED_FOR:
            return None
        return None if Satisfaction.objects.filter(case=case, tie=None).exists() else Question(None)
    came = case.appointments.filter(
        appointment__state=AppointmentState.PRESENT,
        appointment__during__endswith__gt=at - ASKED_FOR,
        appointment__during__endswith__lte=at,
    )
    last = came.select_related("appointment").order_by("-appointment__during", "-pk").first()
    return None if last is None or Satisfaction.objects.filter(tie=last).exists() else Question(last)


@dataclass(frozen=True, slots=True)
class PointAnswers:
    """``scores`` and ``comments`` are empty when there are too few answers to be shown."""

    name: str
    total: int
    scores: list[tuple[str, int]]
    comments: list[str]


def answers_within(points: Iterable[ServicePoint], access: Access, at: datetime) -> list[PointAnswers]:
    """A year of answers by service point, of the dossiers that the reader may count. One statement."""
    counted = Case.objects.visible_to(access, Permission.READ_TEAM)
    rows = Satisfaction.objects.filter(answered_at__gt=at - SINCE, case__in=counted)
    by_point: dict[object, list[Satisfaction]] = {}
    for row in rows.select_related("case").order_by("pk"):
        by_point.setdefault(row.case.service_point_id, []).append(row)
    return [_together(point.name, by_point.get(point.pk, [])) for point in points]


def _together(name: str, rows: list[Satisfaction]) -> PointAnswers:
    if len(rows) < FEWEST:
        return PointAnswers(name, len(rows), [], [])
    scores = [(str(score.label), sum(row.score == score for row in rows)) for score in Score]
    # In the order of the alphabet: that of the answers would say whose they are.
    return PointAnswers(name, len(rows), scores, sorted(row.comment for row in rows if row.comment))
