"""Names of one person written in two scripts."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ancrage.newcomers.queries.import_doubles import Entry, likest
from ancrage.newcomers.queries.imports import Read
from ancrage.newcomers.queries.likeness import Wanted, compare, likenesses
from ancrage.newcomers.queries.names import Name, compare_names
from ancrage.newcomers.queries.scoring import Traits, probably_one, weigh
from ancrage.newcomers.queries.scripts import bones_of_arabic, in_latin
from tests.factories.newcomers import PersonFactory

BORN = (1988, 5, 12)
OTHER_NAMES = [
    ("محمد الشريف", "Ahmed Cherif"),
    ("فاطمة الحداد", "Fadila Haddad"),
    ("Дмитро Коваленко", "Dimitri Kouznetsov"),
    ("Олена Шевченко", "Oksana Shevchenko"),
    ("محمد الشريف", "Mohammed Haddad"),
    ("李小龙", "Bruce Lee"),
    ("", "Bruce Lee"),
]
ONE_NAME = [
    ("محمد الشريف", "Mohammed Al-Cherif"),
    ("مُحَمَّد الشريف", "Muhammad Sharif"),
    ("فاطمة الحداد", "Fatima Haddad"),
    ("عبد القادر بن علي", "Abdelkader Benali"),
    ("عبد القادر بن علي", "Abdelkader Ben Ali"),
    ("عبد الله حسن", "Abdallah Hassan"),
    ("خالد المصري", "Khaled Al-Masri"),
    ("Дмитро Коваленко", "Dmytro Kovalenko"),
    ("Олександр Шевченко", "Oleksandr Chevtchenko"),
    ("Сергей Морозов", "Sergueï Morozov"),
    ("Юлия Жукова", "Ioulia Joukova"),
    ("Ганна Щербак", "Hanna Chtcherbak"),
]


@pytest.mark.parametrize(("script", "latin"), OTHER_NAMES)
def test_other_names_stay_others(script, latin) -> None:
    assert not weigh(Traits.of(original_name=script, born=BORN), Traits.of(latin, born=BORN)).is_probable


@pytest.mark.parametrize(("script", "latin"), ONE_NAME)
def test_a_name_in_two_scripts_with_one_birth_is_probably_one(script, latin) -> None:
    one, other = Traits.of(original_name=script, born=BORN), Traits.of(latin, born=BORN)
    assert weigh(one, other).is_probable
    assert weigh(other, one) == weigh(one, other)


def test_a_name_alone_never_suffices_nor_a_phone_with_another_birth() -> None:
    script, latin = ONE_NAME[0]
    assert not weigh(Traits.of(original_name=script), Traits.of(latin)).is_probable
    one = Traits.of(original_name=script, born=BORN, phone="4185550142")
    assert not weigh(one, Traits.of(latin, born=(1960, 1, 2), phone="4185550142")).is_probable


def test_nothing_of_another_script_is_read() -> None:
    assert (in_latin("Ospina"), in_latin("محمد"), bones_of_arabic("Ospina"), bones_of_arabic("李")) == ("", "", (), ())
    assert compare_names(Name.in_script("李小龙"), Name.of("Li Xiaolong")).score == 0


@given(st.lists(st.sampled_from("محمدعبدال قورشيةءؤ ًـ"), max_size=14).map("".join))
def test_any_arabic_is_read_without_fault(text) -> None:
    compare_names(Name.in_script(text), Name.of("Mohammed Al-Cherif"))


_NAMES = st.sampled_from(["Amine Haddad", "Amina Hadad", "Haddad Amine", "Leila Barry", "Barry", "محمد الشريف", ""])
_ENTRIES = st.builds(
    lambda name, born, phone, email, address, code: Traits.of(
        name, given=name.split(" ")[0], born=born, phone=phone, email=email, address=address, postal_code=code
    ),
    _NAMES,
    st.sampled_from([None, BORN, (1988, 12, 5), (1988, 5, 13), (1960, 1, 1), (1988, 1, 1), (1979, 2, 3)]),
    st.sampled_from(["", "4185550142", "4185550143"]),
    st.sampled_from(["", "a@x.ca", "b@x.ca"]),
    st.sampled_from(["", "12 rue Saint-Jean", "12 rue St-Jean app 3", "900 boulevard Laurier"]),
    st.sampled_from(["", "G1R 1S4", "G1R 1S5", "H2X 3Y7"]),
)


@given(_ENTRIES, _ENTRIES)
def test_the_short_way_finds_what_the_long_one_finds(one, other) -> None:
    weighed = weigh(one, other)
    assert probably_one(one, other) == (weighed if weighed.is_probable else None)


@pytest.mark.django_db
def test_whoever_is_known_in_another_script_is_found_at_entry_and_in_a_list() -> None:
    known = PersonFactory.create(
        given_names="", family_names="", original_name="محمد الشريف", birth_on=date(*BORN), phone="", email=""
    )
    typed = Wanted(name="Mohammed Cherif", birth_on=date(*BORN), given_names="Mohammed")
    assert [like.person for like in likenesses(typed) if like.is_probable] == [known]
    likeness = compare(typed, known)
    assert likeness
    assert likeness.is_probable
    values = {"given_names": "Mohammed", "family_names": "Cherif", "birth_on": date(*BORN)}
    other = {"given_names": "Ahmed", "family_names": "Cherif", "birth_on": date(*BORN)}
    found = likest([Entry.of(line, Read([], one)) for line, one in enumerate((values, other))])
    assert [like.person if like else None for like in found] == [known, None]
