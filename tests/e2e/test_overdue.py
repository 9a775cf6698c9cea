"""What is past its day, from one's day: narrowed by the keyboard, kept as a view, taken away, and nothing left."""

from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import Page, expect

from ancrage.core import today
from ancrage.newcomers.models import FollowUp
from tests.e2e.checks import assert_sound
from tests.e2e.steps import field, heading, press, reach, see, tab_to
from tests.e2e.town import Town, followed_case, request_of
from tests.factories.newcomers import TaskFactory


def _late(town: Town) -> None:
    """A follow-up and a task of Maude's, and a request nobody took."""
    case = followed_case(town)
    FollowUp.objects.filter(case=case).update(due_on=today() - timedelta(days=3))
    TaskFactory.create(case=case, assigned_to=town.maude, text="Rappeler l’école", due_on=today() - timedelta(days=2))
    request = request_of(town)
    request.first_contact_due_on = today() - timedelta(days=1)
    request.save(update_fields=["first_contact_due_on"])


def test_what_is_late_is_found_narrowed_kept_and_taken_away(
    page: Page, sign_in: Callable[..., None], town: Town
) -> None:
    _late(town)
    sign_in(town.maude)
    page.goto("/dossiers/en-retard/?tous")
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(3)
    assert_sound(page)

    reach(page, "Tâche")
    expect(rows).to_have_count(1)
    see(page, "1 retard", "Rappeler l’école")

    reach(page, "Enregistrer la vue")
    assert_sound(page)
    field(page, "Nom de la vue").fill("Mes rappels")
    press(page, "Enregistrer la vue")
    expect(page.get_by_role("link", name="Mes rappels")).to_have_attribute("aria-current", "page")
    expect(rows).to_have_count(1)
    assert_sound(page)

    with page.expect_download() as file:
        page.locator("summary", has_text="Exporter").click()
        page.get_by_role("link", name="Texte (CSV)").click()
    assert "Rappeler l’école" in file.value.path().read_text(encoding="utf-8-sig")

    pick = rows.get_by_role("checkbox", name="Choisir le dossier de Mariana Ospina Restrepo")
    tab_to(page, pick)
    page.keyboard.press("Space")
    press(page, "Fermer")
    expect(heading(page, "Fermer 1 dossier")).to_be_visible()
    assert_sound(page)
    reach(page, "Annuler")

    page.goto("/dossiers/en-retard/?tous&kind=aiguillage")
    see(page, "Aucun retard ne correspond")
    assert_sound(page)
    reach(page, "Voir tous les retards")
    expect(rows).to_have_count(3)
