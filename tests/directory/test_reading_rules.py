"""What is wrong in a file is said with its place; who is believed; what undoing leaves."""

import csv
import io
import json
import warnings
from copy import deepcopy
from datetime import timedelta
from io import BytesIO
from uuid import uuid4
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from ancrage.directory.actions.reading_undo import undo
from ancrage.directory.actions.readings import start_undoing
from ancrage.directory.exchange.items import SourceUnreadable
from ancrage.directory.models import (
    Location,
    Metadata,
    Organization,
    Phone,
    Publication,
    Service,
    SourceReading,
)
from ancrage.directory.queries.export_files import write_export
from ancrage.directory.queries.exports import EVERYTHING, Scope, services_told
from tests.directory.importing import BY, a_source, bring, read
from tests.directory.rich import rich_service
from tests.factories.directory import MADE, ServiceFactory
from tests.factories.territory import MunicipalityFactory

pytestmark = pytest.mark.django_db
LATER = MADE + timedelta(days=1)


def a_service(name="Vestiaire", **values):
    organization = {"id": str(uuid4()), "name": "Ressource Sud", "description": "Entraide"}
    return {"id": str(uuid4()), "name": name, "status": "active", "organization": organization} | values


def a_place(**values):
    address = {
        "id": str(uuid4()),
        "address_1": "4, rue du Quai",
        "city": "Mont-Joli",
        "state_province": "QC",
        "postal_code": "G5H 1R4",
        "country": "CA",
        "address_type": "physical",
    }
    return {"id": str(uuid4()), "location_type": "physical", "addresses": [address | values]}


def faults(reading: SourceReading) -> list[tuple[str, str, str | None]]:
    return [tuple(fault) for entry in reading.entries.order_by("number") for fault in entry.faults]


@pytest.mark.parametrize(
    ("values", "place", "words"),
    [
        ({"description": None}, "contents[0].description", "null"),
        ({"status": "open"}, "contents[0].status", "open"),
        ({"url": "www.quai.example"}, "contents[0].url", "http"),
        ({"url": "javascript:alert(1)"}, "contents[0].url", "http"),
        ({"assured_date": "31-03-2026"}, "contents[0].assured_date", "2026-03-31"),
        ({"phones": [{"id": str(uuid4())}]}, "contents[0].phones[0].number", "obligatoire"),
        ({"minimum_age": "douze"}, "contents[0].minimum_age", "nombre"),
        ({"email": "bonjour"}, "contents[0].email", "courriel"),
        ({"program_id": str(uuid4())}, "contents[0].program_id", "brisée"),
        (
            {"attributes": [{"id": str(uuid4()), "taxonomy_term_id": str(uuid4())}]},
            "contents[0].attributes[0].taxonomy_term_id",
            "brisée",
        ),
        ({"organization": None}, "contents[0].organization", "null"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(values, place, words) -> None:
    reading = bring(a_source(), {"contents": [a_service() | values, a_service("Bon")]})
    [(where, message, _proposal)] = faults(reading)
    assert where == place
    assert words in message
    assert Service.objects.get().name == "Bon"


def test_a_letter_for_a_digit_is_proposed_and_corrected_when_accepted() -> None:
    place = a_place(postal_code="G5H IR4")
    document = a_service(service_at_locations=[{"id": str(uuid4()), "location": place}], url="quai.example/x")
    source = a_source()
    reading = read(source, {"contents": [document]})
    assert [proposal for _where, _message, proposal in faults(reading)] == ["https://quai.example/x", "G5H 1R4"]
    bring(source, {"contents": [document]}, takes_proposals=True)
    assert Location.objects.get().addresses.get().postal_code == "G5H 1R4"
    assert Service.objects.get().url == "https://quai.example/x"


@pytest.mark.parametrize(
    "content",
    [
        b'{"contents": [{"id": "1", "name": "x"',
        b"\xff\xfe{\x00}\x00",
        '[{"id": "1", "name": "é"}]'.encode("latin-1"),
        b"bonjour",
        b"[]",
        b'{"contents": 3}',
    ],
)
def test_a_file_that_is_not_whole_is_refused(content) -> None:
    with pytest.raises(SourceUnreadable):
        read(a_source(), content)
    assert not Service.objects.exists()


def test_a_place_is_found_by_its_city() -> None:
    town = MunicipalityFactory.create(name="Mont-Joli")
    document = a_service(service_at_locations=[{"id": str(uuid4()), "location": a_place(city="mont joli")}])
    bring(a_source(region=town.mrc.region), [document])
    assert Location.objects.get().municipality == town


def test_what_is_written_here_is_believed_first_then_the_lower_rank() -> None:
    document = a_service(description="Manteaux", alert="Fermé lundi")
    first, second = a_source("A", rank=5), a_source("B", rank=1)
    bring(first, [document])
    Service.objects.update(description="Manteaux et bottes", origins={"description": "here"})
    told = bring(second, [document | {"description": "Rien", "alert": "Ouvert"}], at=LATER)
    service = Service.objects.get()
    assert (service.description, service.alert) == ("Manteaux et bottes", "Ouvert")
    assert service.origins == {"description": "here", "alert": str(second.pk)}
    [entry] = told.entries.filter(kind="service")
    assert entry.changes == {
        "description": ["Manteaux et bottes", "Rien", False],
        "alert": ["Fermé lundi", "Ouvert", True],
    }
    bring(first, [document], at=LATER)
    assert Service.objects.get().alert == "Ouvert"
    assert Metadata.objects.get().replacement_value == "Ouvert"


def test_hours_written_on_screen_are_believed() -> None:
    document = a_service(schedules=[{"id": str(uuid4()), "description": "Le lundi"}])
    source = a_source()
    bring(source, [document])
    Service.objects.update(origins={"hours": "here"})
    changed = document | {"schedules": [{"id": str(uuid4()), "description": "Le mardi"}]}
    [entry] = bring(source, [changed], at=LATER).entries.all()
    assert entry.changes == {"schedules": [["Le lundi"], ["Le mardi"], False]}
    assert Service.objects.get().schedules.get().description == "Le lundi"


def test_the_export_of_what_is_here_changes_nothing_when_it_comes_back() -> None:
    rich_service()
    documents = list(services_told(EVERYTHING, MADE))
    before = {
        model: list(model.objects.order_by("pk").values())
        for model in (Service, Organization, Phone, Publication, Metadata)
    }
    reading = bring(a_source(), documents, at=LATER)
    assert [*reading.entries.values_list("state", "kind", "changes", "faults")] == []
    assert before == {model: list(model.objects.order_by("pk").values()) for model in before}


def test_an_import_is_undone_as_a_whole() -> None:
    document = a_service(
        phones=[{"id": str(uuid4()), "number": "418 555-0101"}, {"id": str(uuid4()), "number": "418 555-0102"}]
    )
    source = a_source()
    first = bring(source, [document])
    changed = deepcopy(document) | {"name": "Vestiaire et meubles", "phones": document["phones"][:1]}
    second = bring(source, [changed, a_service("Neuf")], at=LATER)
    assert Phone.objects.count() == 1
    assert set(Service.objects.values_list("name", flat=True)) == {"Vestiaire et meubles", "Neuf"}
    start_undoing(reading=second, by=BY, at=LATER)
    undo(reading_id=second.pk, clock=lambda: LATER)
    assert Service.objects.get().name == "Vestiaire"
    assert Phone.objects.count() == 2
    assert not Metadata.objects.exists()
    start_undoing(reading=first, by=BY, at=LATER)
    undo(reading_id=first.pk, clock=lambda: LATER)
    assert not Service.objects.exists() and not Organization.objects.exists() and not Publication.objects.exists()


def test_what_changed_since_stays() -> None:
    source = a_source()
    reading = bring(source, [a_service("Un"), a_service("Deux")])
    Service.objects.filter(name="Un").update(modified_at=LATER)
    start_undoing(reading=reading, by=BY, at=LATER)
    undo(reading_id=reading.pk, clock=lambda: LATER)
    assert Service.objects.get().name == "Un"
    assert reading.entries.get(state="left", kind="service").title == "Un"
    assert Organization.objects.count() == 1


def test_a_complete_file_closes_what_it_does_not_name() -> None:
    kept, gone, wrong = a_service("Gardé"), a_service("Parti"), a_service("Fautif")
    source = a_source()
    bring(source, [kept, gone, wrong])
    ServiceFactory.create(name="D’ici")
    reading = bring(source, [kept, wrong | {"status": "?"}], at=LATER, is_complete=True)
    assert reading.counts["gone"] == 1
    assert set(Service.objects.filter(is_active=True).values_list("name", flat=True)) == {"Gardé", "Fautif", "D’ici"}
    start_undoing(reading=reading, by=BY, at=LATER)
    undo(reading_id=reading.pk, clock=lambda: LATER)
    assert Service.objects.filter(is_active=True).count() == 4


def test_the_same_part_under_two_services_is_two_rows() -> None:
    phone = {"id": str(uuid4()), "number": "418 555-0101"}
    one, two = a_service("Un", phones=[phone]), a_service("Deux", phones=[phone])
    source = a_source()
    bring(source, [one, two])
    assert Phone.objects.count() == 2
    assert [*bring(source, [one, two]).entries.all()] == []
    assert {told["phones"][0]["id"] for told in services_told(Scope(source), MADE)} == {phone["id"]}


def test_an_identifier_that_is_no_uuid_keeps_its_name() -> None:
    document = a_service() | {"id": "svc-12"}
    source = a_source()
    bring(source, [document])
    service = Service.objects.get()
    assert (service.source_key, service.extra["id"]) == ("svc-12", "svc-12")
    assert [*bring(source, [document]).entries.all()] == []


@pytest.mark.parametrize("said", [3, ["publics"], {"publics": ["x", 3], "modes": 4}])
def test_a_file_that_speaks_as_our_readers_do_puts_nothing_out_of_our_lists(said) -> None:
    bring(a_source(), [a_service(**{"ancrage:sorted_by": said})])
    service = Service.objects.get()
    assert (service.publics, service.modes) == ([], [])


def test_what_is_unknown_is_kept_and_listed() -> None:
    source = a_source()
    reading = bring(source, [a_service(couleur="bleu")])
    assert reading.unknown == {"service.couleur": 1}
    assert Service.objects.get().extra == {"couleur": "bleu"}
    assert next(services_told(Scope(source), MADE))["couleur"] == "bleu"


def test_tables_are_given_back_and_pass_frictionless(tmp_path) -> None:
    rich_service()
    path = tmp_path / "repertoire.zip"
    assert write_export(path, scope=EVERYTHING, at=MADE) == 1
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from frictionless import validate

        report = validate(str(path))
    assert report.valid, report.flatten(["type", "note", "message"])[:5]
    names = {row["code"] for row in _table(path, "taxonomy_terms.csv")}
    assert "C1" in names and "XX-9" not in names
    before = list(Service.objects.values())
    reading = bring(a_source(kind="tables"), path.read_bytes(), at=LATER)
    assert [*reading.entries.values_list("state", "kind", "place", "changes", "faults")] == []
    assert list(Service.objects.values()) == before


def _table(path, name):
    with ZipFile(path) as archive:
        return list(csv.DictReader(archive.read(name).decode().splitlines()))


def _package(**tables):
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, text in tables.items():
            archive.writestr(f"{name}.csv", text)
    return file.getvalue()


def test_tables_say_the_file_and_the_line() -> None:
    key = str(uuid4())
    content = _package(
        organizations=f"id,name,description\n{key},Ressource,Entraide\n",
        services=f"id,organization_id,name,status\n{uuid4()},{key},Vestiaire,active\n{uuid4()},{uuid4()},Perdu,active\n",
        phones=f"id,organization_id,number,extension\n{uuid4()},{key},418 555-0101,3\n{uuid4()},{uuid4()},418 555-0102,\n",
    )
    reading = bring(a_source(kind="tables"), content)
    assert [where for where, _message, _proposal in faults(reading)] == [
        "services.csv, ligne 3 : organization_id",
        "phones.csv, ligne 3 : organization_id",
    ]
    assert Service.objects.get().name == "Vestiaire"
    assert Phone.objects.get().extension == 3


@pytest.mark.parametrize(
    "content",
    [b"PK\x03\x04rien", _package(services="id\n" + "x" * 40_000_000), _package(autre="a,b\n")],
)
def test_a_zip_that_is_no_package_is_refused(content) -> None:
    with pytest.raises(SourceUnreadable):
        read(a_source(kind="tables"), content)


def test_the_official_tables_say_their_broken_keys(shared) -> None:
    tables = json.loads((shared / "data/hsds-3.0/examples/tabular.json").read_text())
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        for name, rows in tables.items():
            text = io.StringIO()
            writer = csv.DictWriter(text, list(dict.fromkeys(key for row in rows for key in row)))
            writer.writeheader()
            writer.writerows(rows)
            archive.writestr(name, text.getvalue())
    reading = bring(a_source(kind="tables"), file.getvalue())
    assert reading.stage == "applied"
    print(faults(reading), reading.counts, reading.unknown)
    assert faults(reading)
