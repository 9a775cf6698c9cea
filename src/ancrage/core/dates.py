"""Days of the business: Québec's working days, the fiscal year, birthdays."""

from bisect import bisect_right
from datetime import date, datetime, time, timedelta
from functools import cache

import holidays

from ancrage.core.clock import HOME_ZONE


@cache
def _quebec_holidays(year: int) -> frozenset[date]:
    # Public service offices also close on Easter Monday, beside the statutory Good Friday.
    calendar = holidays.country_holidays("CA", subdiv="QC", years=year, observed=True)
    good_friday = next((d for d, name in calendar.items() if "Friday" in name or "vendredi" in name.lower()), None)
    closed = set(calendar)
    if good_friday:
        closed.add(good_friday + timedelta(days=3))
    return frozenset(closed)


def local_day(at: datetime) -> date:
    """The day in Québec of the moment ``at``."""
    return at.astimezone(HOME_ZONE).date()


def midday(day: date) -> datetime:
    """Noon of ``day`` in Québec: the moment of what is known by its day alone."""
    return datetime.combine(day, time(12), HOME_ZONE)


def moment_on(day: date, hour: time | None, at: datetime) -> datetime:
    """The moment that a day and an hour say; a day without an hour is now when it is today's, else midday.

    :param at: the moment it is.
    """
    if hour is None and day != local_day(at):
        return midday(day)
    return datetime.combine(day, hour or at.astimezone(HOME_ZONE).time(), HOME_ZONE)


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and day not in _quebec_holidays(day.year)


def add_working_days(day: date, count: int) -> date:
    """The working day ``count`` working days after ``day``; ``day`` itself is not counted."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def working_days_between(start: date, end: date) -> int:
    """How many working days lie after ``start`` up to ``end``; negative when ``end`` is earlier."""
    if end < start:
        return -working_days_between(end, start)
    weeks, rest = divmod((end - start).days, 7)
    weekdays = 5 * weeks + sum((start + timedelta(days=n)).weekday() < 5 for n in range(1, rest + 1))
    return weekdays - sum(_closed_between(year, start, end) for year in range(start.year, end.year + 1))


def _closed_between(year: int, start: date, end: date) -> int:
    closed = _closed_in(year)
    return bisect_right(closed, end) - bisect_right(closed, start)


@cache
def _closed_in(year: int) -> list[date]:
    """The weekdays of the year on which offices are closed, in order."""
    return sorted(day for day in _quebec_holidays(year) if day.weekday() < 5)


def age_on(birth: date, day: date) -> int:
    """Age in full years on ``day``."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def fiscal_year(day: date) -> int:
    """The year in which the fiscal year (1 April to 31 March) of ``day`` began."""
    return day.year if day.month >= 4 else day.year - 1


def closed_weekdays(after: date, *, within: int) -> list[date]:
    """The weekdays, in the ``within`` days after ``after``, on which offices are closed."""
    days = (after + timedelta(days=n) for n in range(1, within + 1))
    return [day for day in days if day.weekday() < 5 and not is_working_day(day)]
