"""How two dates of birth stand to each other."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date, timedelta
from enum import IntEnum
from typing import Final

Day = tuple[int, int, int]
"""Year, month, day as they were written: a file may hold a day that never was, which still resembles another."""

_PARTS_OF_A_DATE: Final = 2
_LONG_AGO: Final = 90


class Birth(IntEnum):
    UNKNOWN = 0
    DIFFERENT = 1
    NEAR = 2
    SWAPPED = 3
    SAME = 4


def compare_births(one: date | None, other: date | None) -> Birth:
    return compare_days(day_of(one), day_of(other))


def day_of(born: date | None) -> Day | None:
    return (born.year, born.month, born.day) if born else None


def compare_days(one: Day | None, other: Day | None) -> Birth:
    if one is None or other is None:
        return Birth.UNKNOWN
    if one == other:
        return Birth.SAME
    if (one[0], one[2], one[1]) == other:
        return Birth.SWAPPED
    is_first = says_only_the_year(one) and says_only_the_year(other)
    alike = sum(part == its for part, its in zip(one, other, strict=True)) - 2 * is_first
    is_year_alone = one[0] == other[0] and (says_only_the_year(one) or says_only_the_year(other))
    return Birth.NEAR if alike == _PARTS_OF_A_DATE or is_year_alone else Birth.DIFFERENT


def says_only_the_year(day: Day) -> bool:
    """The first of January is written when only the year is known."""
    return day[1:] == (1, 1)


def swapped(day: date) -> date | None:
    """``day`` with its day and month in the other's place, when that is another date."""
    if day.day > 12 or day.day == day.month:
        return None
    return date(day.year, day.day, day.month)


def close_days(day: date) -> set[date]:
    """The days NEAR ``day``: whoever lives today was born on one of them, or was not born close by."""
    first = date(day.year, 1, 1)
    if day == first:
        return {first + timedelta(days=number) for number in range(1, 366)}
    others = {first, *_real((day.year, day.month, number) for number in range(1, 32))}
    others.update(_real((day.year, month, day.day) for month in range(1, 13)))
    others.update(_real((year, day.month, day.day) for year in range(day.year - _LONG_AGO, day.year + _LONG_AGO)))
    return others - {day}


def _real(days: Iterable[Day]) -> Iterator[date]:
    for day in days:
        with suppress(ValueError):
            yield date(*day)
