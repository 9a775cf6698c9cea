"""A partner's spreadsheet becomes services that anyone finds, then leaves again."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from ancrage.accounts.models import User
from ancrage.directory.jobs import advance_reading
from ancrage.directory.models import Service, SourceReading
from tests.e2e.checks import assert_sound
from tests.e2e.steps import arrive, field, press, reach, see
from tests.e2e.town import Town
from tests.factories.accounts import user_as
from tests.factories.sheets import xlsx

HEAD = ["Atelier", "Qui l’offre", "Ville", "Code postal", "Téléphone", "Cote"]
ROWS = [
    ["Réparation de vélos", "Ressource du quai", "Mont-Joli", "G5H 1R4", "418 555-0123", "A2"],
    ["Prêt d’outils", "Ressource du quai", "Mont-Joli", "GOJ 1JO", "418 555-0124", ""],
    ["", "Ressource du quai", "Mont-Joli", "", "", ""],
]


@pytest.fixture
def expected_console() -> set[str]:
    """Styles that axe sets to read a map, which the policy refuses once it has left."""
    return {"Applying inline style"}


def test_from_a_spreadsheet_to_a_service_found(
    page: Page, sign_in: Callable[[User], None], town: Town, tmp_path: Path
) -> None:
    path = tmp_path / "ateliers.xlsx"
    path.write_bytes(xlsx([HEAD, *ROWS]))
    sign_in(user_as("regional_adviser", town.region, full_name="Nadia Cherif"))
    page.goto(reverse("directory:sources"))
    assert_sound(page)
    reach(page, "Ajouter une source")
    field(page, "Nom").fill("Ateliers du quai")
    field(page, "Format").select_option("sheet")
    press(page, "Enregistrer")
    see(page, "Jamais lue")
    assert_sound(page)
    reach(page, "Apporter un fichier")
    assert_sound(page)
    field(page, "Fichier").set_input_files(path)
    press(page, "Lire le fichier")
    see(page, "Colonnes du tableur", "G5H 1R4 · GOJ 1JO")
    field(page, "Atelier").select_option("name")
    press(page, "Lire les lignes")
    expect(
        page.get_by_text("Choisissez au moins la colonne du nom du service et celle de l’organisme").first
    ).to_be_visible()
    assert_sound(page)
    field(page, "Qui l’offre").select_option("organization")
    press(page, "Lire les lignes")
    see(page, "Lecture en cours", "Vous pouvez quitter cette page")
    assert_sound(page)
    _worked()
    see(page, "Nouvelle fiche (3)", "En erreur (2)", "Proposé : G0J 1J0", "Cote", "Sans nom", "Mont-Joli")
    assert_sound(page)
    assert not _brought()
    page.get_by_label("Accepter les corrections proposées").check()
    press(page, "Appliquer")
    see(page, "Application en cours")
    _worked()
    see(page, "En erreur (1)")
    assert_sound(page)
    assert _brought() == {"Réparation de vélos", "Prêt d’outils"}

    page.goto("/services/?q=reparation+velo&pres=Mont-Joli&km=10")
    expect(page.locator("#r1")).to_contain_text("Réparation de vélos")
    assert_sound(page)
    arrive(page.locator("#r1").get_by_role("link", name="Réparation de vélos", exact=True))
    see(page, "418 555-0123", "Ressource du quai")

    page.goto(reverse("directory:reading", args=[SourceReading.objects.get().pk]))
    press(page, "Annuler toute la lecture")
    see(page, "Annulation en cours")
    _worked()
    see(page, "Annulée")
    assert not _brought()


def _brought() -> set[str]:
    return set(Service.objects.filter(organization__name="Ressource du quai").values_list("name", flat=True))


def _worked() -> None:
    """What the queue would do, in this process: the files of the tests are in its memory."""
    advance_reading(str(SourceReading.objects.get().pk))
