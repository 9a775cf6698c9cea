"""HSDS's addresses, judged by Open Referral's own files; and what never leaves."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest
from django.core.cache import caches
from django.test import Client

from ancrage.directory.actions.publishing import publish
from ancrage.directory.models import (
    Attribute,
    Metadata,
    Organization,
    Publication,
    Service,
    ServiceAtLocation,
    TaxonomyTerm,
)
from ancrage.directory.queries.terms import NEEDS, taxonomy_id, term_id
from tests.api.world import HERE, SECRETS, ask, lines, private_taxonomy, referral_emails, walk, world
from tests.factories.directory import MADE
from tests.hsds import faults

pytestmark = pytest.mark.django_db
LISTS = {
    "/services": "service",
    "/organizations": "organization",
    "/service_at_locations": "service_at_location",
    "/taxonomies": "taxonomy",
    "/taxonomy_terms": "taxonomy_term",
}
WAYS: dict[str, list[dict[str, str]]] = {
    "/services": [{}, {"full": "true"}],
    "/organizations": [{}, {"full": "true"}, {"full_service": "true"}],
    "/service_at_locations": [{}, {"full": "true"}],
    "/taxonomies": [{}],
    "/taxonomy_terms": [{}],
}
EVERY = [(path, way, language) for path, ways in WAYS.items() for way in ways for language in ("fr", "en")]
PAGE = {"total_items", "total_pages", "page_number", "size", "first_page", "last_page", "empty", "contents"}


def test_every_answer_is_valid_hsds(shared: Path) -> None:
    world()
    for path, way, language in EVERY:
        page = ask(path, lang=language, **way)
        assert set(page) == PAGE
        assert page["contents"]
        told = [*page["contents"], *(ask(f"{path}/{one['id']}", lang=language) for one in page["contents"])]
        wrong = {one["id"]: found for one in told if (found := faults(shared, one, LISTS[path]))}
        assert wrong == {}, path


def test_the_root_says_where_things_are() -> None:
    found = ask("/")
    assert found["version"] == "3.0"
    for address in (found["profile"], found["openapi_url"]):
        assert Client().get(address.removeprefix("http://localhost:8000")).status_code == 200


@pytest.mark.parametrize("apart", [2, 3, 1000])
def test_walking_all_pages_gives_each_record_once(monkeypatch: pytest.MonkeyPatch, apart: int) -> None:
    """Far pages too, which start from the ids known on the way."""
    monkeypatch.setattr("ancrage.api.queries.records._APART", apart)
    world()
    for path in LISTS:
        for size in (1, 3, 5, 50):
            found = Counter(one["id"] for one in walk(path, size))
            assert set(found.values()) == {1}
            assert len(found) == ask(path)["total_items"]
            assert set(found) == {one["id"] for one in lines(path)}
            assert set(found) == _expected(path)


def _expected(path: str) -> set[str]:
    rows = {
        "/services": Publication.objects.filter(is_public=True),
        "/organizations": Organization.objects.filter(is_public=True),
        "/service_at_locations": ServiceAtLocation.objects.filter(
            location__is_public=True, service__is_public=True, service__organization__is_public=True
        ),
        "/taxonomies": TaxonomyTerm.objects.filter(taxonomy__is_shared=True).values_list("taxonomy", flat=True),
        "/taxonomy_terms": TaxonomyTerm.objects.filter(taxonomy__is_shared=True),
    }[path]
    return {str(pk) for pk in (rows if path == "/taxonomies" else rows.values_list("pk", flat=True))}


def test_the_envelope_tells_the_truth() -> None:
    world()
    total = ask("/services")["total_items"]
    assert total == 13
    first, last, beyond = (ask("/services", per_page=5, page=number) for number in (1, 3, 4))
    assert (first["first_page"], first["last_page"], first["size"], first["total_pages"]) == (True, False, 5, 3)
    assert (last["first_page"], last["last_page"], last["size"]) == (False, True, 3)
    assert (beyond["empty"], beyond["last_page"], beyond["contents"], beyond["total_items"]) == (True, True, [], 13)
    assert ask("/services", page=1_000_000_000)["empty"]
    assert ask("/services", search="zzzz")["total_items"] == 0


def _terms(one: dict[str, Any]) -> set[str]:
    return {found["taxonomy_term_id"] for found in one.get("attributes", ())}


def _taxonomies(one: dict[str, Any]) -> set[str]:
    return {found["taxonomy_term"]["taxonomy_id"] for found in one.get("attributes", ())}


def _filters() -> dict[str, tuple[str, Any]]:
    """By parameter, a value and what it keeps of the dump."""
    term = TaxonomyTerm.objects.get(code="C1")
    organization = str(Service.objects.get(name="Halte-garderie").organization_id)
    moment = MADE + timedelta(days=6)
    return {
        "taxonomy_term_id": (str(term.pk), lambda one: str(term.pk) in _terms(one)),
        "taxonomy_id": (str(taxonomy_id(NEEDS)), lambda one: str(taxonomy_id(NEEDS)) in _taxonomies(one)),
        "organization_id": (organization, lambda one: one["organization_id"] == organization),
        "modified_after": (
            moment.isoformat(),
            lambda one: datetime.fromisoformat(one["last_modified"]) >= moment,
        ),
        "search": ("cours", lambda one: "Cours" in one["name"] or "cours" in one.get("description", "")),
    }


def test_each_filter_is_brute_force_and_two_are_their_intersection() -> None:
    world()
    dump = lines("/services", full="true")
    places = lines("/service_at_locations")
    filters = _filters()
    kept = {name: {one["id"] for one in dump if keeps(one)} for name, (_value, keeps) in filters.items()}
    for name, (value, _keeps) in filters.items():
        assert {one["id"] for one in walk("/services", 50, **{name: value})} == kept[name] != set(), name
        found = {one["id"] for one in walk("/service_at_locations", 50, **{name: value})}
        assert found == {one["id"] for one in places if one["service_id"] in kept[name]}, name
        for other, (second, _) in filters.items():
            both = {one["id"] for one in walk("/services", 50, **{name: value, other: second})}
            assert both == kept[name] & kept[other], (name, other)


@pytest.mark.parametrize("few", [0, 2000])
def test_organizations_are_filtered_by_what_they_offer_and_their_names(
    monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    """Whether few services answer, or many."""
    monkeypatch.setattr("ancrage.api.queries.organizations._FEW", few)
    world()
    dump = lines("/organizations", full_service="true")
    term = str(term_id(NEEDS, "francisation"))
    offering = {one["id"] for one in dump if any(term in _terms(service) for service in one.get("services", ()))}
    assert {one["id"] for one in walk("/organizations", 50, taxonomy_term_id=term)} == offering != set()
    held = {one["id"] for one in dump if any(_taxonomies(service) for service in one.get("services", ()))}
    assert {one["id"] for one in walk("/organizations", 50, taxonomy_id=taxonomy_id(NEEDS))} <= held
    assert [one["name"] for one in walk("/organizations", 50, search="FAMILLES matane")] == [
        "Maison des Familles de Matane"
    ]
    assert [one["name"] for one in walk("/organizations", 50, search="mfm")] == ["Maison des Familles de Matane"]
    own = Attribute.objects.create(organization_id=dump[-1]["id"], term=TaxonomyTerm.objects.get(code="C2"))
    assert dump[-1]["id"] in {one["id"] for one in lines("/organizations", taxonomy_term_id=str(own.term_id))}


def test_terms_are_filtered_by_taxonomy_parent_and_place() -> None:
    world()
    dump = lines("/taxonomy_terms")
    term = TaxonomyTerm.objects.get(code="C1")
    assert {one["code"] for one in lines("/taxonomy_terms", parent_id=str(term.pk))} == {"C2"}
    tops = {one["id"] for one in lines("/taxonomy_terms", top_only="true")}
    assert tops == {one["id"] for one in dump if "parent_id" not in one}
    assert {one["code"] for one in lines("/taxonomy_terms", taxonomy_id=str(term.taxonomy_id))} == {"C1", "C2"}
    assert {one["code"] for one in lines("/taxonomy_terms", taxonomy_id=str(term.taxonomy_id), top_only="true")} == {
        "C1"
    }
    assert {one["code"] for one in lines("/taxonomy_terms", search="GARDE d’enfants")} == {"C1"}


def test_places_near_a_postal_code() -> None:
    world()
    dump = lines("/service_at_locations", full="true")
    near = {one["id"] for one in dump if abs(one["location"]["latitude"] - 48.5949) * 111.195 < 8}
    found = {one["id"] for one in lines("/service_at_locations", postcode="G5H 1X1", proximity="8000")}
    assert found == near != set()
    assert found < {one["id"] for one in lines("/service_at_locations", postcode="g5h", proximity="500000")}


def test_nothing_that_is_not_public_leaves() -> None:
    world()
    for path, way, language in EVERY:
        told = [*lines(path, lang=language, **way), *ask(path, lang=language, **way)["contents"]]
        told += [ask(f"{path}/{one['id']}") for one in lines(path)]
        text = orjson.dumps(told).decode()
        for secret in (*SECRETS, *referral_emails()):
            assert secret not in text, (path, secret)
        assert "parent_organization_id" not in text


def test_a_change_is_told_of_what_is_told_alone() -> None:
    services = world()
    for name, value in (("email", "ancien@mfm.example"), ("pause_reason", "Motif discret"), ("is_public", "non")):
        Metadata.objects.create(
            resource_id=services[0].pk,
            resource_type="service",
            last_action_date=MADE,
            last_action_type="update",
            field_name=name,
            previous_value=value,
            updated_by="MFM",
        )
    publish([services[0].pk], at=MADE)
    changes = ask(f"/services/{services[0].pk}")["metadata"]
    assert {one["field_name"] for one in changes} == {"name", "email"}


def test_what_is_not_public_has_no_address_and_filters_nothing() -> None:
    world()
    secret = private_taxonomy()
    term = secret.terms.get()
    gone = [
        f"/services/{Service.objects.get(name='Service caché').pk}",
        f"/services/{Service.objects.get(name__startswith='Service d’un').pk}",
        f"/organizations/{Organization.objects.get(name='Organisme caché').pk}",
        f"/taxonomies/{secret.pk}",
        f"/taxonomy_terms/{term.pk}",
        f"/service_at_locations/{ServiceAtLocation.objects.get(location__is_public=False).pk}",
        f"/service_at_locations/{ServiceAtLocation.objects.get(service__name='Service caché').pk}",
    ]
    for path in gone:
        assert Client().get(f"{HERE}{path}").status_code == 404, path
    for query in ({"taxonomy_term_id": term.pk}, {"taxonomy_id": secret.pk}):
        for path in ("/services", "/organizations", "/service_at_locations"):
            assert ask(path, **query)["empty"], path
    for word in ("secret", "caché", "refuge"):
        assert ask("/services", search=word)["empty"], word


def test_minimal_says_which_and_when() -> None:
    world()
    dump = {one["id"]: one["last_modified"] for one in lines("/services")}
    page = ask("/services", minimal="true")
    assert {one["id"]: one["last_modified"] for one in page["contents"]} == dump
    assert all(set(one) == {"id", "last_modified"} for one in page["contents"])
    assert len(lines("/services", minimal="true")) == len(dump)


def test_each_language_in_turn() -> None:
    world()
    french, english = ask("/services", per_page=100), ask("/services", per_page=100, lang="en")
    assert [one["id"] for one in french["contents"]] == [one["id"] for one in english["contents"]]
    assert "Drop-in child care" in {one["name"] for one in english["contents"]}
    assert "Halte-garderie" in {one["name"] for one in french["contents"]}


def test_a_page_asks_the_database_at_most_ten_times(django_assert_max_num_queries: Any) -> None:
    world()
    for path, way, language in EVERY:
        for size in (1, 3):
            caches["template_fragments"].clear()
            with django_assert_max_num_queries(10):
                ask(path, lang=language, per_page=size, page=2, **way)


def test_many_filters_ask_no_more(django_assert_max_num_queries: Any) -> None:
    world()
    filters = {name: value for name, (value, _keeps) in _filters().items()}
    for path in ("/services", "/service_at_locations"):
        with django_assert_max_num_queries(10):
            ask(path, per_page=1, page=2, **filters)
    term = term_id(NEEDS, "francisation")
    with django_assert_max_num_queries(10):
        found = ask("/organizations", full="true", taxonomy_term_id=term, taxonomy_id=taxonomy_id(NEEDS), per_page=1)
    assert not found["empty"]


def test_a_day_without_a_zone_is_universal_time() -> None:
    world()
    Publication.objects.filter(service__name="Halte-garderie").update(
        modified_at=datetime(2030, 1, 2, 0, 0, tzinfo=UTC)
    )
    for said in ("2030-01-02", "2030-01-02T00:00:00", "2030-01-02T00:00:00Z", "2030-01-02T01:00:00 01:00"):
        assert ask("/services", modified_after=said)["total_items"] == 1, said
    assert ask("/services", modified_after="2030-01-02T00:00:00.000001Z")["empty"]
