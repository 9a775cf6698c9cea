"""Other formats, feeds, and round trips of records of any kind."""

import csv
import json
from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import httpx
import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ancrage.directory.actions.sources import read_feed
from ancrage.directory.exchange import json_files, sheets
from ancrage.directory.exchange.fetching import FetchRefused, fetch
from ancrage.directory.exchange.items import SourceUnreadable
from ancrage.directory.exchange.sheets import sheet_items
from ancrage.directory.models import Metadata, Organization, Phone, Publication, Service, Source, SourceReading
from ancrage.directory.queries.export_files import write_export
from ancrage.directory.queries.exports import EVERYTHING, Scope, services_told
from ancrage.files.extents import SheetRefused
from tests.directory.importing import BY, a_source, bring, read
from tests.directory.rich import rich_service
from tests.directory.test_reading import _lost
from tests.directory.test_reading_rules import a_service, faults
from tests.factories.directory import MADE, NeedDomainFactory

pytestmark = pytest.mark.django_db
LATER = MADE + timedelta(days=1)

STRUCTURE = {
    "source": "quai",
    "id": "quai--s1",
    "nom": "Ressource Sud",
    "date_maj": "2026-01-02",
    "description": "Entraide",
    "telephone": "418 555-0101",
    "commune": "Matane",
    "siret": "12345678901234",
}
SERVICE = {
    "source": "quai",
    "id": "quai--v1",
    "structure_id": "quai--s1",
    "nom": "Vestiaire",
    "description": "Manteaux",
    "date_maj": "2026-01-02",
    "thematiques": ["logement-hebergement--etre-accompagne", "inconnu--x"],
    "frais": "gratuit",
    "publics": ["personnes-exilees"],
    "modes_accueil": ["en-presentiel"],
    "commune": "Matane",
    "code_postal": "76000",
    "volume_horaire_hebdomadaire": 3,
}


def test_data_inclusion_is_read_with_our_own_lists() -> None:
    NeedDomainFactory.create(code="logement")
    source = a_source(kind="inclusion")
    content = {"structures": [STRUCTURE], "services": [SERVICE]}
    reading = bring(source, content)
    assert [fault for entry in reading.entries.all() for fault in entry.faults] == []
    service = Service.objects.get()
    assert (service.name, service.organization.name, service.fee_kind) == ("Vestiaire", "Ressource Sud", "free")
    assert (service.publics, service.modes) == (["refugies"], ["in_person"])
    assert service.domains.get().code == "logement"
    assert service.extra["volume_horaire_hebdomadaire"] == 3
    assert service.extra["thematiques"] == SERVICE["thematiques"]
    assert (service.source_key, service.organization.identifiers.get().identifier) == ("quai--v1", "12345678901234")
    assert [*bring(source, content, at=LATER).entries.all()] == []


@pytest.mark.parametrize("at_once", [10**9, 0], ids=["whole", "streamed"])
def test_data_inclusion_in_any_order_is_read_structures_first(monkeypatch, at_once) -> None:
    monkeypatch.setattr(json_files, "AT_ONCE", at_once)
    for n, content in enumerate(({"services": [SERVICE], "structures": [STRUCTURE]}, [SERVICE, STRUCTURE])):
        reading = bring(a_source(f"S{n}", kind="inclusion"), content)
        assert (reading.position, reading.counts["new"], faults(reading)) == (2, 4, [])
    for content in ({"services": []}, {"autre": 3}, []):
        with pytest.raises(SourceUnreadable):
            read(a_source(f"{content}", kind="inclusion"), content)


@pytest.mark.parametrize("at_once", [10**9, 0], ids=["whole", "streamed"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["", "bom"])
def test_json_is_read_however_large(monkeypatch, at_once, mark) -> None:
    monkeypatch.setattr(json_files, "AT_ONCE", at_once)
    one = a_service("Un")
    for n, content in enumerate(({"total": 1, "contents": [one]}, [one], one)):
        reading = bring(a_source(f"S{n}"), mark + json.dumps(content, indent=1).encode())
        assert reading.position == 1, content


def test_a_spreadsheet_has_as_many_rows_as_spreadsheets_hold(monkeypatch) -> None:
    head = "Nom du service;Nom de l’organisme;Besoins\n"
    rows = [f"Service {n};Ressource;Logement\n" for n in range(40)]
    domain = NeedDomainFactory.create(code="logement", label_fr="Logement")
    with CaptureQueriesContext(connection) as asked:
        list(sheet_items(BytesIO("".join([head, *rows]).encode()), {}))
    assert len(asked) == 1
    bring(a_source(kind="sheet"), "".join([head, *rows]).encode())
    assert Service.objects.filter(domains=domain).count() == 40
    monkeypatch.setattr(sheets, "MOST_LINES", 40)
    with pytest.raises(SheetRefused, match="40"):
        read(a_source("B", kind="sheet"), "".join([head, *rows]).encode())


def test_data_inclusion_is_written(tmp_path) -> None:
    rich_service()
    path = tmp_path / "a.inclusion.json"
    assert write_export(path, scope=EVERYTHING, at=MADE) == 1
    found = json.loads(path.read_text())
    assert found["services"][0]["structure_id"] == found["structures"][0]["id"]
    assert found["services"][0]["publics"] == ["familles"]
    reading = bring(a_source(kind="inclusion"), found)
    assert [fault for entry in reading.entries.all() for fault in entry.faults] == []


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_a_spreadsheet_written_is_known_when_it_comes_back(tmp_path, suffix) -> None:
    rich_service()
    path = tmp_path / f"services.{suffix}"
    write_export(path, scope=EVERYTHING, at=MADE)
    Service.objects.all().delete()
    reading = bring(a_source(kind="sheet"), path.read_bytes())
    assert [fault for entry in reading.entries.all() for fault in entry.faults] == []
    service = Service.objects.get()
    assert (service.name, service.fee, service.publics, service.minimum_age) == (
        "Halte-garderie",
        "8 $ par jour",
        ["familles"],
        0,
    )
    if suffix == "csv":
        assert next(csv.reader(path.read_text("utf-8-sig").splitlines(), delimiter=";"))[1] == "Nom du service"


def test_the_commands(tmp_path, capsys) -> None:
    a_source("211")
    path = tmp_path / "a.json"
    path.write_text(json.dumps([a_service("Vestiaire"), a_service("Fautif", url="quai.example")]))
    call_command("import_directory", str(path), source="211")
    told = capsys.readouterr().out
    assert "Nouvelle fiche\u00a0: 2" in told or "Nouvelle fiche : 2" in told
    assert "https://quai.example" in told
    call_command("export_directory", str(tmp_path / "b.ndjson"), source="211")
    assert json.loads((tmp_path / "b.ndjson").read_text())["name"] == "Vestiaire"
    for arguments in ([str(path), "--source", "ailleurs"], [str(tmp_path / "rien.json"), "--source", "211"]):
        with pytest.raises(CommandError):
            call_command("import_directory", *arguments)
    path.write_text("{")
    with pytest.raises(CommandError, match="incomplet"):
        call_command("import_directory", str(path), source="211")


def _server(body=b"[]", **headers):
    def answer(request: httpx.Request) -> httpx.Response:
        if headers.get("ETag") and request.headers.get("If-None-Match") == headers["ETag"]:
            return httpx.Response(304)
        if request.url.path == "/loin":
            return httpx.Response(302, headers={"Location": "https://interne.example/"})
        return httpx.Response(200, content=body, headers=headers)

    return httpx.MockTransport(answer)


def _resolve(host):
    return ["10.0.0.7"] if host == "interne.example" else ["93.184.216.34"]


def test_a_feed_is_asked_for_once_for_each_version() -> None:
    first = fetch("https://quai.example/a.json", transport=_server(b"[1]", ETag='"v1"'), resolve=_resolve)
    with first.file:
        assert (first.file.read(), first.etag) == (b"[1]", '"v1"')
    again = fetch("https://quai.example/a.json", etag='"v1"', transport=_server(ETag='"v1"'), resolve=_resolve)
    assert again.file is None


@pytest.mark.parametrize(
    "address",
    [
        "http://quai.example/",
        "https://interne.example/",
        "https://quai.example/loin",
        "https://quai.example:8443/",
        "https://moi:secret@quai.example/",
        "file:///etc/passwd",
    ],
)
def test_a_feed_leads_nowhere_private(address) -> None:
    with pytest.raises(FetchRefused):
        fetch(address, transport=_server(), resolve=_resolve)


def test_a_feed_that_is_too_large_is_refused(monkeypatch) -> None:
    monkeypatch.setattr("ancrage.directory.exchange.fetching.MOST_BYTES", 10)
    with pytest.raises(FetchRefused, match="trop grand"):
        fetch("https://quai.example/", transport=_server(b"x" * 11), resolve=_resolve)


def test_a_folder_is_read_on_its_schedule(tmp_path, settings) -> None:
    settings.ANCRAGE_FEEDS_FOLDER = str(tmp_path)
    (tmp_path / "211").mkdir()
    source = a_source(address="211", every_hours=24)
    services = [a_service(f"Service {n}") for n in range(13)]
    (tmp_path / "211" / "a.json").write_text(json.dumps(services))
    assert list(Source.objects.due(MADE)) == [source]
    read_feed(source=source, by=BY, clock=lambda: MADE)
    assert Service.objects.filter(is_active=True).count() == 13
    assert not Source.objects.due(MADE + timedelta(hours=23)).exists()
    source = Source.objects.due(MADE + timedelta(hours=24)).get()
    assert read_feed(source=source, by=BY, clock=lambda: LATER) is None
    (tmp_path / "211" / "b.json").write_text(json.dumps(services[:1]))
    source.refresh_from_db()
    reading = read_feed(source=source, by=BY, clock=lambda: LATER)
    reading.refresh_from_db()
    # Nearly all is gone: someone reads it over first.
    assert (reading.stage, "12 services" in reading.trouble) == ("checked", True)
    assert Service.objects.filter(is_active=True).count() == 13


@pytest.mark.parametrize("address", ["../ailleurs", "/etc", "absent"])
def test_a_folder_that_is_not_open_is_refused(tmp_path, settings, address) -> None:
    settings.ANCRAGE_FEEDS_FOLDER = str(tmp_path)
    source = a_source(address=address, every_hours=1)
    assert read_feed(source=source, by=BY, clock=lambda: MADE) is None
    source.refresh_from_db()
    assert "exploitant" in source.trouble
    assert not SourceReading.objects.exists()


_TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)), max_size=40)
_KEYS = st.uuids(version=4).map(str)
_PHONE = st.fixed_dictionaries(
    {"id": _KEYS, "number": _TEXT.filter(bool)},
    optional={"extension": st.integers(0, 9999), "type": _TEXT, "description": _TEXT},
)
_SCHEDULE = st.fixed_dictionaries(
    {"id": _KEYS},
    optional={
        "opens_at": st.times().map(lambda at: at.strftime("%H:%M")),
        "valid_from": st.dates().map(str),
        "byday": st.sampled_from(["MO", "TU,TH"]),
        "freq": st.sampled_from(["WEEKLY", "MONTHLY"]),
        "timezone": st.integers(-12, 12) | st.floats(-12, 12),
        "notes": _TEXT,
    },
)
_COST = st.fixed_dictionaries(
    {"id": _KEYS}, optional={"amount": st.floats(0, 1e6) | st.integers(0, 10**12), "option": _TEXT}
)
_PLACE = st.fixed_dictionaries(
    {"id": _KEYS, "location_type": st.sampled_from(["physical", "virtual"])},
    optional={"name": _TEXT, "latitude": st.floats(-200, 200), "longitude": st.floats(-200, 200)},
)
_RECORD = st.fixed_dictionaries(
    {
        "id": _KEYS,
        "name": st.text(st.sampled_from("aéZ ’œ\u00a0!"), min_size=1, max_size=260),
        "status": st.sampled_from(["active", "inactive", "defunct", "temporarily closed"]),
        "organization": st.fixed_dictionaries({"id": _KEYS, "name": _TEXT.filter(bool), "description": _TEXT}),
    },
    optional={
        "description": _TEXT,
        "minimum_age": st.integers(0, 10) | st.floats(0, 10),
        "maximum_age": st.integers(10, 10**6),
        "fees": _TEXT,
        "last_modified": st.datetimes().map(lambda at: f"{at.isoformat()}Z"),
        "x-inconnu": st.recursive(_TEXT | st.integers(-9, 9), lambda one: st.lists(one, max_size=2), max_leaves=4),
        "phones": st.lists(_PHONE, min_size=1, max_size=3, unique_by=lambda one: one["id"]),
        "schedules": st.lists(_SCHEDULE, min_size=1, max_size=2, unique_by=lambda one: one["id"]),
        "cost_options": st.lists(_COST, min_size=1, max_size=2, unique_by=lambda one: one["id"]),
        "service_at_locations": st.lists(
            st.fixed_dictionaries({"id": _KEYS, "location": _PLACE}, optional={"description": _TEXT}),
            min_size=1,
            max_size=2,
            unique_by=(lambda one: one["id"], lambda one: one["location"]["id"]),
        ),
    },
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    records=st.lists(
        _RECORD, min_size=1, max_size=3, unique_by=(lambda one: one["id"], lambda one: one["organization"]["id"])
    )
)
def test_whatever_comes_is_given_back_and_changes_nothing_when_it_comes_again(records) -> None:
    with transaction.atomic():
        _brought_twice(records)
        transaction.set_rollback(True)


def _brought_twice(records):
    source = a_source(f"S {uuid4()}")
    reading = bring(source, records)
    assert [fault for entry in reading.entries.all() for fault in entry.faults] == []
    told = {one["id"]: one for one in services_told(Scope(source), MADE)}
    assert _lost(records, [told[one["id"]] for one in records]) == []
    before = [list(model.objects.order_by("pk").values()) for model in (Service, Organization, Phone, Publication)]
    assert [*bring(source, records, at=LATER).entries.all()] == []
    assert [*bring(source, list(told.values()), at=LATER).entries.values("changes", "faults")] == []
    assert before == [
        list(model.objects.order_by("pk").values()) for model in (Service, Organization, Phone, Publication)
    ]
    assert not Metadata.objects.filter(resource_id__in=told).exists()
