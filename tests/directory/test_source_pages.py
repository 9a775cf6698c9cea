"""The pages of sources, as an adviser goes through them."""

import json
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from ancrage.directory.jobs import advance_reading
from ancrage.directory.models import Service, Source, SourceReading
from tests.directory.importing import a_source
from tests.directory.test_reading_rules import a_service
from tests.factories.accounts import signed_in, user_as
from tests.factories.directory import MADE
from tests.factories.territory import RegionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def region():
    return RegionFactory.create()


@pytest.fixture
def adviser(client, region):
    signed_in(client, user_as("regional_adviser", region))
    return client


def _page(client, name, *args, **query):
    answer = client.get(reverse(f"directory:{name}", args=args), query)
    assert answer.status_code == 200, answer
    return answer.content.decode()


def _file(content, name="fichier.json"):
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    return {"file": SimpleUploadedFile(name, raw)}


def test_a_source_goes_from_its_file_to_the_directory_and_back(adviser, region) -> None:
    assert "Aucune source" in _page(adviser, "sources")
    data = {"name": "211", "format": "hsds", "region": region.pk, "rank": 10, "is_active": "on"}
    adviser.post(reverse("directory:source_new"), data)
    source = Source.objects.get()
    wrong = a_service("Fautif") | {"status": "open"}
    adviser.post(
        reverse("directory:source_file", args=[source.pk]), _file([a_service("Vestiaire", couleur="bleu"), wrong])
    )
    reading = SourceReading.objects.get()
    assert "Lecture en cours" in _page(adviser, "reading", reading.pk)
    advance_reading(str(reading.pk))
    shown = _page(adviser, "reading", reading.pk)
    for words in (
        "Vestiaire",
        "Nouvelle fiche",
        "En erreur (1)",
        "n’est pas une valeur connue",
        "couleur (1)",
        "· $[1]",
        "status\u00a0: ",
    ):
        assert words in shown, words
    assert not Service.objects.exists()
    adviser.post(reverse("directory:reading_apply", args=[reading.pk]), {})
    advance_reading(str(reading.pk))
    assert Service.objects.get().name == "Vestiaire"
    assert "Annuler toute la lecture" in _page(adviser, "reading", reading.pk, etat="new")
    adviser.post(reverse("directory:reading_undo", args=[reading.pk]))
    advance_reading(str(reading.pk))
    assert not Service.objects.exists()
    assert "Annulée" in _page(adviser, "source", source.pk)


def test_what_cannot_be_read_says_why(adviser, region) -> None:
    source = a_source(region=region)
    adviser.post(reverse("directory:source_file", args=[source.pk]), _file(b'[{"id": "1", "na'))
    reading = SourceReading.objects.get()
    advance_reading(str(reading.pk))
    assert "il est incomplet" in _page(adviser, "reading", reading.pk)
    answer = adviser.post(reverse("directory:source_file", args=[source.pk]), _file(b"PK\x03\x04", "a.zip"))
    assert "Du JSON est attendu" in answer.content.decode()


def test_a_spreadsheet_says_its_columns_once(adviser, region) -> None:
    source = a_source(kind="sheet", region=region)
    sheet = "Titre du service;Organisme;Ville;Code postal;Téléphone;Couleur\nVestiaire;Ressource;Matane;G4W 1A1;418 555-0101;bleu\n"
    adviser.post(reverse("directory:source_file", args=[source.pk]), _file(sheet.encode(), "liste.csv"))
    reading = SourceReading.objects.get()
    columns = reverse("directory:reading_columns", args=[reading.pk])
    assert "Titre du service" in adviser.get(columns).content.decode()
    chosen = {f"colonne_{n}": name for n, name in enumerate(["", "organization", "city", "postal_code", "phone", ""])}
    assert "Choisissez au moins" in adviser.post(columns, chosen).content.decode()
    adviser.post(columns, chosen | {"colonne_0": "name"})
    for _stage in range(2):
        advance_reading(str(reading.pk))
        adviser.post(reverse("directory:reading_apply", args=[reading.pk]), {})
    reading.refresh_from_db()
    assert reading.stage == "applied", reading.trouble
    service = Service.objects.get()
    assert (service.name, service.organization.name, service.extra) == ("Vestiaire", "Ressource", {"Couleur": "bleu"})
    assert service.phones.get().number == "418 555-0101"
    source.refresh_from_db()
    assert source.mapping["Titre du service"] == "name"


def test_a_spreadsheet_names_the_column_that_is_wrong(adviser, region) -> None:
    source = a_source(kind="sheet", region=region)
    content = b"Service;Organisme;Ville;Code postal\nVestiaire;Ressource;Matane;G4W IA1\n"
    adviser.post(reverse("directory:source_file", args=[source.pk]), _file(content, "liste.csv"))
    reading = SourceReading.objects.get()
    columns = {f"colonne_{n}": name for n, name in enumerate(["name", "organization", "city", "postal_code"])}
    adviser.post(reverse("directory:reading_columns", args=[reading.pk]), columns)
    advance_reading(str(reading.pk))
    [[place, _message, proposal]] = reading.entries.get().faults
    assert (place, proposal) == ("ligne 2\u00a0: Code postal", "G4W 1A1")


def test_a_feed_says_when_it_is_read_again_and_why_it_was_not(adviser, region) -> None:
    values = {
        "address": "https://quai.example/a.json",
        "every_hours": 6,
        "tried_at": MADE,
        "trouble": "Le serveur a répondu 500.",
    }
    source = a_source(region=region, **values)
    shown = _page(adviser, "source", source.pk)
    assert "Prochaine lecture" in shown and "16\u00a0h" in shown
    assert "Le serveur a répondu 500." in shown
    assert "En défaut" in _page(adviser, "sources")


def test_sources_of_other_regions_are_not_seen(adviser) -> None:
    source = a_source("Ailleurs")
    assert "Ailleurs" not in _page(adviser, "sources")
    assert adviser.get(reverse("directory:source", args=[source.pk])).status_code == 404
    assert adviser.get(reverse("directory:reading", args=[uuid4()])).status_code == 404
