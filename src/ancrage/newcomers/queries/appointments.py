"""Appointments of a dossier, those who may be met, and the slots they have left."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Final

from django.db.models import QuerySet

from ancrage.accounts.models import UserQuerySet
from ancrage.agenda.models import AppointmentState
from ancrage.agenda.queries.slots import Wish, free_slots
from ancrage.core.dates import local_day
from ancrage.newcomers.models import Case, CaseAppointment
from ancrage.newcomers.queries.staff import staff_of_point

OFFERED_DAYS: Final = 7


@dataclass(frozen=True)
class Offer:
    """The free slots of some days, by day; ``previous`` and ``next`` begin the days before and after, if any."""

    days: list[tuple[date, list[datetime]]]
    previous: date | None
    next: date

    @property
    def starts(self) -> list[datetime]:
        return [start for _day, starts in self.days for start in starts]


def offer(wish: Wish, first: date, at: datetime) -> Offer:
    """What is free in the seven days from ``first``, never before today."""
    today = local_day(at)
    first = max(first, today)
    slots = free_slots(wish, first=first, last=first + timedelta(days=OFFERED_DAYS - 1), at=at)
    days = [(day, list(starts)) for day, starts in groupby((start for start, _end in slots), key=local_day)]
    previous = max(first - timedelta(days=OFFERED_DAYS), today) if first > today else None
    return Offer(days, previous, first + timedelta(days=OFFERED_DAYS))


def appointments_of(case: Case) -> "tuple[list[CaseAppointment], list[CaseAppointment]]":
    """Those planned, the next one first; the others, the latest first. One statement."""
    rows = list(_with_names(case.appointments.all()).order_by("appointment__during", "pk"))
    planned = [row for row in rows if row.appointment.state == AppointmentState.PLANNED]
    return planned, [row for row in reversed(rows) if row.appointment.state != AppointmentState.PLANNED]


def may_be_met(case: Case, day: date) -> UserQuerySet:
    """Those who may receive the person: who writes the point's dossiers, or is named when it is restricted."""
    staff = staff_of_point(case.service_point_id, day).exclude(pk__in=case.ties.values("user"))
    if case.is_restricted:
        staff = staff.filter(pk__in=case.circle.filter(until=None).values("user"))
    return staff.in_order()


def _with_names(rows: "QuerySet[CaseAppointment]") -> "QuerySet[CaseAppointment]":
    return rows.select_related("appointment__worker", "appointment__room", "appointment__decided_by")
