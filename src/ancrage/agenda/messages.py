"""What this context sends outside: when someone is taken, and nothing of whom with."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from ancrage.accounts.models import User
from ancrage.agenda.models import Absence, Appointment


def calendar_of(worker: User, rows: Iterable[Appointment | Absence], *, at: datetime) -> bytes:
    """A calendar (RFC 5545) of busy hours: no name, no subject, no place."""
    calendar = Calendar()
    calendar.add("prodid", "-//Ancrage//FR")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Ancrage")
    with translation.override(worker.language):
        for row in rows:
            calendar.add_component(_event(row, at))
    return bytes(calendar.to_ical())


def _event(row: Appointment | Absence, at: datetime) -> Event:
    event = Event()
    event.add("uid", f"{row.pk}@ancrage")
    event.add("dtstamp", at)
    event.add("dtstart", row.during.lower)
    event.add("dtend", row.during.upper)
    event.add("summary", _("Occupé"))
    event.add("class", "PRIVATE")
    event.add("transp", "OPAQUE")
    return event
