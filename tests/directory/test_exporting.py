"""Files asked from the search of the directory: what is found, in each format, and nothing that is not public."""

import csv
import io
import json
import zipfile

import pytest
from django.test import Client

from ancrage.audit.models import AuditEntry
from ancrage.directory.actions.taxonomies import publish_taxonomies
from ancrage.directory.models import Service
from ancrage.directory.views import exporting
from tests.directory.test_search import MONT_JOLI, offered, town
from tests.factories.accounts import user_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def inside(client: Client) -> Client:
    client.force_login(user_as("regional_adviser"))
    session = client.session
    session["demo"] = True
    session.save()
    return client


@pytest.fixture
def world() -> dict[str, Service]:
    """Two services that answer « garderie », one of them not public; one that does not."""
    publish_taxonomies()
    found = offered(town("Mont-Joli", MONT_JOLI), name="Garderie du quai", organization__name="Maison du quai")
    hidden = offered(name="Garderie cachée", is_public=False)
    other = offered(town("Amqui", MONT_JOLI), name="Friperie", languages=["es"], organization__name="Comptoir")
    return {"found": found, "hidden": hidden, "other": other}


def file_of(client: Client, kind: str, **query: str) -> bytes:
    answer = client.get(f"/repertoire/exporter/{kind}/", query)
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment; filename=")
    return b"".join(answer.streaming_content)


def names(content: bytes, kind: str) -> set[str]:
    if kind == "hsds":
        return {one["name"] for one in json.loads(content)["contents"]}
    if kind == "inclusion":
        return {one["nom"] for one in json.loads(content)["services"]}
    if kind == "csv":
        return {
            row["Nom du service"] for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";")
        }
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {row["name"] for row in csv.DictReader(io.StringIO(archive.read("services.csv").decode()))}


@pytest.mark.parametrize("kind", ["hsds", "inclusion", "csv", "paquet"])
def test_what_is_found_or_everything_that_is_public(inside: Client, world: dict[str, Service], kind: str) -> None:
    assert names(file_of(inside, kind, q="garderie"), kind) == {"Garderie du quai"}
    assert names(file_of(inside, kind), kind) == {"Garderie du quai", "Friperie"}
    entries = AuditEntry.objects.filter(verb="directory.export.consulted")
    assert entries.count() == 2


def test_a_spreadsheet_opens(inside: Client, world: dict[str, Service]) -> None:
    assert zipfile.is_zipfile(io.BytesIO(file_of(inside, "xlsx", q="garderie")))


def test_a_package_holds_what_its_services_hang_on_and_nothing_else(inside: Client, world: dict[str, Service]) -> None:
    with zipfile.ZipFile(io.BytesIO(file_of(inside, "paquet", q="garderie"))) as archive:
        told = {name: archive.read(name).decode() for name in archive.namelist()}
    assert "Maison du quai" in told["organizations.csv"]
    assert "Comptoir" not in told["organizations.csv"]
    assert len(told["locations.csv"].splitlines()) == 2


def test_filters_narrow_the_file_too(inside: Client, world: dict[str, Service]) -> None:
    assert names(file_of(inside, "hsds", langue="es"), "hsds") == {"Friperie"}


def test_too_much_to_be_ranked_is_told(
    inside: Client, world: dict[str, Service], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "_MOST", 1)
    answer = inside.get("/repertoire/exporter/hsds/", {"q": "garderie"}, follow=True)
    assert "exportez tout le répertoire" in answer.content.decode()
    assert not AuditEntry.objects.filter(verb="directory.export.consulted").exists()


def test_unknown_formats_and_visitors_find_nothing(client: Client, inside: Client) -> None:
    assert inside.get("/repertoire/exporter/pdf/").status_code == 404
    inside.logout()
    assert client.get("/repertoire/exporter/csv/").status_code == 302


def test_the_menu_offers_what_is_found_then_everything(inside: Client, world: dict[str, Service]) -> None:
    page = inside.get("/repertoire/", {"q": "garderie"}).content.decode()
    assert "/repertoire/exporter/hsds/?q=garderie" in page
    assert 'href="/repertoire/exporter/hsds/"' in page
    assert "Les services trouvés" not in inside.get("/repertoire/").content.decode()
