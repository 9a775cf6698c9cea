"""A week of someone's agenda, and the hours that staff keep."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from ancrage.accounts.access import Access
from ancrage.accounts.models import Assignment, User
from ancrage.accounts.roles import all_roles
from ancrage.agenda.models import Absence, Appointment, AppointmentState, Block, CalendarFeed, WorkerHours
from ancrage.agenda.permissions import Permission
from ancrage.agenda.queries.slots import Span, day_span, hours_of, moment
from ancrage.core.dates import is_working_day, local_day
from ancrage.core.ids import is_uuid
from ancrage.newcomers.models import Case, CaseAppointment


@dataclass(frozen=True)
class Meeting:
    """``tie`` is there only when the reader sees the dossier; ``block`` for a group session."""

    row: Appointment
    tie: CaseAppointment | None
    block: Block | None


@dataclass
class AgendaDay:
    """``hours`` are those of the reader, empty on a holiday or a day off."""

    day: date
    is_closed: bool
    hours: list[tuple[datetime, datetime, str]] = field(default_factory=list)
    meetings: list[Meeting] = field(default_factory=list)
    absences: list[Absence] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.hours or self.meetings or self.absences)


def week_of(access: Access, monday: date) -> list[AgendaDay]:
    """Monday to Friday, and the other days when something is there. Five statements."""
    days = [monday + timedelta(days=n) for n in range(7)]
    found = {day: AgendaDay(day, is_closed=day.weekday() < 5 and not is_working_day(day)) for day in days}
    span = day_span(days[0], days[-1])
    _add_hours(found, access.user, days)
    for meeting in _meetings(access, span):
        found[local_day(meeting.row.starts_at)].meetings.append(meeting)
    for absence in (
        Absence.objects.filter(worker=access.user, during__overlap=span).select_related("replaced_by").in_order()
    ):
        for one in found.values():
            start, end = day_span(one.day, one.day)
            if absence.during.lower < end and absence.during.upper > start:
                one.absences.append(absence)
    return [one for one in found.values() if one.day.weekday() < 5 or not one.is_empty]


def _add_hours(found: Mapping[date, AgendaDay], user: User, days: list[date]) -> None:
    rows = WorkerHours.objects.between(days[0], days[-1]).filter(worker=user).select_related("service_point")
    for row in rows.in_order():
        for day in days:
            if is_working_day(day) and (span := hours_of(row).on(day)):
                found[day].hours.append((*span, row.service_point.name))


def _meetings(access: Access, span: Span) -> list[Meeting]:
    rows = list(
        Appointment.objects.filter(worker=access.user)
        .starting(*span)
        .exclude(state=AppointmentState.MOVED)
        .select_related("room")
        .in_order()
    )
    seen = CaseAppointment.objects.filter(
        appointment__in=[row.pk for row in rows], case__in=Case.objects.visible_to(access).values("pk")
    )
    ties = {tie.appointment_id: tie for tie in seen.select_related("case__person")}
    groups = Block.objects.filter(appointment__in=[row.pk for row in rows]).select_related("cohort__kind")
    blocks = {block.appointment_id: block for block in groups}
    return [Meeting(row, ties.get(row.pk), blocks.get(row.pk)) for row in rows]


def about(week: list[AgendaDay]) -> list[UUID]:
    """The persons shown, for the register."""
    return [one.tie.case.person_id for day in week for one in day.meetings if one.tie]


def planned_during(user: User, start: datetime, end: datetime) -> int:
    return Appointment.objects.planned().filter(worker=user, during__overlap=(start, end)).count()


def open_feed(user: User) -> CalendarFeed | None:
    return CalendarFeed.objects.filter(worker=user, revoked_at=None).first()


def workers(day: date) -> "QuerySet[User]":
    """Those who keep an agenda on ``day``, with ``has_hours``."""
    roles = [role.code for role in all_roles().values() if Permission.OWN_AGENDA in role.grants]
    held = Assignment.objects.on(day).filter(role__in=roles, user=OuterRef("pk"))
    hours = WorkerHours.objects.on(day).filter(worker=OuterRef("pk"))
    return User.objects.active().filter(Exists(held)).annotate(has_hours=Exists(hours)).in_order()


def absence_span(first: date, last: date, starts: time | None, ends: time | None) -> Span:
    """Whole days, but from ``starts`` on the first one and until ``ends`` on the last one."""
    end = moment(last, _minutes(ends)) if ends else day_span(last, last)[1]
    return moment(first, _minutes(starts) if starts else 0), end


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def colleagues(access: Access) -> QuerySet[User]:
    """Those who hold one of the reader's roles, by name: one of them may stand in for the reader."""
    held = Assignment.objects.on(local_day(access.at)).filter(role__in=access.roles, user=OuterRef("pk"))
    return User.objects.active().filter(Exists(held)).exclude(pk=access.user.pk).in_order()


def colleague(access: Access, pk: str) -> User | None:
    """The one of ``colleagues`` whose key is ``pk``."""
    return colleagues(access).filter(pk=pk).first() if is_uuid(pk) else None
