"""What is told of a service, by Open Referral's own schemas, and what is never told."""

import json
from pathlib import Path

import pytest

from ancrage.directory.actions.publishing import publish
from ancrage.directory.models import Location, Publication, Service
from ancrage.directory.queries.documents import (
    organization_documents,
    service_at_location_documents,
    taxonomy_documents,
    term_documents,
)
from ancrage.directory.queries.search import Wanted, search
from ancrage.directory.queries.translated import read_as
from tests.directory.rich import rich_service
from tests.factories.directory import MADE
from tests.hsds import faults

pytestmark = pytest.mark.django_db


def _told(service: Service) -> Publication:
    return Publication.objects.get(service=service)


@pytest.mark.parametrize("english", [False, True])
@pytest.mark.parametrize("name", ["brief", "full"])
def test_what_is_told_is_valid_hsds(shared: Path, name: str, english: bool) -> None:
    document = read_as(getattr(_told(rich_service()), name), english=english)
    assert faults(shared, document, "service") == []


def test_what_hangs_on_it_is_valid_too(shared: Path) -> None:
    service = rich_service()
    given = service.service_at_locations.get()
    places = service_at_location_documents([given.pk], english=False, full=True)
    assert faults(shared, places[given.pk], "service_at_location") == []
    bodies = organization_documents([service.organization_id], english=True, full=True)
    assert faults(shared, bodies[service.organization_id], "organization") == []
    assert bodies[service.organization_id]["locations"][0]["addresses"][0]["city"] == "Matane"
    term = service.attributes.order_by("pk").first().term
    assert faults(shared, term_documents([term.pk], english=False)[term.pk], "taxonomy_term") == []
    taxonomies = taxonomy_documents([term.taxonomy_id], english=False)
    assert faults(shared, taxonomies[term.taxonomy_id], "taxonomy") == []


def test_all_of_it_is_told() -> None:
    full = json.loads(_told(rich_service()).full)
    assert full["status"] == "active"
    assert full["fees_description"] == "8 $ par jour"
    assert full["organization"]["tax_status"] == "exempt"
    assert full["program"]["name"] == "Grandir"
    assert full["phones"][0]["extension"] == 4
    assert full["phones"][0]["languages"][0]["code"] == "es"
    assert full["cost_options"][0]["amount"] == 8.5
    place = full["service_at_locations"][0]
    assert (place["schedules"][0]["opens_at"], place["schedules"][0]["closes_at"]) == ("08:00", "16:30")
    assert place["location"]["accessibility"][0]["description"] == "Rampe"
    assert {one["taxonomy_term"]["code"] for one in full["attributes"]} == {
        "C1",
        "garde",
        "familles",
        "in_person",
        "low",
    }
    assert full["intake"] == {"accepts_referrals": True, "answer_days": 14, "waiting_weeks": 3, "places": 4}
    assert full["metadata"][0]["replacement_value"] == "Halte-garderie"


def test_each_language_gives_the_other_as_a_translation() -> None:
    told = _told(rich_service())
    french, english = (read_as(told.full, english=english) for english in (False, True))
    assert (french["name"], english["name"]) == ("Halte-garderie", "Drop-in child care")
    assert french["translations"][0] | {"description": ""} == {
        "language": "en",
        "name": "Drop-in child care",
        "description": "",
    }
    assert english["translations"][0]["name"] == "Halte-garderie"
    assert english["organization"]["name"] == "Maison des Familles de Matane"


def test_what_is_not_public_is_never_told() -> None:
    service = rich_service()
    told = _told(service)
    everything = told.brief + told.full
    for secret in ("Personne Discrète", "discrete@mfm.example", "555-0199", service.organization.email, "XX-9"):
        assert secret not in everything
    Location.objects.update(is_public=False)
    publish([service.pk], at=MADE)
    full = _told(service).full
    assert "service_at_locations" not in json.loads(full)
    for secret in ("12, rue du Port", "Au rez-de-chaussée"):
        assert secret not in full


def test_a_service_that_is_not_public_is_found_inside_and_told_to_no_one() -> None:
    service = rich_service()
    Service.objects.filter(pk=service.pk).update(is_public=False)
    publish([service.pk], at=MADE)
    told = _told(service)
    assert (told.is_public, told.brief, told.full) == (False, "", "")
    assert search(Wanted("halte"), MADE).ids(0, 9) == [service.pk]
