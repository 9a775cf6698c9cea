"""What is open to all has no session; what is wrong is named; what did not change is not sent again."""

import gzip
from typing import Any

import orjson
import pytest
from django.test import Client

from ancrage.api import limits
from ancrage.api.middleware import OPEN
from tests.api.world import HERE
from tests.factories.accounts import user_as
from tests.factories.directory import ServiceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _counted_from_nothing() -> None:
    limits.forget()


def _get(path: str, **headers: str) -> Any:
    return Client().get(f"{HERE}{path}", headers=headers)


def test_an_answer_costs_no_session_and_keeps_the_guards(django_assert_num_queries: Any) -> None:
    ServiceFactory.create()
    client = Client()
    client.force_login(user_as("director"))
    with django_assert_num_queries(1):
        answer = client.get(f"{HERE}/services")
    assert answer.status_code == 200
    assert not answer.cookies
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Cookie" not in answer.headers["Vary"]


def test_any_site_may_read() -> None:
    answer = _get("/services", origin="https://ailleurs.example")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer.headers
    asked = Client().options(f"{HERE}/services")
    assert (asked.status_code, asked.headers["Access-Control-Allow-Methods"]) == (204, "GET, HEAD, OPTIONS")
    refused = _get("/services?page=0")
    assert refused.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_is_written(method: str) -> None:
    answer = getattr(Client(enforce_csrf_checks=True), method)(f"{HERE}/services")
    assert (answer.status_code, answer.headers["Content-Type"]) == (405, "application/problem+json")
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"


def test_head_is_get_without_its_body() -> None:
    answer, whole = Client().head(f"{HERE}/services"), _get("/services")
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["ETag"] == whole.headers["ETag"]
    assert answer.headers["Content-Length"] == str(len(whole.content))


def test_head_of_a_stream_reads_nothing(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        answer = Client().head(f"{HERE}/services?format=ndjson")
    assert (answer.status_code, answer.content, answer.headers["Content-Type"]) == (200, b"", "application/x-ndjson")


def test_a_slash_too_many_or_too_few_is_forgiven() -> None:
    assert _get("").content == _get("/").content
    assert _get("/services/").content == _get("/services").content


def test_what_did_not_change_is_not_sent_again() -> None:
    ServiceFactory.create()
    first = _get("/services")
    assert first.headers["Cache-Control"] == "public, max-age=60"
    tag = first.headers["ETag"]
    for held in (tag, f"W/{tag}", f'"autre", {tag}', "*"):
        again = _get("/services", if_none_match=held)
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["ETag"] == tag
    ServiceFactory.create()
    assert _get("/services", if_none_match=tag).status_code == 200
    packed = _get("/services", accept_encoding="gzip")
    assert gzip.decompress(packed.content) == _get("/services").content
    assert _get("/services", if_none_match=packed.headers["ETag"], accept_encoding="gzip").status_code == 304


@pytest.mark.parametrize(
    ("query", "accepted", "language"),
    [
        ("", "", "fr"),
        ("", "en-CA,fr;q=0.5", "en"),
        ("", "es,fr-CA;q=0.9,en;q=0.1", "fr"),
        ("", "es", "fr"),
        ("?lang=en", "fr", "en"),
        ("?lang=fr", "en", "fr"),
    ],
)
def test_the_language_is_that_of_the_reader(query: str, accepted: str, language: str) -> None:
    answer = _get(f"/services{query}", accept_language=accepted)
    assert answer.headers["Content-Language"] == language
    assert "Accept-Language" in answer.headers["Vary"]


WRONG = [
    ("/services?page=0", "page"),
    ("/services?page=-1", "page"),
    ("/services?page=un", "page"),
    ("/services?page=1.0", "page"),
    ("/services?page=", "page"),
    ("/services?per_page=501", "per_page"),
    ("/services?per_page=999999999999999999999", "per_page"),
    ("/services?full=oui", "full"),
    ("/services?full=1", "full"),
    ("/services?format=xml", "format"),
    ("/services?lang=de", "lang"),
    ("/services?taxonomy_id=abc", "taxonomy_id"),
    ("/services?modified_after=hier", "modified_after"),
    ("/services?modified_after=2026-13-01", "modified_after"),
    ("/services?page=1&page=2", "page"),
    ("/services?nom=garderie", "nom"),
    ("/services?postcode=G5H1X1", "postcode"),
    ("/services?search=" + "a" * 201, "search"),
    ("/organizations?per_page=101", "per_page"),
    ("/service_at_locations?proximity=100", "proximity"),
    ("/service_at_locations?postcode=G5H%201X1&proximity=0", "proximity"),
    ("/service_at_locations?postcode=GOH1X1", "postcode"),
    ("/service_at_locations?postcode=X9X", "postcode"),
    ("/taxonomy_terms?parent_id=1", "parent_id"),
    ("/?page=1", "page"),
]


@pytest.mark.parametrize(("path", "name"), WRONG, ids=[path for path, _ in WRONG])
def test_what_is_wrong_is_named(path: str, name: str) -> None:
    answer = _get(path)
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")
    problem = orjson.loads(answer.content)
    assert (problem["status"], problem["parameter"]) == (400, name)
    assert name in problem["detail"]
    assert {one["parameter"] for one in problem["errors"]} == {name}


def test_a_letter_for_a_digit_is_proposed_as_a_correction() -> None:
    problem = orjson.loads(_get("/service_at_locations?postcode=goh1x1").content)
    assert "G0H 1X1" in problem["detail"]


def test_all_that_is_wrong_is_said_in_the_language_asked() -> None:
    problem = orjson.loads(_get("/services?page=0&full=oui&lang=en").content)
    assert [one["parameter"] for one in problem["errors"]] == ["full", "page"]
    assert problem["title"] == "Badly made request"
    french = orjson.loads(_get("/services?page=0", accept_language="fr").content)
    assert french["title"] == "Demande mal faite"


@pytest.mark.parametrize(
    "path", ["/services/0", "/services/00000000-0000-0000-0000-000000000000", "/rien", "/schema/x.json"]
)
def test_what_does_not_exist_is_said_not_to(path: str) -> None:
    answer = _get(path)
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")
    assert orjson.loads(answer.content)["instance"] == f"{HERE}{path}"


SEARCHED = [
    "'; DROP TABLE x; --",
    "a & b | !c",
    "(((",
    "\\",
    "%",
    "\x00",
    "ŉ",
    "ʼn",
    "’",
    ":*",
    "a:b",
    "-a",
    '"',
    "𝔸",
    "<->",
    "🙂",
]


@pytest.mark.parametrize("typed", SEARCHED)
def test_whatever_is_searched_is_words(typed: str) -> None:
    ServiceFactory.create(name="Garderie")
    for path in ("/services", "/organizations", "/taxonomies", "/taxonomy_terms", "/service_at_locations"):
        answer = Client().get(f"{HERE}{path}", query_params={"search": typed})
        assert answer.status_code == 200, path


def test_too_many_requests_wait(settings: Any) -> None:
    settings.ANCRAGE_API_PER_MINUTE = 2
    answers = [_get("/") for _ in range(3)]
    assert [one.status_code for one in answers] == [200, 200, 429]
    assert 1 <= int(answers[2].headers["Retry-After"]) <= 60
    assert answers[2].headers["Content-Type"] == "application/problem+json"
    assert Client(REMOTE_ADDR="198.51.100.7").get(f"{HERE}/").status_code == 200
    near = [Client(REMOTE_ADDR=f"2001:db8::{n}").get(f"{HERE}/").status_code for n in range(3)]
    assert near == [200, 200, 429]
    settings.ANCRAGE_API_PER_MINUTE = 0
    assert _get("/").status_code == 200


def test_the_door_opens_nothing_else() -> None:
    """Only addresses of the open data are looked for through it."""
    for path in ("/sitemap/../repertoire/", "/api/hsds/v3/../../repertoire/", *(f"{one}repertoire/" for one in OPEN)):
        assert Client().get(path).status_code == 404, path
    for path in ("/api/hsds", "/repertoire/", "/journee/", "//api/hsds/v3/"):
        answer = Client().get(path)
        assert answer.status_code in {302, 404}, path
    assert Client().get(f"{HERE}/../../../repertoire/").status_code == 404
