from datetime import date

from django.db.models import QuerySet

from ancrage.newcomers.models import ImmigrationStatus, Person

WARNED_DAYS = 120
"""How long before its end a permit is called expiring."""


def statuses_of(person: Person) -> QuerySet[ImmigrationStatus]:
    """The whole history, latest first."""
    return person.statuses.select_related("category").order_by("-valid_from", "-pk")


def expiring_status(person: Person, day: date) -> ImmigrationStatus | None:
    """The status held on ``day`` that ends soon with nothing to follow it, or none."""
    held = list(person.statuses.current(day).select_related("category").order_by("valid_to", "pk"))
    ending = [status for status in held if status.expires_within(WARNED_DAYS, of=day)]
    latest = max((status.valid_to for status in held if status.valid_to), default=None)
    lasting = any(status.valid_to is None for status in held)
    return None if lasting else next((status for status in ending if status.valid_to == latest), None)
