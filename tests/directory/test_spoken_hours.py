"""Hours as people say them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ancrage.directory.queries.spoken_hours import DAYS, HoursUnclear, hear, say


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("lundi au vendredi, 9 h à 17 h", [("MO,TU,WE,TH,FR", "09:00", "17:00")]),
        ("Mardi et jeudi de 18 h 30 à 21 h", [("TU,TH", "18:30", "21:00")]),
        (
            "du lundi au jeudi 9h-12h et 13h-16h30",
            [("MO,TU,WE,TH", "09:00", "12:00"), ("MO,TU,WE,TH", "13:00", "16:30")],
        ),
        ("samedi\u00a0: 9\u00a0h\u00a0–\u00a012\u00a0h", [("SA", "09:00", "12:00")]),
        ("Monday to Wednesday, 9:00 to 5 pm", [("MO,TU,WE", "09:00", "17:00")]),
        ("fin de semaine 10 h à 15 h", [("SA,SU", "10:00", "15:00")]),
        ("tous les jours 8 h à 20 h", [("MO,TU,WE,TH,FR,SA,SU", "08:00", "20:00")]),
        ("lundi 9 h à 12 h; mercredi 9 h à 12 h", [("MO,WE", "09:00", "12:00")]),
        ("", []),
    ],
)
def test_what_people_type_is_understood(typed: str, expected: list[tuple[str, str, str]]) -> None:
    assert [(row["byday"], row["opens_at"], row["closes_at"]) for row in hear(typed)] == expected


@pytest.mark.parametrize("typed", ["sur rendez-vous", "lundi", "9 h à 17 h", "lundi 17 h à 9 h", "lundi 25 h à 26 h"])
def test_a_line_without_days_or_hours_is_said(typed: str) -> None:
    with pytest.raises(HoursUnclear, match=typed.split(maxsplit=1)[0]):
        hear(f"mardi 9 h à 10 h\n{typed}")


_days = st.lists(st.sampled_from(DAYS), min_size=1, unique=True).map(
    lambda days: ",".join(sorted(days, key=DAYS.index))
)
_times = st.tuples(st.integers(0, 23), st.integers(0, 59)).map(lambda one: f"{one[0]:02}:{one[1]:02}")


@given(st.dictionaries(st.tuples(_times, _times).filter(lambda one: one[0] < one[1]), _days, max_size=4))
def test_what_is_said_is_heard_again(hours: dict[tuple[str, str], str]) -> None:
    rows = [{"byday": days, "opens_at": opens, "closes_at": closes} for (opens, closes), days in hours.items()]
    key = lambda row: tuple(row.values())  # noqa: E731
    assert sorted(hear(say(rows)), key=key) == sorted(rows, key=key)
