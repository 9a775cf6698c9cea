"""« Doublon probable » on the lines of requests: within reach a dossier, elsewhere a place, of the restricted nothing."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ancrage.audit.models import AuditEntry
from ancrage.newcomers.jobs import compare_persons
from ancrage.newcomers.models import Case, CaseState, ClosingReason, LikelyDouble, Person
from ancrage.newcomers.queries.doubles import doubles
from tests.factories.newcomers import CaseFactory, CircleMemberFactory, PersonFactory
from tests.newcomers.scene import Scene, a_scene, director_of, text_of, url

pytestmark = pytest.mark.django_db
AT = datetime(2021, 7, 14, 12, 0, tzinfo=UTC)
BORN = date(1988, 5, 12)
NEW = {"state": CaseState.REQUESTED, "agent": None, "first_contact_at": None}
BADGE = "Doublon probable"
PHONE, EMAIL = "+14185550142", "Leila@exemple.ca"


@pytest.fixture(autouse=True)
def _moment():
    with time_machine.travel(AT, tick=False):
        yield


def leila(**fields: Any) -> Person:
    known = {"given_names": "Leïla", "family_names": "Haddad", "birth_on": BORN, "phone": "", "email": ""}
    return PersonFactory.create(**(known | fields))


@pytest.fixture
def scene() -> Scene:
    return a_scene(person=leila(phone=PHONE, email=EMAIL), **NEW)


def near(scene: Scene, **fields: Any) -> Case:
    """The dossier of someone else at the same service point."""
    return CaseFactory.create(service_point=scene.case.service_point, agent=scene.colleague, person=leila(**fields))


def page(scene: Scene, user: Any = None) -> str:
    compare_persons(0)
    return text_of(scene.client(user).get(url("requests"), {"tous": ""}))


@pytest.mark.parametrize(
    "other",
    [
        {"given_names": "Layla"},
        {"given_names": "Haddad", "family_names": "Leila"},
        {"birth_on": date(1988, 12, 5)},
        {"birth_on": date(1988, 5, 21)},
        {"birth_on": None, "phone": PHONE},
        {"birth_on": None, "email": EMAIL.lower()},
    ],
    ids=str,
)
@pytest.mark.parametrize("name", ["newcomers:requests", "workspace:day"])
def test_a_line_leads_to_the_like_dossier_within_reach(scene, other, name) -> None:
    double = near(scene, **other)
    compare_persons(0)
    text = text_of(scene.client().get(reverse(name), {"tous": ""}))
    assert text.count(BADGE) == 1
    assert f'href="{url("request_double", scene.case, double)}?' in text
    assert double.reference in text


@pytest.mark.parametrize(
    "other",
    [
        {"given_names": "Amadou", "family_names": "Barry"},
        {"given_names": "Amadou", "phone": PHONE, "birth_on": date(1960, 1, 2)},
        {"birth_on": date(1960, 1, 2)},
        {"birth_on": None},
    ],
    ids=str,
)
def test_who_is_not_probably_the_same_is_not_marked(scene, other) -> None:
    near(scene, **other)
    assert BADGE not in page(scene)


def test_a_name_in_its_own_script_is_enough(scene) -> None:
    Person.objects.filter(pk=scene.case.person_id).update(original_name="ليلى حداد")
    near(scene, given_names="", family_names="", original_name="ليلى حداد")
    assert BADGE in page(scene)


def test_a_closed_dossier_of_the_same_person_is_no_double(scene) -> None:
    reason = ClosingReason.objects.create(code="plan", label_fr="Plan réalisé", label_en="Plan completed")
    closed = {"state": CaseState.CLOSED, "closed_at": AT, "closing_reason": reason}
    CaseFactory.create(person=scene.case.person, service_point=scene.case.service_point, **closed)
    assert BADGE not in page(scene)


def test_out_of_reach_a_place_alone_is_told_and_the_search_asks_there(scene) -> None:
    far = CaseFactory.create(person=leila(given_names="Layla"))
    text = page(scene)
    assert f"Un dossier semblable existe à {far.service_point.name}." in text
    assert BADGE in text
    for hidden in (far.reference, str(far.pk), "Layla"):
        assert hidden not in text
    sent = {"given_names": "Leïla", "family_names": "Haddad", "birth_on_0": 12, "birth_on_1": 5, "birth_on_2": 1988}
    for field, value in sent.items():
        assert f'name="{field}" value="{value}"' in " ".join(text.split())
    assert "Demander une vérification" in text_of(scene.client().post(url("intake"), sent))


def test_a_place_is_not_told_to_who_may_not_search(scene) -> None:
    CaseFactory.create(person=leila())
    assert "Un dossier semblable" not in page(scene, director_of(scene.case))


@pytest.mark.parametrize("is_near", [True, False])
def test_a_restricted_dossier_is_never_told(scene, is_near) -> None:
    point = {"service_point": scene.case.service_point} if is_near else {}
    double = CaseFactory.create(person=leila(), is_restricted=True, **point)
    assert BADGE not in page(scene)
    CircleMemberFactory.create(case=double, user=scene.agent)
    assert BADGE in page(scene)


def test_a_restricted_request_asks_nothing(scene) -> None:
    CaseFactory.create(person=leila())
    Case.objects.filter(pk=scene.case.pk).update(is_restricted=True)
    CircleMemberFactory.create(case=scene.case, user=scene.agent)
    text = page(scene)
    assert "Leïla Haddad" in text
    assert BADGE not in text


def test_within_reach_comes_before_elsewhere(scene) -> None:
    CaseFactory.create(person=leila())
    double = near(scene, given_names="Layla")
    compare_persons(0)
    found = doubles([scene.loaded()], scene.access())
    assert found[scene.case.person_id].case == double


def test_the_register_knows_whom_the_page_pointed_at(scene) -> None:
    double = near(scene)
    page(scene)
    assert double.person_id in AuditEntry.objects.get(verb="newcomers.list.consulted").about


@pytest.mark.parametrize("name", ["newcomers:requests", "workspace:day"])
def test_the_same_few_statements_for_one_double_and_for_many(scene, name) -> None:
    client = scene.client()
    counts = []
    for born in (BORN, date(1990, 1, 2), date(1991, 3, 4)):
        CaseFactory.create(service_point=scene.case.service_point, person=leila(birth_on=born), **NEW)
        near(scene, birth_on=born)
        CaseFactory.create(person=leila(birth_on=born))
        compare_persons(0)
        client.get(reverse(name), {"tous": ""})
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse(name), {"tous": ""})
        counts.append(len(captured))
    assert len(set(counts)) == 1
    assert counts[0] <= 14


def test_a_pair_is_found_once_and_goes_when_the_entry_is_corrected(scene) -> None:
    double = near(scene)
    for _ in range(2):
        Person.objects.update(compared_revision=None)
        compare_persons(0)
    pair = LikelyDouble.objects.get()
    assert {pair.one_id, pair.other_id} == {scene.case.person_id, double.person_id}
    assert pair.one_id < pair.other_id
    assert AuditEntry.objects.filter(verb="newcomers.double.found").count() == 1
    Person.objects.filter(pk=double.person_id).update(birth_on=date(1960, 1, 2), revision=1)
    compare_persons(0)
    assert not LikelyDouble.objects.exists()


def test_what_was_said_to_be_two_persons_is_not_proposed_again(scene) -> None:
    near(scene)
    compare_persons(0)
    LikelyDouble.objects.update(apart_at=AT, apart_by=scene.agent)
    Person.objects.update(compared_revision=None)
    assert BADGE not in page(scene)
    assert LikelyDouble.objects.exclude(apart_at=None).count() == 1


def test_whoever_was_compared_is_compared_again_only_when_changed(scene) -> None:
    compare_persons(0)
    assert not Person.objects.to_compare().exists()
    history = apps.get_model("newcomers", "PersonEvent")
    assert history.objects.filter(pgh_obj=scene.case.person_id).count() == 1
    Person.objects.filter(pk=scene.case.person_id).update(email="leila@exemple.ca", revision=3)
    assert Person.objects.to_compare().get() == scene.case.person
