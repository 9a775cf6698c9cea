"""Whoever does not know Ancrage finds a service on a phone, and calls it; the map is read with the keys alone."""

import re

import pytest
from playwright.sync_api import Page, expect

from ancrage.core import now
from ancrage.directory.actions.publishing import publish
from ancrage.directory.actions.taxonomies import publish_taxonomies
from ancrage.directory.models import Location, Phone, Schedule, Service, ServiceArea, ServiceAtLocation
from ancrage.territory.models import Municipality
from tests.e2e.checks import assert_sound
from tests.e2e.steps import field, follow, press, see
from tests.e2e.town import Town
from tests.factories.directory import ServiceFactory


@pytest.fixture
def expected_console() -> set[str]:
    """Styles that axe sets to read a map, which the policy refuses once it has left; ``test_map`` watches our own."""
    return {"Applying inline style"}


@pytest.fixture
def services(town: Town) -> list[Service]:
    """Three courses of French, one in the evening in Mont-Joli."""
    publish_taxonomies()
    return [
        _course(town, "Parler français le soir", "Mont-Joli", "TU,TH 18:30 21:00"),
        _course(town, "Parler français le jour", "Mont-Joli", "MO,WE 09:00 12:00"),
        _course(town, "Parler français à Matane", "Matane", "TU,TH 18:30 21:00"),
    ]


def _course(town: Town, name: str, where: str, hours: str) -> Service:
    place = Municipality.objects.in_order().filter(name=where, mrc__region=town.region).first()
    assert place
    service = ServiceFactory.create(
        name=name,
        description="Cours de français en petit groupe",
        organization__name=f"École de {where}",
        published=False,
    )
    made = Location.objects.create(
        organization=service.organization, name=where, municipality=place, created_at=now(), modified_at=now()
    )
    ServiceAtLocation.objects.create(service=service, location=made)
    ServiceArea.objects.create(service=service, mrc=place.mrc)
    days, opens, closes = hours.split()
    Schedule.objects.create(service=service, freq="WEEKLY", byday=days, opens_at=opens, closes_at=closes)
    Phone.objects.create(service=service, number="418 555-0121")
    publish([service.pk], at=now())
    return service


def test_found_and_called_on_a_phone(phone: Page, services: list[Service]) -> None:
    phone.goto("/services/")
    assert_sound(phone)
    field(phone, "Que cherchez-vous?").fill("un cours de français le soir près de Mont-Joli")
    press(phone, "Chercher")
    see(phone, "Lieu : Mont-Joli.")
    expect(phone.get_by_text("Parler français à Matane")).to_have_count(0)
    first = phone.locator("#r1")
    expect(first.get_by_role("heading")).to_have_text(re.compile("Parler français le soir"))
    expect(first.get_by_role("link", name=re.compile("appeler Parler français le soir"))).to_have_attribute(
        "href", "tel:418 555-0121"
    )
    assert_sound(phone)
    first.get_by_role("button", name=re.compile("Enregistrer")).click()
    expect(phone.locator("#r1").get_by_role("button", name=re.compile("Ne plus garder"))).to_be_visible()
    follow(phone, "Parler français le soir")
    see(phone, "Horaire", "Mardi", "18 h 30 à 21 h", "Où aller")
    assert_sound(phone)
    follow(phone, "Services enregistrés")
    see(phone, "Parler français le soir")
    assert_sound(phone)
    follow(phone, "Imprimer ces services")
    see(phone, "École de Mont-Joli, 418 555-0121")
    assert_sound(phone)


def test_what_is_found_is_narrowed_and_sorted(page: Page, services: list[Service]) -> None:
    page.goto("/services/?q=cours+de+francais&pres=Mont-Joli&km=100")
    see(page, "3 services")
    page.get_by_role("checkbox", name=re.compile("Le soir")).check()
    press(page, "Appliquer")
    see(page, "2 services")
    follow(page, "Distance")
    expect(page.locator("#r2")).to_contain_text("Parler français à Matane")
    assert_sound(page)
    page.goto("/services/?q=zythologie&quand=soir")
    see(page, "Aucun service ne correspond")
    assert_sound(page)
    follow(page, "Voir tous les services")
    see(page, "Parler français le soir")


def test_some_are_ticked_for_paper_and_the_map_is_a_tap_away(phone: Page, services: list[Service]) -> None:
    phone.goto("/services/?q=cours+de+francais&pres=Mont-Joli&km=100")
    follow(phone, "Carte")
    expect(phone.locator("#carte")).to_be_in_viewport()
    follow(phone, "Liste")
    expect(phone.locator("#r1")).to_be_in_viewport()
    phone.get_by_role("checkbox", name="À imprimer Parler français à Matane").check()
    press(phone, "Imprimer en gros caractères")
    see(phone, "Parler français à Matane")
    expect(phone.locator(".an-sheet--large > li")).to_have_count(1)
    assert_sound(phone)
    follow(phone, "Revenir à la recherche")
    see(phone, "3 services")


def test_the_map_by_keyboard(page: Page, services: list[Service]) -> None:
    page.goto("/services/?q=cours+de+francais&pres=Mont-Joli&km=100")
    map_ = page.locator(".an-map__live")
    expect(map_).to_be_visible()
    map_.get_by_role("button", name=re.compile("Parler français à Matane")).press("Enter")
    link = map_.get_by_role("link", name="Voir dans la liste")
    expect(link).to_be_focused()
    assert_sound(page)
    link.press("Enter")
    expect(page).to_have_url(re.compile(r"#r\d$"))
    assert_sound(page)
