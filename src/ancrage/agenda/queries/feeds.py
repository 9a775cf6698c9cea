from datetime import datetime, timedelta
from typing import Final

from django.utils.crypto import salted_hmac

from ancrage.agenda.models import Absence, Appointment, CalendarFeed

_BEFORE, _AFTER = timedelta(days=14), timedelta(days=120)
_SALT: Final = "ancrage.agenda.feed"


def digest_of(token: str) -> str:
    """What is kept of an address."""
    return salted_hmac(_SALT, token, algorithm="sha256").hexdigest()


def feed_of(token: str) -> CalendarFeed | None:
    """The feed at an address, if it still answers: revoked, or of someone who left, it does not."""
    rows = CalendarFeed.objects.filter(digest=digest_of(token), revoked_at=None, worker__is_active=True)
    return rows.select_related("worker").first()


def busy(feed: CalendarFeed, at: datetime) -> list[Appointment | Absence]:
    """When the worker is taken, from two weeks ago to four months from now."""
    span = at - _BEFORE, at + _AFTER
    planned = Appointment.objects.planned().filter(worker=feed.worker, during__overlap=span)
    return [*planned.in_order(), *Absence.objects.filter(worker=feed.worker, during__overlap=span).in_order()]
