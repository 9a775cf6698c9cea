"""The main road, whole: from a person who comes in to the transfer of their dossier, through every page on the way."""

import re
from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import Browser, Locator, Page, expect

from ancrage.core import today
from ancrage.core.dates import add_working_days
from ancrage.ui.formats import short_day
from tests.e2e.checks import assert_sound
from tests.e2e.steps import answer_by_link, arrive, field, follow, link_in_mail, press, reach, see
from tests.e2e.town import PARTNER_EMAIL, Town, followed_case


def test_a_person_comes_in_and_is_accompanied_to_another_region(
    page: Page, browser: Browser, sign_in: Callable[..., None], town: Town
) -> None:
    followed_case(town, "Nur", "Hadad", birth_on=None)
    sign_in(town.maude)
    page.goto("/ma-journee/")
    _search_then_enter(page)
    _take_and_reach(page)
    _consent(page)
    _draft_an_assessment(page)
    _finish_the_assessment(page)
    _plan(page)
    _hand_over(page)
    _refer(page)
    _partner_answers(page)
    _read_the_answer(page)
    _follow_up(page)
    _close_and_reopen(page)
    _transfer(page)
    page.context.clear_cookies()
    sign_in(town.isabelle)
    _received_elsewhere(page)


def _search_then_enter(page: Page) -> None:
    reach(page, "Nouvelle personne")
    assert_sound(page)
    field(page, "Prénoms").fill("Nour")
    field(page, "Noms de famille").fill("Haddad")
    press(page, "Chercher")
    see(page, "Personnes semblables", "Nur Hadad")
    assert_sound(page)

    arrive(page.get_by_role("button", name="Inscrire une nouvelle personne", exact=True))
    assert_sound(page)
    expect(field(page, "Prénoms")).to_have_value("Nour")
    field(page, "Jour").fill("3")
    field(page, "Mois").fill("9")
    field(page, "Année").fill("1990")
    field(page, "Téléphone").fill("418 555-0188")
    field(page, "Municipalité de destination").fill("Mont-Joli")
    field(page, "Arrivée au Québec").fill(str(today() - timedelta(days=12)))
    field(page, "Langues parlées").fill("espagnol, arabe")
    field(page, "Autre langue de service").fill("espagnol")
    page.get_by_role("radio", name=re.compile("Accueil")).check()
    page.get_by_label("Statut", exact=False).first.select_option(index=1)
    field(page, "Document").select_option(label="Permis de travail")
    field(page, "Document valide du").fill(str(today() - timedelta(days=12)))
    field(page, "Au").fill(str(today() + timedelta(days=60)))
    press(page, "Inscrire et ouvrir le dossier")
    expect(page.get_by_role("heading", name="Nour Haddad", level=1)).to_be_visible()
    see(page, "est ouvert à Point de services de Rimouski", "Permis de travail")
    assert_sound(page)


def _take_and_reach(page: Page) -> None:
    follow(page, "Ma journée")
    line = page.get_by_role("row").filter(has_text="Nour Haddad")
    expect(line).to_contain_text(short_day(add_working_days(today(), 5)))
    press(line, "Prendre la demande de Nour Haddad")
    expect(line).to_contain_text("Suivie par vous")
    follow(line, "Noter le premier contact avec Nour Haddad")
    form = page.get_by_role("row").filter(has_text="Premier contact avec Nour Haddad")
    field(form, "Ce qui a été dit").fill("Rendez-vous jeudi à 9 h 30.")
    assert_sound(page)
    press(form, "Noter le premier contact")
    expect(form).to_be_hidden()
    page.goto("/dossiers/")
    assert_sound(page)
    follow(page, "Nour Haddad")


def _consent(page: Page) -> None:
    reach(page.get_by_role("navigation", name="Parties du dossier"), "Consentement")
    assert_sound(page)
    reach(page.get_by_role("main"), "Inscrire un consentement")
    assert_sound(page)
    press(page, "Inscrire le consentement")
    see(page, "En vigueur")
    assert_sound(page)


def _draft_an_assessment(page: Page) -> None:
    follow(page.get_by_role("navigation", name="Parties du dossier"), "Évaluations")
    reach(page.get_by_role("main"), "Évaluer les besoins")
    assert_sound(page)
    press(page, "Commencer")
    _level(page, "Logement", "Aucun besoin").check()
    assert_sound(page)
    press(page, "Enregistrer et fermer")
    see(page, "Une évaluation est en cours")


def _finish_the_assessment(page: Page) -> None:
    follow(page, "Reprendre l’évaluation")
    follow(page.get_by_role("navigation", name="Étapes de l’évaluation"), "Installation")
    expect(_level(page, "Logement", "Aucun besoin")).to_be_checked()
    press(page, "Enregistrer et continuer")
    _level(page, "Francisation", "Besoin moyen").check()
    french = page.get_by_role("region", name="Francisation").last
    french.get_by_text("Préciser le besoin").click()
    field(french, "Le besoin, en quelques mots").fill("parler français au travail")
    assert_sound(page)
    for volet in ("Intégration au marché de l’emploi", "Intégration à la collectivité", "Transversal"):
        press(page, "Enregistrer et continuer")
        expect(page.get_by_role("heading", name=volet, level=2)).to_be_visible()
        assert_sound(page)
    press(page, "Enregistrer et continuer")
    see(page, "Sommaire")
    assert_sound(page)
    press(page, "Terminer l’évaluation")


def _level(page: Page, topic: str, words: str) -> Locator:
    return page.get_by_role("region", name=topic).last.get_by_role("radio", name=words)


def _plan(page: Page) -> None:
    plan = page.get_by_role("region", name="Plan d’action")
    follow(plan, "Objectif pour « parler français au travail »")
    field(plan, "Objectif").fill("Parler français au travail")
    press(plan, "Enregistrer")
    follow(plan, "Action pour « Parler français au travail »")
    field(plan, "Action").fill("M’inscrire à un cours de français")
    press(plan, "Enregistrer")
    expect(plan.get_by_role("listitem").filter(has_text="M’inscrire à un cours de français")).to_be_visible()
    follow(plan, "Action pour « Parler français au travail »")
    field(plan, "Action").fill("Saluer sa voisine tous les matins")
    assert_sound(page)
    press(plan, "Enregistrer")
    expect(plan.get_by_text("0 action faite sur 2")).to_be_visible()
    press(plan, "Marquer comme faite : Saluer sa voisine tous les matins")
    expect(plan.get_by_text("1 action faite sur 2")).to_be_visible()
    assert_sound(page)


def _hand_over(page: Page) -> None:
    press(page, "Établir la version à remettre")
    follow(page, "Montrer à la personne")
    expect(page.locator("[lang=es]").first).to_be_visible()
    assert_sound(page)
    page.get_by_role("button", name=re.compile("J’accepte")).click()
    see(page, "Plan d’action accepté (à l’écran), version 1")
    assert_sound(page)
    answer = page.request.get(page.get_by_role("link", name=re.compile("PDF")).get_attribute("href") or "")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF-")


def _refer(page: Page) -> None:
    follow(page, "Aiguiller pour « parler français au travail »")
    see(page, "1 service convient", "Français du soir", "Dessert Mont-Joli")
    page.get_by_text("Pourquoi 1 service est écarté").click()
    see(page, "Français du matin")
    assert_sound(page)
    follow(page, "Choisir ce service Français du soir")
    see(page, "Renseignements à communiquer")
    expect(page.get_by_role("checkbox", name=re.compile("418 555-0188"))).to_be_checked()
    assert_sound(page)
    press(page, "Envoyer l’aiguillage")
    see(page, "Français du soir", "Envoyé")
    assert_sound(page)


def _partner_answers(page: Page) -> None:
    """Elsewhere, without an account: from the e-mail, two clicks."""
    other = page.context.browser.new_context(locale="fr-CA", base_url=page.url.split("/dossiers")[0])  # type: ignore[union-attr]
    door = other.new_page()
    door.goto(link_in_mail(PARTNER_EMAIL))
    see(door, "Une personne", "Francisation", "Mont-Joli")
    expect(door.get_by_text("Haddad")).to_have_count(0)
    answer_by_link(door, "Nous l’accueillons")
    see(door, "Merci, la réponse est inscrite")
    other.close()


def _read_the_answer(page: Page) -> None:
    follow(page, "Ma journée")
    answers = page.get_by_role("region", name=re.compile("Réponses des partenaires"))
    expect(answers).to_contain_text("Français du soir")
    assert_sound(page)
    follow(answers, "Nour Haddad")
    press(page, "Réponse lue")
    follow(page.get_by_role("navigation", name="Parties du dossier"), "Plan")


def _follow_up(page: Page) -> None:
    reach(page.get_by_role("navigation", name="Parties du dossier"), "Suivis")
    assert_sound(page)
    reach(page.get_by_role("main"), re.compile("^Inscrire"))
    assert_sound(page)
    page.get_by_role("radio", name="La personne").first.check()
    press(page, "Inscrire le suivi")
    see(page, "Fait")


def _close_and_reopen(page: Page) -> None:
    _other_action(page, "Fermer le dossier")
    field(page, "Motif").select_option(index=1)
    assert_sound(page)
    press(page, "Fermer le dossier")
    see(page, "Fermé")
    follow(page, "Rouvrir")
    field(page, "Pourquoi rouvrir le dossier").fill("Elle cherche un autre logement.")
    assert_sound(page)
    press(page, "Rouvrir le dossier")
    see(page, "En accompagnement")


def _transfer(page: Page) -> None:
    _other_action(page, "Transférer le dossier")
    field(page, "Point de services").select_option(label="Point de services de Matane (Bas-Saint-Laurent)")
    field(page, "Note pour la personne qui reçoit le dossier").fill("Le cours du soir commence lundi.")
    assert_sound(page)
    press(page, "Transférer")
    see(page, "Le dossier est transféré. Il a quitté votre liste.")
    expect(page.get_by_role("link", name="Nour Haddad")).to_have_count(0)


def _received_elsewhere(page: Page) -> None:
    page.goto("/dossiers/")
    follow(page, "Nour Haddad")
    see(page, "Le cours du soir commence lundi.")


def _other_action(page: Page, name: str) -> None:
    page.get_by_role("main").locator("summary", has_text="Autres actions").click()
    follow(page, name)
