from enum import StrEnum


class Permission(StrEnum):
    """One's own agenda: its week, absences, and the address that other calendars read."""

    OWN_AGENDA = "agenda.own"
