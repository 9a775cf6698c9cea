from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from ancrage.ui import formats
from ancrage.ui.templatetags.ancrage import breakable

DAY = date(2021, 3, 31)
AT = datetime(2021, 3, 30, 20, 12, tzinfo=UTC)

# Already 2021 in UTC, still 2020 in Québec.
NEW_YEAR = datetime(2021, 1, 1, 3, 0, tzinfo=UTC)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("written", "french", "english"),
    [
        (lambda: formats.day(DAY), "31 mars 2021", "31 March 2021"),
        (lambda: formats.day(date(2021, 4, 1)), "1er avril 2021", "1 April 2021"),
        (lambda: formats.short_day(DAY), "31 mars", "31 March"),
        (lambda: formats.short_day(date(2020, 12, 31)), "31 décembre 2020", "31 December 2020"),
        (lambda: formats.short_day(DAY, date(2022, 1, 1)), "31 mars 2021", "31 March 2021"),
        (lambda: formats.weekday_day(DAY), "mercredi 31 mars 2021", "Wednesday 31 March 2021"),
        (lambda: formats.month(DAY), "mars 2021", "March 2021"),
        (lambda: formats.hour(time(9, 30)), "9 h 30", "9:30 a.m."),
        (lambda: formats.hour(time(16)), "16 h", "4 p.m."),
        (lambda: formats.hour(time(0, 5)), "0 h 05", "12:05 a.m."),
        (lambda: formats.hour(time(12)), "12 h", "12 p.m."),
        (lambda: formats.moment(AT), "30 mars 2021, 16 h 12", "30 March 2021, 4:12 p.m."),
        (lambda: formats.short_moment(AT), "30 mars, 16 h 12", "30 March, 4:12 p.m."),
        (lambda: formats.short_moment(NEW_YEAR), "31 décembre 2020, 22 h", "31 December 2020, 10 p.m."),
        (lambda: formats.number(3214870), "3 214 870", "3,214,870"),
        (lambda: formats.number(Decimal("4.25"), 1), "4,3", "4.3"),
        (lambda: formats.money(Decimal("17.50")), "17,50 $", "$17.50"),
        (lambda: formats.money(Decimal(3214870)), "3 214 870 $", "$3,214,870"),
        (lambda: formats.money(Decimal(-12)), "-12 $", "-$12"),
        (lambda: formats.file_size(1), "1 ko", "1 KB"),
        (lambda: formats.file_size(240 * 1024), "240 ko", "240 KB"),
        (lambda: formats.file_size(1024 * 1024 - 1), "1,0 Mo", "1.0 MB"),
        (lambda: formats.file_size(1_258_291), "1,2 Mo", "1.2 MB"),
        (lambda: formats.percent(0.82), "82 %", "82%"),
        (lambda: formats.percent(0.045), "4,5 %", "4.5%"),
        (lambda: formats.plural(0, "demande,demandes"), "0 demande", "0 demandes"),
        (lambda: formats.plural(5, "demande,demandes"), "5 demandes", "5 demandes"),
    ],
)
def test_words_follow_the_language(written, french, english, monkeypatch):
    monkeypatch.setattr(formats, "this_day", lambda: date(2021, 7, 14))
    with translation.override("fr"):
        assert plain(written()) == french
    with translation.override("en"):
        assert plain(written()) == english


def test_a_moment_is_shown_in_the_time_of_quebec_or_of_the_place_named():
    late = datetime(2021, 4, 1, 2, 30, tzinfo=UTC)
    assert plain(formats.moment(late)) == "31 mars 2021, 22 h 30"
    assert plain(formats.day(late)) == "31 mars 2021"
    assert plain(formats.hour(late, "America/Halifax")) == "23 h 30"


def test_no_space_of_a_date_or_an_hour_may_break():
    assert " " not in formats.day(DAY) + formats.hour(time(9, 30)) + formats.money(1_000_000)


@pytest.mark.parametrize(("language", "written"), [("es", "31 de marzo de 2021"), ("ar", "31 مارس 2021")])
def test_the_languages_of_documents(language, written):
    assert plain(formats.day(DAY, language)) == written


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "aujourd’hui"), (1, "hier"), (-1, "demain"), (12, "il y a 12 jours"), (-3, "dans 3 jours")],
)
def test_days_ago(days, words):
    assert formats.ago_days(date.fromordinal(DAY.toordinal() - days), DAY) == words


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("+14185550142", "418 555-0142"),
        ("418-555-0142", "418 555-0142"),
        ("+33612345678", "+33612345678"),
        ("5550142", "5550142"),
    ],
)
def test_phones(stored, shown):
    assert plain(formats.phone(stored)) == shown


@pytest.mark.parametrize(
    ("name", "letters"), [("Mariana Ospina Restrepo", "MO"), ("Suharto", "S"), ("", ""), ("(?) Ana", "A")]
)
def test_initials(name, letters):
    assert formats.initials(name) == letters


@given(st.dates(), st.sampled_from(["fr", "en", "es", "ar"]))
def test_any_day_has_its_year(day, language):
    assert formats.day(day, language).split("\u00a0")[-1].isdecimal()


def test_filters_say_nothing_of_what_is_missing(draw):
    for name in ("day", "hour", "moment", "money", "phone", 'plural:"a,b"', "initials", "number"):
        assert draw(f"{{{{ x|{name} }}}}", x=None) == ""
    assert plain(draw("{{ x|day }}", x=DAY)) == "31 mars 2021"
    assert plain(draw('{{ n|plural:"action,actions" }}', n=2)) == "2 actions"


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("aiguillages@aibsl.example", "aiguillages@<wbr>aibsl<wbr>.example"),
        ("https://aibsl.example/", "https://aibsl<wbr>.example/"),
        ("<b>@x.example", "&lt;b&gt;@<wbr>x<wbr>.example"),
        ("418 555-0142", "418 555-0142"),
        (None, ""),
    ],
)
def test_an_address_is_cut_where_it_reads_well(address, shown):
    assert breakable(address) == shown
