"""Whether what awaits the person is still to be told."""

from datetime import datetime
from typing import Final

from ancrage.audit.models import AuditEntry
from ancrage.newcomers.queries.writing import may_write_to
from ancrage.portal.models import Space, SpaceTelling

_CAME: Final = ("portal.session.opened", "portal.space.consulted")


def has_come_since(space: Space, moment: datetime) -> bool:
    """Whether the person opened a page of their space after ``moment``."""
    return AuditEntry.objects.filter(actor=space.user.actor_ref, at__gt=moment, verb__in=_CAME).exists()


def telling_holds(telling_id: str, _at: datetime) -> bool:
    """The space is open, the person may still be written to, and has not come meanwhile."""
    telling = SpaceTelling.objects.select_related("space__person", "space__user").filter(pk=telling_id).first()
    if telling is None or telling.space.closed_at is not None:
        return False
    return may_write_to(telling.space.person) and not has_come_since(telling.space, telling.told_at)
