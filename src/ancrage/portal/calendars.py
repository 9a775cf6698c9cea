"""The person's own appointments, for the calendar of their phone: when, and nothing more, since others may look."""

from collections.abc import Iterable
from datetime import datetime

from icalendar import Calendar, Event

from ancrage.newcomers.models import CaseAppointment


def calendar_of(ties: Iterable[CaseAppointment], name: str, *, at: datetime) -> bytes:
    """A calendar (RFC 5545) where each appointment is called ``name``: no place, nobody, no service."""
    calendar = Calendar()
    calendar.add("prodid", "-//Ancrage//FR")
    calendar.add("version", "2.0")
    for tie in ties:
        event = Event()
        event.add("uid", f"{tie.pk}@ancrage")
        event.add("dtstamp", at)
        event.add("dtstart", tie.appointment.during.lower)
        event.add("dtend", tie.appointment.during.upper)
        event.add("summary", name)
        event.add("class", "PRIVATE")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
