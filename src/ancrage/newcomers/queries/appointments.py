"""Appointments of a dossier, those who may be met, and the slots they have left."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Final

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from ancrage.accounts.access import Access
from ancrage.accounts.models import Assignment, User, UserQuerySet
from ancrage.accounts.roles import roles_with
from ancrage.agenda.models import Appointment, AppointmentState, Mode
from ancrage.agenda.queries.slots import Wish, free_slots, is_free
from ancrage.core.dates import local_day
from ancrage.newcomers.models import Case, CaseAppointment, CircleMember
from ancrage.newcomers.permissions import Permission
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


def planned_ahead(case: Case, at: datetime) -> "QuerySet[CaseAppointment]":
    """Those planned that are not over, the next one first."""
    ahead = case.appointments.filter(appointment__state=AppointmentState.PLANNED, appointment__during__endswith__gt=at)
    return _with_names(ahead).order_by("appointment__during", "pk")


def stranded(access: Access, at: datetime) -> "QuerySet[CaseAppointment]":
    """Of the dossiers within reach, those planned with someone who no longer meets people at their service point.

    They left, or the dossier went elsewhere, or they are no longer named on it once restricted.
    """
    here = Assignment.objects.on(local_day(at)).filter(
        role__in=roles_with(Permission.WRITE_CASE),
        service_point=OuterRef("case__service_point"),
        user=OuterRef("appointment__worker"),
        user__is_active=True,
    )
    named = CircleMember.objects.filter(case=OuterRef("case"), user=OuterRef("appointment__worker"), until=None)
    ahead = CaseAppointment.objects.filter(
        ~Exists(here) | (Q(case__is_restricted=True) & ~Exists(named)),
        appointment__state=AppointmentState.PLANNED,
        appointment__during__startswith__gt=at,
        case__in=Case.objects.visible_to(access).open().values("pk"),
    )
    with_case = _with_names(ahead).select_related("case__person", "case__service_point").defer("case__person__address")
    return with_case.annotate(start=F("appointment__during__startswith")).order_by("start", "pk")


def met_by(worker: User, cases: "QuerySet[Case]", at: datetime) -> int:
    """How many of the appointments ahead of ``cases`` are with ``worker``."""
    return ahead_of(worker, at).filter(case_tie__case__in=cases.order_by().values("pk")).count()


def ahead_of(worker: User, at: datetime) -> "QuerySet[Appointment]":
    """What ``worker`` is still to meet, whomever it is with."""
    return Appointment.objects.planned().filter(worker=worker, during__startswith__gt=at)


def is_gone(case: Case, worker: User, at: datetime) -> bool:
    """Whether ``worker`` no longer meets people at the dossier's service point."""
    return not staff_of_point(case.service_point_id, local_day(at)).filter(pk=worker.pk).exists()


def free_at(case: Case, row: Appointment, at: datetime) -> list[User]:
    """Those who may receive the person in the place of ``row.worker``, at the same hour."""
    rooms = (row.room_id,) if row.room_id and row.service_point_id == case.service_point_id else ()
    others = may_be_met(case, local_day(at)).exclude(pk=row.worker_id)
    wish = Wish(row.worker_id, case.service_point_id, Mode(row.mode), row.length, rooms)
    return [one for one in others if is_free(replace(wish, worker=one.pk), row.starts_at, at, but=row.pk)]


def may_be_met(case: Case, day: date) -> UserQuerySet:
    """Those who may receive the person: who writes the point's dossiers, or is named when it is restricted."""
    staff = staff_of_point(case.service_point_id, day).exclude(pk__in=case.ties.values("user"))
    if case.is_restricted:
        staff = staff.filter(pk__in=case.circle.filter(until=None).values("user"))
    return staff.in_order()


def _with_names(rows: "QuerySet[CaseAppointment]") -> "QuerySet[CaseAppointment]":
    return rows.select_related(
        "appointment__worker", "appointment__room", "appointment__decided_by", "appointment__booked_by"
    )
