from ancrage.agenda.models.appointment import Appointment, AppointmentState, Mode, Room
from ancrage.agenda.models.feed import CalendarFeed
from ancrage.agenda.models.group import Block, Cohort, GroupKind
from ancrage.agenda.models.hours import DAY_MINUTES, Absence, PointHours, Weekday, WorkerHours, clock

__all__ = [
    "DAY_MINUTES",
    "Absence",
    "Appointment",
    "AppointmentState",
    "Block",
    "CalendarFeed",
    "Cohort",
    "GroupKind",
    "Mode",
    "PointHours",
    "Room",
    "Weekday",
    "WorkerHours",
    "clock",
]
