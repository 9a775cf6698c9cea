"""A list imported, as an agent lives it; and a worker killed in the middle of it."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from ancrage.accounts.models import User
from ancrage.core import now
from ancrage.newcomers.actions.imports import set_columns, start_applying
from ancrage.newcomers.jobs import advance_import
from ancrage.newcomers.models import Case, ImportStage, Person, PersonImport
from tests.e2e.checks import assert_sound
from tests.e2e.processes import environment
from tests.e2e.steps import arrive, field, press, reach, see
from tests.e2e.test_outages import _nobody_can_write_in, _wait_for
from tests.e2e.town import build_town, followed_case
from tests.factories.sheets import csv, xlsx
from tests.newcomers.lists import received
from tests.newcomers.scene import Scene
from tests.sources import ROOT

HEAD = ["Prénom", "Nom de famille", "Né(e) le", "Courriel", "Ville"]
ROWS = [
    ["Dmytro", "Kovalenko", "1990-11-03", "dmytro@exemple.ca", "Mont-Joli"],
    ["Mariana", "Ospina Restrepo", "1987-05-12", "mariana@exemple.ca", "Mont-Joli"],
    ["Ana", "Ruiz", "31/02/1990", "", "Mont-Joly"],
]


def test_a_list_is_imported_then_undone(page: Page, sign_in: Callable[[User], None], tmp_path: Path) -> None:
    town = build_town()
    known = followed_case(town).person
    sign_in(town.maude)
    wrong, right = tmp_path / "liste.xlsx", tmp_path / "Salon de Bogota.xlsx"
    wrong.write_bytes(b"%PDF-1.7")
    right.write_bytes(xlsx([HEAD, *ROWS]))
    page.goto("/dossiers/importations/")
    see(page, "Aucune liste importée")
    assert_sound(page)
    reach(page, "Importer une liste")
    field(page, "Fichier").set_input_files(wrong)
    press(page, "Envoyer le fichier")
    expect(page.get_by_text("ni du CSV, ni un classeur XLSX ou ODS").last).to_be_visible()
    assert_sound(page)
    field(page, "Fichier").set_input_files(right)
    press(page, "Envoyer le fichier")
    see(page, "Colonnes de la liste", "1990-11-03 · 1987-05-12 · 31/02/1990")
    expect(page.get_by_label("Né(e) le")).to_have_value("birth_on")
    assert_sound(page)
    press(page, "Vérifier les lignes")
    see(page, "Vérification en cours", "Vous pouvez quitter cette page")
    assert_sound(page)
    _worked()
    see(page, "Prête (1)", "En erreur (1)", "Doublon probable (1)", "Le 31 février n’existe pas.")
    assert_sound(page)
    arrive(page.get_by_role("link", name="Comparer Mariana Ospina Restrepo"))
    page.get_by_label("Mettre à jour la fiche qui existe").check()
    page.get_by_label("Courriel : vide → mariana@exemple.ca").check()
    assert_sound(page)
    press(page, "Retenir ce choix")
    see(page, "Mettre à jour la fiche qui existe")
    press(page, "Inscrire les personnes")
    see(page, "Inscription en cours")
    _worked()
    see(page, "Inscrite (1)", "Fiche mise à jour (1)")
    assert_sound(page)
    known.refresh_from_db()
    assert known.email == "mariana@exemple.ca"
    assert Case.objects.filter(person__given_names="Dmytro", service_point=town.rimouski).count() == 1
    press(page, "Annuler toute l’importation")
    see(page, "Annulation en cours")
    _worked()
    see(page, "Importation annulée", "Annulée (2)")
    assert_sound(page)
    known.refresh_from_db()
    assert known.email == ""
    assert not Person.objects.filter(given_names="Dmytro").exists()


def test_on_a_phone_the_rows_are_cards(phone: Page, sign_in: Callable[[User], None]) -> None:
    town = build_town()
    scene = Scene(town.maude, town.alex, followed_case(town))
    sheet = received(scene, content=csv([HEAD, *ROWS]))
    set_columns(sheet=sheet, columns=sheet.columns, by=town.maude, at=now())
    advance_import(str(sheet.pk))
    sign_in(town.maude)
    phone.goto(f"/dossiers/importations/{sheet.pk}/")
    see(phone, "Doublon probable (1)")
    assert_sound(phone)


def test_a_worker_killed_in_the_middle_leaves_whole_blocks(page: Page) -> None:
    town = build_town()
    scene = Scene(town.maude, town.alex, followed_case(town))
    rows = [[f"Prénom{n:04}", f"Nom{n * 7919 % 1009:04}", "", "", ""] for n in range(1_001)]
    sheet = received(scene, content=csv([HEAD, *rows]))
    set_columns(sheet=sheet, columns=sheet.columns, by=town.maude, at=now())
    advance_import(str(sheet.pk))
    start_applying(sheet=sheet, otherwise="keep", by=town.maude, at=now())
    before = Person.objects.count()
    with _nobody_can_write_in(Case._meta.db_table) as holder:
        killed = _worker()
        _wait_for(holder)
        os.killpg(killed.pid, signal.SIGKILL)
        killed.wait()
    sheet.refresh_from_db()
    assert (sheet.stage, sheet.position, Person.objects.count()) == (ImportStage.APPLYING, 0, before)
    # As the queue does once it sees that nobody is at work any more.
    advance_import(str(sheet.pk))
    advance_import(str(sheet.pk))
    sheet = PersonImport.objects.get(pk=sheet.pk)
    assert (sheet.stage, sheet.counts["created"]) == (ImportStage.APPLIED, 1_001)
    assert Person.objects.count() == before + 1_001
    assert Case.objects.count() == Person.objects.count()


def _worked() -> None:
    """What the queue would do, in this process: the files of the tests are in its memory."""
    advance_import(str(PersonImport.objects.get().pk))


def _worker() -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "django", "procrastinate", "worker", "--one-shot"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.STDOUT}
    return subprocess.Popen(
        command, env=environment("ancrage.config.settings"), cwd=ROOT, start_new_session=True, **quiet
    )
