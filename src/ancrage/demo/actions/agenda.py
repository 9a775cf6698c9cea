"""When offices are open and staff work, and two weeks of appointments around the opening day."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange, NumericRange

from ancrage.accounts.models import User
from ancrage.agenda.models import Absence, Appointment, Mode, PointHours, Room, WorkerHours
from ancrage.core.clock import HOME_ZONE
from ancrage.core.dates import is_working_day
from ancrage.demo.actions.cases import Story
from ancrage.demo.actions.drawing import OPENING, OPENING_DAY, Draw
from ancrage.demo.actions.staff import Staff
from ancrage.demo.actions.structure import Structure
from ancrage.newcomers.models import CaseAppointment
from ancrage.territory.dated import from_day
from ancrage.territory.models import ServicePoint

_SINCE: Final = date(2021, 4, 6)
_HALVES: Final = ((510, 720), (780, 990))
"""8 h 30 to 12 h, 13 h to 16 h 30."""
_FIRST, _SECOND = "Rimouski, point de services 1", "Rimouski, point de services 2"
_WHERE: Final = {
    "maude": (_FIRST, _SECOND, _FIRST, _FIRST, _SECOND),
    "alexandre": ("Rivière-du-Loup",) * 5,
    "isabelle": ("Matane",) * 5,
    "francois": (_FIRST,) * 5,
    "nadia": ("Rivière-du-Loup",) * 5,
    "samuel": ("Matane",) * 5,
}
_MEETINGS: Final = (
    (time(9, 30), 45, Mode.VIDEO, "Évaluation des besoins"),
    (time(11), 30, Mode.PHONE, "Suivi de l’installation"),
    (time(13, 30), 60, Mode.PLACE, "Première rencontre du ménage"),
    (time(15, 15), 30, Mode.PHONE, "Plan d’action à accepter"),
)


@dataclass
class Days:
    """Whose dossiers are met, and in which room, by service point."""

    stories: dict[Any, list[Story]] = field(default_factory=dict)
    rooms: dict[Any, list[Room]] = field(default_factory=dict)


def load_agenda(draw: Draw, structure: Structure, staff: Staff, stories: list[Story]) -> None:
    days = Days()
    for story in stories[1:]:
        if story.contacted_on and story.closed_on is None and not story.case.is_restricted:
            days.stories.setdefault((story.point.pk, story.agent.pk), []).append(story)
    for point in structure.points.values():
        _open(draw, point)
        days.rooms[point.pk] = [
            draw.add(Room(service_point=point, name=name, seats=seats, during=from_day(_SINCE)))
            for name, seats in (("Salle A", 4), ("Salle B", 8))
        ]
    for key, where in _WHERE.items():
        for weekday, name in enumerate(where):
            _work(draw, staff.users[key], structure.points[name], weekday)
    for key in ("maude", "alexandre", "isabelle"):
        _fill(draw, staff.users[key], [structure.points[name] for name in _WHERE[key]], days)
    _showcase(draw, stories[0], days)
    draw.add(Absence(worker=staff.users["isabelle"], during=span(date(2021, 7, 20), time(8), 5 * 24 * 60)))
    draw.write()


def _open(draw: Draw, point: ServicePoint) -> None:
    halves = _HALVES if point.name == "Matane" else ((_HALVES[0][0], _HALVES[-1][1]),)
    for weekday in range(5):
        for start, end in halves:
            hours, during = NumericRange(start, end), from_day(_SINCE)
            draw.add(PointHours(service_point=point, weekday=weekday, minutes=hours, during=during))


def _work(draw: Draw, user: User, point: ServicePoint, weekday: int) -> None:
    for start, end in _HALVES:
        hours, during = NumericRange(start, end), from_day(_SINCE)
        draw.add(WorkerHours(worker=user, service_point=point, weekday=weekday, minutes=hours, during=during))


def _fill(draw: Draw, user: User, where: list[ServicePoint], days: Days) -> None:
    day = OPENING_DAY - timedelta(days=7)
    while day <= OPENING_DAY + timedelta(days=9):
        point = where[day.weekday()] if is_working_day(day) else None
        met = days.stories.get((point.pk, user.pk), []) if point else []
        if point and met and not (user.email.startswith("isabelle") and day >= date(2021, 7, 20)):
            for start, minutes, mode, subject in _MEETINGS:
                is_sure = day == OPENING_DAY or (mode is Mode.VIDEO and day < OPENING_DAY)
                if is_sure or draw.happens(45 if day > OPENING_DAY else 75):
                    room = days.rooms[point.pk][1] if mode is Mode.PLACE else None
                    _meet(draw, draw.pick(met), room, mode, during=span(day, start, minutes), subject=subject)
        day += timedelta(days=1)


def _meet(draw: Draw, story: Story, room: Room | None, mode: Mode, *, during: DateTimeTZRange, subject: str) -> None:
    start: datetime = during.lower
    row = Appointment(
        worker=story.agent,
        service_point=story.point,
        room=room,
        mode=mode,
        during=during,
        subject=subject,
        interpreter_language=story.resident.person.interpreter_language,
        booked_at=min(start - timedelta(days=draw.between(3, 9)), OPENING - timedelta(hours=draw.between(17, 22))),
        booked_by=story.agent,
    )
    if start < OPENING:
        row.state = draw.weighted({"present": 82, "absent": 7, "off_person": 11})
        row.decided_at, row.decided_by = start + timedelta(minutes=5), story.agent
    draw.add(row)
    draw.add(CaseAppointment(case=story.case, appointment=row))


def _showcase(draw: Draw, story: Story, days: Days) -> None:
    """Mariana comes on 15 July, as her task says; she came on 29 June."""
    room = days.rooms[story.point.pk][0]
    for day, subject in (
        (date(2021, 6, 29), "Dates du permis de travail"),
        (date(2021, 7, 15), "Renouvellement du permis"),
    ):
        _meet(draw, story, room, Mode.PLACE, during=span(day, time(10, 15), 45), subject=subject)


def span(day: date, start: time, minutes: int) -> DateTimeTZRange:
    first = datetime.combine(day, start, HOME_ZONE)
    return DateTimeTZRange(first, first + timedelta(minutes=minutes))
