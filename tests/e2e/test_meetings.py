"""Appointments of everyone: what waits to be noted, by the keyboard, undone; the sheet of the front desk."""

from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import Page, expect

from ancrage.agenda.models import Appointment
from ancrage.core import now
from tests.e2e.checks import assert_sound
from tests.e2e.steps import field, heading, press, reach, see, tab_to
from tests.e2e.town import Town, followed_case
from tests.factories.agenda import AppointmentFactory, span
from tests.factories.newcomers import CaseAppointmentFactory


def _met(town: Town) -> Appointment:
    """One of Maude's a moment ago, and one in two days; the first is returned."""
    case, made = followed_case(town), []
    for start in (now() - timedelta(minutes=5), now() + timedelta(days=2)):
        row = AppointmentFactory.create(
            worker=town.maude,
            service_point=case.service_point,
            during=span(start, start + timedelta(minutes=30)),
        )
        CaseAppointmentFactory.create(case=case, appointment=row)
        made.append(row)
    return made[0]


def test_attendance_is_noted_from_the_list_and_a_sheet_is_printed(
    page: Page, sign_in: Callable[..., None], town: Town
) -> None:
    waits = _met(town)
    sign_in(town.maude)
    page.goto("/rendez-vous/")
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(1)
    assert_sound(page)

    reach(page, "Passés")
    reach(page, "Filtrer, choisir les colonnes")
    state = field(page, "État")
    tab_to(page, state)
    state.select_option(label="Présence à noter")
    press(page, "Filtrer")
    see(page, "1 rendez-vous", "Mariana Ospina Restrepo")
    assert_sound(page)

    present = rows.get_by_role("button", name="Présence")
    tab_to(page, present)
    page.keyboard.press("Enter")
    see(page, "La présence est inscrite.", "Aucun rendez-vous ne correspond")
    assert Appointment.objects.get(pk=waits.pk).state == "present"
    press(page, "Annuler")
    expect(rows).to_have_count(1)

    reach(page, "Feuille d’accueil")
    expect(heading(page, "Rendez-vous")).to_be_visible()
    expect(rows).to_have_count(1)
    assert_sound(page)
