"""Names typed in Arabic script, of persons entered in Latin letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ancrage.core.text import fold, name_key
from ancrage.newcomers.models import NameWord, Person
from ancrage.newcomers.queries.arabic import as_if_heard, readings_of_arabic, ways_of_reading
from ancrage.newcomers.queries.named import bearing
from ancrage.newcomers.queries.scripts import bones_of_keys
from tests.factories.newcomers import PersonFactory

ONE_NAME = [
    ("محمد", "Mohamed Mohammed Muhammad Mouhamad Mehmet"),
    ("مُحَمَّد", "Mohammed"),
    ("أحمد", "Ahmed Ahmad"),
    ("احمد", "Ahmed"),
    ("فاطمة", "Fatima Fatma Fatimah"),
    ("خالد", "Khaled Khalid Kaled"),
    ("يوسف", "Youssef Yusuf Youssouf Yousef"),
    ("سعيد", "Saïd Saeed"),
    ("حسين", "Hussein Hocine Houcine Hossein"),
    ("عائشة", "Aïcha Aisha"),
    ("خديجة", "Khadija Khadidja"),
    ("ليلى", "Leïla Layla Laila"),
    ("جمال", "Djamel Jamal Gamal"),
    ("يحيى", "Yahya Yahia"),
    ("عثمان", "Othmane Osman Ousmane"),
    ("عمر", "Omar Oumar Umar"),
    ("مصطفى", "Mustapha Moustafa"),
    ("زينب", "Zeineb Zaynab Zeynep"),
    ("علي", "Ali Aly"),
    ("إبراهيم", "Ibrahim Brahim"),
    ("محسن", "Mohcine Mohsen"),
    ("وليد", "Walid Oualid Waleed"),
    ("رشید", "Rachid Rashid"),
    ("قاسم", "Kacem Qasim Gassem"),
]
ONE_FULL_NAME = [
    ("محمد الشريف", "Mohammed Al-Cherif"),
    ("الشريف محمد", "Muhammad Sharif"),
    ("الناجي", "Ennaji"),
    ("عبد القادر", "Abdelkader"),
    ("عبد القادر", "Abdel Kader"),
    ("عبدالرحمن", "Abderrahmane"),
    ("عبد الله", "Abdallah"),
    ("محمد بن عبد الله", "Mohamed Ben Abdallah"),
    ("محمد بن علي", "Mohamed Benali"),
    ("محمد بن علي", "Mohamed Ali"),
    ("نور الدين", "Noureddine"),
    ("نور الدين", "Nour Eddine"),
]
OTHER_NAMES = [
    ("محمد", "Mahmoud Ahmed Hamid Mehdi Hammadi"),
    ("محمود", "Mohamed Hamoud"),
    ("أحمد", "Hamed Mohamed Hammoud"),
    ("سعيد", "Saad Saddam"),
    ("سعد", "Said"),
    ("كريم", "Karam Karima Akram"),
    ("كرم", "Karim"),
    ("سليم", "Salem Salma"),
    ("سالم", "Slim Salima"),
    ("خالد", "Walid Khalil"),
    ("أمين", "Amina Emna"),
    ("جميل", "Djamel Jamal"),
    ("حسن", "Hussein Hosni"),
    ("حسين", "Hassan Hassen"),
    ("هدى", "Hadi"),
    ("محمد الشريف", "Ahmed Haddad"),
]


def spelt(rows):
    return [(script, latin) for script, names in rows for latin in names.split()]


def fits(script: str, latin: str) -> bool:
    """As ``readings_of_arabic`` tells, were these words the only ones."""
    known: dict[str, list[str]] = {}
    for word in {*fold(latin).split(), *name_key(latin).split()}:
        known.setdefault("".join(bones_of_keys((name_key(word),))), []).append(word)
    return any(all(one.among(known) for one in way) for way in ways_of_reading(script))


@pytest.mark.parametrize(("script", "latin"), [*spelt(ONE_NAME), *ONE_FULL_NAME])
def test_one_name_is_written_in_several_ways(script, latin) -> None:
    assert fits(script, latin)


@pytest.mark.parametrize(("script", "latin"), spelt(OTHER_NAMES))
def test_other_names_stay_others(script, latin) -> None:
    assert not fits(script, latin)


@given(st.lists(st.sampled_from("محمدعبدال قورشيةءؤ ًـزظذثابن"), max_size=24).map("".join))
def test_any_arabic_is_read_without_fault(text) -> None:
    assert len(ways_of_reading(text)) <= 8
    as_if_heard(text)


@pytest.mark.django_db
def test_persons_are_found_by_words_that_exist() -> None:
    for given_names, family_names in (("Mohammed", "Chérif"), ("Muhammad", "Sharif"), ("Mahmoud", "Cherif")):
        PersonFactory.create(given_names=given_names, family_names=family_names)
    PersonFactory.create(given_names="Yahya", family_names="Aoua")
    persons = Person.objects.filter(bearing(readings_of_arabic("محمد الشريف")))
    assert sorted(persons.values_list("given_names", flat=True)) == ["Mohammed", "Muhammad"]
    assert Person.objects.get(bearing(readings_of_arabic("يحيى"))).given_names == "Yahya"
    for typed in ("فاطمة", "Mohammed", "李小龙", "ء", "", "بن"):
        assert not Person.objects.filter(bearing(readings_of_arabic(typed))).exists()


@pytest.mark.django_db
def test_the_database_leaves_the_same_bones() -> None:
    PersonFactory.create(
        given_names="Abdelkader Yahya Júlio", family_names="Ouardia Chtcherbak", other_names="Zhou Hervé"
    )
    rows = NameWord.objects.values_list("word", "bones")
    assert all(bones == "".join(bones_of_keys((name_key(word),))) for word, bones in rows)
    assert rows
