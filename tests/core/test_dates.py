from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ancrage.core.dates import add_working_days, age_on, fiscal_year, is_working_day, working_days_between

DAYS = st.dates(date(2015, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2021, 4, 2), "Vendredi saint"),
        (date(2021, 4, 5), "lundi de Pâques"),
        (date(2021, 5, 24), "Journée nationale des patriotes"),
        (date(2021, 6, 24), "fête nationale"),
        (date(2021, 7, 1), "fête du Canada"),
        (date(2021, 9, 6), "fête du Travail"),
        (date(2021, 12, 25), "samedi"),
    ],
)
def test_offices_are_closed(day: date, name: str) -> None:
    assert not is_working_day(day), name


def test_the_clock_of_a_request_skips_easter() -> None:
    assert add_working_days(date(2021, 3, 30), 5) == date(2021, 4, 8)


@given(DAYS, st.integers(1, 60))
def test_adding_then_counting_gives_the_same(day: date, count: int) -> None:
    later = add_working_days(day, count)
    assert is_working_day(later)
    assert working_days_between(day, later) == count
    assert working_days_between(later, day) == -count


@given(DAYS, st.integers(0, 900))
def test_counting_over_years_is_counting_each_day(day: date, days: int) -> None:
    each = sum(is_working_day(day + timedelta(days=n)) for n in range(1, days + 1))
    assert working_days_between(day, day + timedelta(days=days)) == each


@given(DAYS)
def test_fiscal_year_runs_from_april_to_march(day: date) -> None:
    start = date(fiscal_year(day), 4, 1)
    assert start <= day < date(start.year + 1, 4, 1)


@given(DAYS, st.integers(0, 110))
def test_age_changes_on_the_birthday(birth: date, years: int) -> None:
    try:
        birthday = birth.replace(year=birth.year + years)
    except ValueError:  # born on 29 February
        birthday = date(birth.year + years, 3, 1)
    assert age_on(birth, birthday) == years
    assert age_on(birth, birthday - timedelta(days=1)) == years - 1
