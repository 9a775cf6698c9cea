"""Whether what awaits the person is still to be told."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Final

from ancrage.audit.models import AuditEntry
from ancrage.core.clock import HOME_ZONE
from ancrage.newcomers.models import Person
from ancrage.newcomers.queries.writing import may_write_to
from ancrage.portal.models import Space, SpaceTelling, WriteHours

_CAME: Final = ("portal.session.opened", "portal.space.consulted")
_HOURS: Final[Mapping[WriteHours, tuple[int, int]]] = {
    WriteHours.MORNING: (8, 12),
    WriteHours.AFTERNOON: (12, 17),
    WriteHours.EVENING: (17, 21),
}


def wait_for(space: Space, at: datetime) -> timedelta | None:
    """How long a message waits for an hour that suits the person; None when it is now."""
    if space.write_hours not in _HOURS:
        return None
    first, last = _HOURS[WriteHours(space.write_hours)]
    local = at.astimezone(HOME_ZONE)
    if first <= local.hour < last:
        return None
    day = local.date() if local.hour < first else local.date() + timedelta(days=1)
    return datetime.combine(day, time(first), HOME_ZONE) - at


def wait_for_person(person: Person, at: datetime) -> timedelta | None:
    """The same, of whoever has a space."""
    space = Space.objects.filter(person=person).first()
    return wait_for(space, at) if space else None


def has_come_since(space: Space, moment: datetime) -> bool:
    """Whether the person opened a page of their space after ``moment``."""
    return AuditEntry.objects.filter(actor=space.user.actor_ref, at__gt=moment, verb__in=_CAME).exists()


def telling_holds(telling_id: str, _at: datetime) -> bool:
    """The space is open, the person may still be written to, and has not come meanwhile."""
    telling = SpaceTelling.objects.select_related("space__person", "space__user").filter(pk=telling_id).first()
    if telling is None or telling.space.closed_at is not None:
        return False
    return may_write_to(telling.space.person) and not has_come_since(telling.space, telling.told_at)
