"""The search from the bar, and the list of dossiers, by the e-mail of the person."""

import re

import pytest
from django.db import connection
from django.urls import reverse

from ancrage.audit.models import AuditEntry
from ancrage.newcomers.models import Case
from ancrage.newcomers.queries.cases import matching
from tests.factories.newcomers import CaseFactory, PersonFactory
from tests.newcomers.scene import a_restricted_scene, a_scene, text_of

pytestmark = pytest.mark.django_db
EMAIL = "Leila.Haddad+rimouski@courriel.example"


def someone(**fields):
    return PersonFactory.create(**({"given_names": "Leïla", "family_names": "Haddad", "email": EMAIL} | fields))


def found(scene, typed, user=None):
    """What the search and the list each answer."""
    client = scene.client(user)
    return [text_of(client.get(reverse(name), {"q": typed})) for name in ("workspace:search", "newcomers:cases")]


@pytest.mark.parametrize("typed", [EMAIL, EMAIL.lower(), f"  {EMAIL.upper()} "])
def test_a_dossier_is_found_by_the_whole_e_mail_whatever_its_capitals(typed):
    scene = a_scene(person=someone())
    assert all(scene.case.reference in text for text in found(scene, typed))
    entry = AuditEntry.objects.get(verb="workspace.search.consulted")
    assert entry.about == [scene.case.person_id]
    assert "courriel" not in str(vars(entry))


@pytest.mark.parametrize("typed", ["leila.haddad+rimouski@", "Leila.Haddad+Rimouski@courriel"])
def test_the_beginning_of_an_e_mail_is_enough(typed):
    scene = a_scene(person=someone())
    assert all(scene.case.reference in text for text in found(scene, typed))


@pytest.mark.parametrize(
    "typed", ["418 555-0142", "555-0142", "5550142", "+1 418 555 0142", "(418) 555.0142", "1 418 555 0142"]
)
def test_a_dossier_is_found_by_the_end_of_a_phone(typed):
    scene = a_scene(person=someone(phone="+14185550142"))
    other = CaseFactory.create(service_point=scene.case.service_point, person=someone(phone="+14185550143"))
    for text in found(scene, typed):
        assert scene.case.reference in text
        assert other.reference not in text


def test_a_phone_of_another_country_is_found_as_it_is_dialled_there():
    scene = a_scene(person=someone(phone="+33612345678"))
    assert all(scene.case.reference in text for text in found(scene, "06 12 34 56 78"))


@pytest.mark.parametrize(
    "typed", ["000126", "126", "2021-000126", "2021 126", "bsl 126", "BSL-126", "BSL-2021-000126", "bsl-2021-0001"]
)
def test_a_dossier_is_found_by_a_part_of_its_number(typed):
    scene = a_scene(reference="BSL-2021-000126", person=someone())
    point = scene.case.service_point
    others = [
        CaseFactory.create(service_point=point, reference=one, person=someone()).reference
        for one in ("BSL-2021-001260", "BSL-2021-000612", "BSL-2021-010126")
    ]
    far = CaseFactory.create(reference="BSL-2022-000126")
    for name in ("workspace:search", "newcomers:cases"):
        answer = scene.client().get(reverse(name), {"q": typed})
        if answer.status_code == 302:
            assert answer.headers["Location"] == reverse("newcomers:case", args=[scene.case.pk])
            continue
        text = text_of(answer)
        assert scene.case.reference in text
        assert far.reference not in text
        assert not any(other in text for other in others)


def test_a_number_a_phone_and_an_e_mail_are_found_by_their_indexes():
    with connection.cursor() as cursor:
        # Of so few rows, any index would do to read them all: through a bitmap, only the one that answers.
        for way in ("seqscan", "indexscan", "indexonlyscan"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
        cursor.execute("DROP INDEX person_phone")
        plans = [matching(Case.objects.all(), typed).explain() for typed in ("126", "555-0142", "leila@cour")]
    for plan, index in zip(plans, ("case_reference_end", "person_phone_end", "person_email_start"), strict=True):
        assert index in plan
        assert re.search(r"Index Cond: .*~>=~", plan)


@pytest.mark.parametrize("typed", ["haddad@courriel.example", "rimouski@courriel", "@courriel.example"])
def test_another_part_of_an_e_mail_finds_nobody(typed):
    scene = a_scene(person=someone())
    assert not any(scene.case.reference in text for text in found(scene, typed))


def test_a_couple_that_shares_an_e_mail_is_found_together():
    scene = a_scene(person=someone())
    other = CaseFactory.create(service_point=scene.case.service_point, person=someone(given_names="Sami"))
    assert all(scene.case.reference in text and other.reference in text for text in found(scene, EMAIL))


def test_what_is_out_of_reach_is_not_found_by_its_e_mail():
    elsewhere, restricted = a_scene(person=someone()), a_restricted_scene(person=someone())
    reader = a_scene()
    assert not any(elsewhere.case.reference in text for text in found(reader, EMAIL))
    for text in found(restricted, EMAIL, restricted.colleague):
        assert restricted.case.reference not in text
    assert all(restricted.case.reference in text for text in found(restricted, EMAIL))


@pytest.mark.parametrize("typed", ["Дмитро Коваленко", "коваленко", "Дмитро Ковалнко"])
def test_a_name_typed_in_cyrillic_finds_whoever_was_entered_in_latin_letters(typed):
    scene = a_scene(person__given_names="Dmytro", person__family_names="Kovalenko")
    assert scene.case.reference in text_of(scene.client().get(reverse("workspace:search"), {"q": typed}))


@pytest.mark.parametrize("typed", ["محمد الحداد", "الحداد", "محمد بن عمر الحداد"])
def test_a_name_typed_in_arabic_finds_whoever_was_entered_in_latin_letters(typed, django_assert_max_num_queries):
    scene = a_scene(person__given_names="Mohamed Omar", person__family_names="Haddad")
    point, region = scene.case.service_point, scene.case.region
    for given_names in ("Ahmed", "Hamid"):
        CaseFactory.create(service_point=point, person=someone(given_names=given_names, family_names="Hadid"))
    in_script = CaseFactory.create(service_point=point, person=someone(original_name=typed))
    elsewhere = CaseFactory.create(service_point__region=region, person=someone(given_names="Mohamed Omar"))
    client = scene.client()
    with django_assert_max_num_queries(14):
        text = text_of(client.get(reverse("workspace:search"), {"q": typed}))
    assert 0 < text.index(in_script.reference) < text.index(scene.case.reference)
    assert "Hadid" not in text
    assert elsewhere.reference not in text


def test_letters_that_sound_as_two_or_three_find_nobody_who_only_has_them_within():
    scene = a_scene(person__given_names="Skander", person__family_names="Hammami")
    address = reverse("workspace:search")
    assert scene.case.reference not in text_of(scene.client().get(address, {"q": "zzzzqqq"}))
    assert scene.case.reference in text_of(scene.client().get(address, {"q": "Skandre Hamami"}))
