"""A series of group sessions on a phone: opened, filled, its attendance, its attestation."""

from collections.abc import Callable
from datetime import timedelta

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from playwright.sync_api import Page, expect

from ancrage.agenda.models import Appointment
from ancrage.core import today
from tests.e2e.checks import NARROW, assert_accessible, assert_sound
from tests.e2e.steps import field, press, reach, see
from tests.e2e.town import Town, followed_case


def _its_day_comes() -> None:
    """The block was tomorrow: it is today."""
    for row in Appointment.objects.order_by("pk"):
        start, end = (one - timedelta(days=1) for one in (row.starts_at, row.ends_at))
        row.during = DateTimeTZRange(start, end)
        row.save(update_fields=["during"])


def test_a_series_from_its_opening_to_an_attestation(page: Page, sign_in: Callable[..., None], town: Town) -> None:
    came, missed = followed_case(town), followed_case(town, "Nour", "Haddad")
    page.set_viewport_size({"width": NARROW, "height": 740})
    sign_in(town.maude)
    page.goto("/seances/")
    assert_sound(page)
    reach(page, "Ouvrir une série")
    assert_sound(page)
    field(page, "Nom de la série").fill("Été, le soir")
    field(page, "Blocs requis pour l’attestation").fill("1")
    press(page, "Enregistrer")
    see(page, "La série est ouverte. Ajoutez ses blocs.")
    assert_sound(page)

    reach(page, "Ajouter un bloc")
    assert_sound(page)
    field(page, "Thème").fill("Valeurs démocratiques")
    field(page, "Jour").fill(f"{today() + timedelta(days=1):%Y-%m-%d}")
    field(page, "De").fill("18 h")
    field(page, "À").fill("21 h")
    field(page, "Façon").select_option("video")
    press(page, "Enregistrer")
    see(page, "Valeurs démocratiques")

    for case in (came, missed):
        field(page, "Numéro du dossier").fill(case.reference)
        press(page, "Inscrire")
        see(page, case.person.full_name)
    assert_sound(page)

    _its_day_comes()
    page.reload()
    page.get_by_role("link", name="Présences").click()
    groups = page.get_by_role("group", name="Mariana Ospina Restrepo")
    expect(groups).to_be_visible()
    assert_sound(page)
    # One tap, then one key.
    groups.get_by_text("Présence").click()
    page.get_by_role("group", name="Nour Haddad").get_by_role("radio").first.focus()
    page.keyboard.press("a")
    expect(page.get_by_role("group", name="Nour Haddad").get_by_label("Absence")).to_be_checked()
    press(page, "Enregistrer les présences")
    see(page, "2 inscriptions à la feuille de présence.")

    press(page, "Délivrer l’attestation Mariana Ospina Restrepo")
    document = page.get_by_role("link", name="(PDF)")
    expect(document).to_be_visible()
    assert_sound(page)
    pdf = page.request.get(page.url.rstrip("/").rsplit("/seances", 1)[0] + str(document.get_attribute("href")))
    assert pdf.body().startswith(b"%PDF")

    page.goto("/mon-agenda/")
    see(page, "Objectif Intégration, Été, le soir")
    page.emulate_media(color_scheme="dark")
    page.goto("/seances/")
    assert_accessible(page)
