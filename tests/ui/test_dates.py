from contextlib import suppress
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from ancrage.ui.forms import BirthDateField, DayField


def refusal(field, value):
    with pytest.raises(ValidationError) as caught:
        field.clean(value)
    return caught.value.messages[0]


@pytest.mark.parametrize("typed", ["2021-03-31", "2021/03/31", "2021.3.31", " 20210331 ", "2021 03 31"])
def test_a_day_year_first(typed):
    assert DayField().clean(typed) == date(2021, 3, 31)


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("2021-02-30", "Le 30 février n’existe pas."),
        ("2021-02-29", "Le 29 février n’existe pas en 2021."),
        ("2021-04-31", "Le 31 avril n’existe pas."),
        ("2021-13-01", "Le mois va de 1 à 12."),
        ("0021-03-31", "Écrivez l’année avec ses quatre chiffres, comme 1987."),
        ("31/03/2021", "Écrivez la date dans l’ordre année-mois-jour. Vouliez-vous écrire 2021-03-31?"),
        ("03/31/2021", "Écrivez la date dans l’ordre année-mois-jour. Vouliez-vous écrire 2021-03-31?"),
        ("demain", "Écrivez la date dans l’ordre année-mois-jour, comme 2021-03-31."),
        ("2021-03-31\x00", "Écrivez la date dans l’ordre année-mois-jour, comme 2021-03-31."),
        ("٢٠٢١-٠٣-٣٢", "Le 32 mars n’existe pas."),
        ("9" * 5000, "Écrivez la date dans l’ordre année-mois-jour, comme 2021-03-31."),
    ],
)
def test_an_impossible_day_is_answered(typed, answer):
    assert refusal(DayField(), typed) == answer


@given(st.dates(min_value=date(1890, 1, 1), max_value=date(2199, 12, 31)))
def test_any_day_comes_back(day):
    assert DayField().clean(day.isoformat()) == day
    assert BirthDateField().clean([day.day, day.month, day.year]) == day


@given(st.text(max_size=40))
def test_no_text_breaks_a_day(text):
    for field, value in ((DayField(required=False), text), (BirthDateField(required=False), [text, text, text])):
        with suppress(ValidationError):
            assert field.clean(value) is None or isinstance(field.clean(value), date)


@pytest.mark.parametrize(
    ("parts", "answer"),
    [
        (["30", "2", "1987"], "Le 30 février n’existe pas."),
        (["12", "", "1987"], "Écrivez le jour, le mois et l’année."),
        (["12", "mai", "1987"], "Écrivez le jour, le mois et l’année en chiffres."),
        (["12", "5", "87"], "Écrivez l’année avec ses quatre chiffres, comme 1987."),
        (["1", "4", "2021"], "Cette date n’est pas encore passée."),
    ],
)
def test_an_impossible_birth_is_answered(parts, answer):
    assert refusal(BirthDateField(latest=date(2021, 3, 31)), parts) == answer


def test_a_birth_may_be_unknown_when_it_is_optional():
    assert BirthDateField(required=False).clean(["", "", ""]) is None
    with pytest.raises(ValidationError):
        BirthDateField().clean(["", "", ""])
