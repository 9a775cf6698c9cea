"""A document received, as an agent lives it: refused, added, downloaded, taken out and put back."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from ancrage.accounts.models import User
from ancrage.core import now
from ancrage.files.actions.scanning import scan_waiting
from ancrage.newcomers.models import Document
from tests.e2e.checks import assert_sound
from tests.e2e.steps import field, follow, press, see
from tests.e2e.town import build_town, followed_case
from tests.factories.files import PDF
from tests.files.clamd import INFECTED, clamd
from tests.files.test_scanning import nowhere


def test_a_document_is_received(page: Page, sign_in: Callable[[User], None], tmp_path: Path) -> None:
    town = build_town()
    case = followed_case(town)
    sign_in(town.maude)
    wrong, right = tmp_path / "bail.pdf", tmp_path / "Bail signé.pdf"
    wrong.write_bytes(b"<!doctype html><script>alert(1)</script>")
    right.write_bytes(PDF)
    page.goto(f"/dossiers/{case.pk}/")
    follow(page.get_by_role("navigation", name="Parties du dossier"), "Documents")
    see(page, "Aucun document")
    follow(page, "Ajouter un document")
    see(page, "PDF, JPEG ou PNG, 10 Mo au plus.")
    field(page, "Titre").fill("Bail de Mont-Joli")
    field(page, "Fichier").set_input_files(wrong)
    press(page, "Ajouter le document")
    expect(page.get_by_text("n’est ni un PDF, ni une image JPEG ou PNG").last).to_be_visible()
    expect(field(page, "Titre")).to_have_value("Bail de Mont-Joli")
    assert_sound(page)
    field(page, "Fichier").set_input_files(right)
    press(page, "Ajouter le document")
    see(page, "Le document est au dossier.", "PDF, 1 ko")
    assert_sound(page)
    with page.expect_download() as started:
        follow(page, "Bail de Mont-Joli")
    assert started.value.suggested_filename == "Bail signé.pdf"
    assert Path(started.value.path()).read_bytes() == PDF
    press(page, "Retirer Bail de Mont-Joli")
    see(page, "Le document est retiré.", "Aucun document")
    press(page, "Annuler")
    see(page, "Le document est rétabli.", "Bail de Mont-Joli")
    assert Document.objects.get().struck_at is None


def test_a_document_that_waits_for_the_scanner_is_held_and_says_so(
    page: Page, sign_in: Callable[[User], None], tmp_path: Path, settings: Any
) -> None:
    town = build_town()
    case = followed_case(town)
    sign_in(town.maude)
    settings.ANCRAGE_CLAMD = nowhere()
    received = tmp_path / "Bail.pdf"
    received.write_bytes(PDF)
    page.goto(f"/dossiers/{case.pk}/documents/nouveau/")
    field(page, "Fichier").set_input_files(received)
    press(page, "Ajouter le document")
    see(page, "Le document est au dossier.", "Vérification en attente")
    assert_sound(page)
    follow(page, "Bail")
    see(page, "Ce document attend d’être vérifié")
    page.emulate_media(color_scheme="dark")
    assert_sound(page)
    with clamd() as (settings.ANCRAGE_CLAMD, _seen):
        scan_waiting(at=now())
    follow(page, "Revenir aux documents")
    with page.expect_download() as started:
        follow(page, "Bail")
    assert Path(started.value.path()).read_bytes() == PDF


def test_an_infected_file_is_refused_and_what_was_typed_stays(
    page: Page, sign_in: Callable[[User], None], tmp_path: Path, settings: Any
) -> None:
    town = build_town()
    case = followed_case(town)
    sign_in(town.maude)
    received = tmp_path / "Bail.pdf"
    received.write_bytes(INFECTED)
    page.goto(f"/dossiers/{case.pk}/documents/nouveau/")
    field(page, "Titre").fill("Bail de Mont-Joli")
    field(page, "Fichier").set_input_files(received)
    with clamd() as (settings.ANCRAGE_CLAMD, _seen):
        press(page, "Ajouter le document")
        expect(page.get_by_text("Un virus a été trouvé dans ce fichier").last).to_be_visible()
    expect(field(page, "Titre")).to_have_value("Bail de Mont-Joli")
    assert_sound(page)
    assert not Document.objects.exists()
