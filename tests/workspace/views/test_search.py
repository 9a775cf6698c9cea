"""The search from the bar, and the list of dossiers, by the e-mail of the person."""

import pytest
from django.urls import reverse

from ancrage.audit.models import AuditEntry
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


@pytest.mark.parametrize("typed", ["haddad@courriel.example", "Leila.Haddad+rimouski@courriel", "@courriel.example"])
def test_a_part_of_an_e_mail_finds_nobody(typed):
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


def test_letters_that_sound_as_two_or_three_find_nobody_who_only_has_them_within():
    scene = a_scene(person__given_names="Skander", person__family_names="Hammami")
    address = reverse("workspace:search")
    assert scene.case.reference not in text_of(scene.client().get(address, {"q": "zzzzqqq"}))
    assert scene.case.reference in text_of(scene.client().get(address, {"q": "Skandre Hamami"}))
