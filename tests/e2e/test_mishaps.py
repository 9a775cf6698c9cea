"""What goes wrong in front of the screen: nothing typed is lost, nothing is written twice."""

from collections.abc import Callable, Iterator

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.sessions.models import Session
from django.core.cache import cache
from playwright.sync_api import Browser, BrowserContext, Page, expect

from ancrage.core import today
from ancrage.newcomers.models import ContactNote
from ancrage.plans.models import PlanAction
from tests.e2e.checks import assert_sound
from tests.e2e.steps import code_of_the_moment, field, follow, press, see, tab_to
from tests.e2e.town import Town, followed_case, request_of
from tests.factories.accounts import PASSWORD


@pytest.fixture
def elsewhere(browser: Browser, base_url: str) -> Iterator[BrowserContext]:
    """Another person's browser."""
    other = browser.new_context(locale="fr-CA", base_url=base_url)
    yield other
    other.close()


@pytest.fixture
def without_script(browser: Browser, base_url: str) -> Iterator[BrowserContext]:
    plain = browser.new_context(locale="fr-CA", base_url=base_url, java_script_enabled=False)
    yield plain
    plain.close()


def test_what_was_typed_comes_back_after_the_session_ended(page: Page, town: Town) -> None:
    case = followed_case(town)
    town.maude.set_password(PASSWORD)
    town.maude.save()
    secret = generate_totp_secret()
    TOTP.activate(town.maude, secret)
    page.goto("/connexion/")
    _sign_in(page, town.maude.email, secret)
    expect(page.get_by_role("navigation", name="Navigation principale")).to_be_visible()
    page.goto(f"/dossiers/{case.pk}/notes/nouvelle/")
    field(page, "Ce qui a été dit ou fait").fill("Elle commence lundi à la coopérative.")

    Session.objects.all().delete()
    press(page, "Enregistrer la note")
    see(page, "Ouvrir une session")
    assert_sound(page)
    cache.clear()  # a code serves once, and the test does not wait thirty seconds
    _sign_in(page, town.maude.email, secret)
    see(page, "Vos renseignements sont revenus")
    assert_sound(page)
    press(page, "Continuer")
    expect(field(page, "Ce qui a été dit ou fait")).to_have_value("Elle commence lundi à la coopérative.")
    assert not ContactNote.objects.filter(case=case).exists()
    press(page, "Enregistrer la note")
    see(page, "Elle commence lundi à la coopérative.")


def _sign_in(page: Page, email: str, secret: str) -> None:
    page.get_by_label("Courriel").fill(email)
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    press(page, "Ouvrir une session")
    page.get_by_label("Code à 6 chiffres").fill(code_of_the_moment(secret))
    press(page, "Continuer")


def test_a_double_click_writes_once(page: Page, sign_in: Callable[..., None], town: Town) -> None:
    case = followed_case(town)
    sign_in(town.maude)
    page.goto(f"/dossiers/{case.pk}/notes/nouvelle/")
    field(page, "Ce qui a été dit ou fait").fill("Appelée ce matin.")
    page.get_by_role("button", name="Enregistrer la note").dblclick()
    see(page, "Appelée ce matin.")
    page.goto(f"/dossiers/{case.pk}/")
    follow(page, "Action pour « Tenir une conversation avec ses collègues »")
    plan = page.get_by_role("region", name="Plan d’action")
    field(plan, "Action").fill("Saluer sa voisine")
    plan.get_by_role("button", name="Enregistrer").dblclick()
    expect(plan.get_by_role("listitem").filter(has_text="Saluer sa voisine")).to_have_count(1)
    assert ContactNote.objects.filter(case=case).count() == 1
    assert PlanAction.objects.filter(text="Saluer sa voisine").count() == 1


def test_who_saves_second_sees_what_changed_and_keeps_what_they_wrote(
    page: Page, elsewhere: BrowserContext, sign_in: Callable[..., None], town: Town
) -> None:
    case = followed_case(town)
    sign_in(town.maude)
    sign_in(town.alex, elsewhere)
    hers, his = page, elsewhere.new_page()
    for one in (hers, his):
        one.goto(f"/dossiers/{case.pk}/")
        follow(one, "Modifier le besoin « parler français au travail »")
    field(hers, "Besoin").fill("parler français à la coopérative")
    press(hers, "Enregistrer")
    expect(hers.get_by_role("heading", name="Francisation : parler français à la coopérative")).to_be_visible()

    field(his, "Besoin").fill("parler français avec la clientèle")
    press(his, "Enregistrer")
    notice = his.get_by_role("alert")
    expect(notice).to_contain_text("Le plan a changé pendant que vous le lisiez")
    expect(notice).to_contain_text("Maude Thériault")
    expect(notice).to_contain_text("parler français à la coopérative")
    expect(field(his, "Besoin")).to_have_value("parler français avec la clientèle")
    assert_sound(his)
    press(his, "Enregistrer ma version")
    expect(his.get_by_role("heading", name="Francisation : parler français avec la clientèle")).to_be_visible()


def test_work_is_done_with_the_keyboard_alone(page: Page, sign_in: Callable[..., None], town: Town) -> None:
    request_of(town)
    sign_in(town.maude)
    page.goto("/ma-journee/")
    tab_to(page, page.get_by_role("button", name="Prendre la demande de Nour Haddad"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("row").filter(has_text="Nour Haddad")).to_contain_text("Suivie par vous")
    tab_to(page, page.get_by_role("link", name="Nour Haddad", exact=True))
    page.keyboard.press("Enter")
    tab_to(page, page.locator("summary", has_text="Autres actions"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("link", name="Ajouter une tâche"))
    page.keyboard.press("Enter")
    tab_to(page, field(page, "Quoi"))
    page.keyboard.type("Rappeler la garderie")
    tab_to(page, field(page, "Pour le"))
    page.keyboard.type(str(today()))
    tab_to(page, page.get_by_role("button", name="Ajouter la tâche"))
    page.keyboard.press("Enter")
    see(page, "Rappeler la garderie")


def test_the_key_pages_work_without_script(
    without_script: BrowserContext, sign_in: Callable[..., None], town: Town
) -> None:
    request_of(town)
    case = followed_case(town)
    sign_in(town.maude, without_script)
    page = without_script.new_page()
    page.goto("/ma-journee/")
    press(page, "Prendre la demande de Nour Haddad")
    follow(page, "Noter le premier contact avec Nour Haddad")
    press(page, "Noter le premier contact")
    expect(page.get_by_role("heading", name="Ma journée")).to_be_visible()
    page.goto(f"/dossiers/{case.pk}/")
    follow(page, "Action pour « Tenir une conversation avec ses collègues »")
    field(page, "Action").fill("Saluer sa voisine")
    press(page, "Enregistrer")
    press(page, "Marquer comme faite : Saluer sa voisine")
    see(page, "1 action faite sur 2")
    follow(page, "Aiguiller pour « parler français au travail »")
    follow(page, "Choisir ce service Français du soir")
    press(page, "Envoyer l’aiguillage")
    see(page, "L’aiguillage est envoyé")
