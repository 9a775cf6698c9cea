from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

HOME_ZONE = ZoneInfo("America/Toronto")


def now() -> datetime:
    """The time of the business, in UTC: the only clock of views and jobs.

    Real time, minus the fixed number of days of the demo's world (zero elsewhere).
    Sessions, sign-in limits, link signatures and seals use real time instead.
    """
    return datetime.now(UTC) - timedelta(days=settings.CLOCK_OFFSET_DAYS)


def today() -> date:
    """The day it is in Québec, by the clock of the business."""
    return now().astimezone(HOME_ZONE).date()


def in_business_time(real: datetime) -> datetime:
    """The moment of the business at which something dated in real time happened, to show them side by side."""
    return real - timedelta(days=settings.CLOCK_OFFSET_DAYS)


def real_now() -> datetime:
    """Real time, for what must not follow the demo's calendar: sessions, limits, signatures, seals."""
    return datetime.now(UTC)
