"""The person, the household, consent and who sees the dossier, as two agents live them."""

from collections.abc import Callable
from datetime import date

import pghistory
from playwright.sync_api import Page, expect

from ancrage.accounts.models import User
from ancrage.core import now, today
from ancrage.newcomers.actions.circle import restrict
from ancrage.newcomers.actions.person import edit_person
from ancrage.newcomers.models import Consent, Person
from tests.e2e.checks import assert_sound
from tests.e2e.town import build_town, followed_case
from tests.factories.newcomers import ServiceLanguageFactory


def test_two_agents_edit_the_same_person(page: Page, sign_in: Callable[[User], None]) -> None:
    town = build_town()
    case = followed_case(town)
    sign_in(town.maude)
    page.goto(f"/dossiers/{case.pk}/")
    page.locator("summary", has_text="Autres actions").click()
    page.get_by_role("link", name="Modifier la fiche de la personne").click()
    page.get_by_label("Quand la joindre").fill("Le soir, après 18 h")
    page.get_by_label("Langues parlées").fill("Espagnol, anglais")
    with pghistory.context(user=str(town.alex.pk)):
        values = {"contact_hours": "Le midi", "email": "mariana@exemple.ca"}
        edit_person(case=case, values=values, seen=0, by=town.alex, at=now())
    page.get_by_role("button", name="Enregistrer la fiche").click()
    expect(page.get_by_text(f"{town.alex.full_name} l’a enregistrée avant vous")).to_be_visible()
    expect(page.get_by_label("Langues parlées")).to_have_value("Espagnol, anglais")
    expect(page.get_by_role("textbox", name="Courriel")).to_have_value("mariana@exemple.ca")
    assert_sound(page)
    page.get_by_label("Garder la vôtre : Le soir, après 18 h").check()
    page.get_by_role("button", name="Enregistrer la fiche").click()
    expect(page.get_by_text("La fiche de la personne est à jour.")).to_be_visible()
    person = Person.objects.get(pk=case.person_id)
    assert (person.contact_hours, person.email, person.languages) == (
        "Le soir, après 18 h",
        "mariana@exemple.ca",
        ["es", "en"],
    )


def test_consent_is_given_by_a_parent_shown_in_two_languages_and_withdrawn(
    page: Page, sign_in: Callable[[User], None]
) -> None:
    town = build_town()
    case = followed_case(town)
    Consent.objects.all().delete()
    case.person.birth_on = date(today().year - 9, 1, 1)
    case.person.save()
    ServiceLanguageFactory.create(person=case.person, language="es")
    sign_in(town.maude)
    page.goto(f"/dossiers/{case.pk}/consentements/")
    page.get_by_role("link", name="Inscrire un consentement").first.click()
    expect(page.locator('[lang="es"]').first).to_be_visible()
    page.get_by_label("La personne elle-même").check()
    page.get_by_role("button", name="Inscrire le consentement").click()
    expect(page.get_by_text("Avant 14 ans, le consentement est donné").last).to_be_visible()
    assert_sound(page)
    page.get_by_label("Titulaire de l’autorité parentale").check()
    page.get_by_label("Nom de qui consent pour la personne").fill("Mariana Ospina Restrepo")
    page.get_by_label("À quel titre").fill("mère")
    page.get_by_role("button", name="Inscrire le consentement").click()
    expect(page.get_by_text("par Mariana Ospina Restrepo, mère")).to_be_visible()
    assert_sound(page)
    page.get_by_role("link", name="Inscrire un retrait").click()
    page.get_by_role("button", name="Retirer le consentement").click()
    expect(page.get_by_text("Aucun consentement en vigueur")).to_be_visible()
    assert Consent.objects.get().withdrawn_at


def test_an_exceptional_access_opens_a_restricted_dossier_for_an_hour(
    page: Page, sign_in: Callable[[User], None], expected_statuses: set[int]
) -> None:
    town = build_town()
    case = followed_case(town)
    restrict(case=case, reason="Parente d’un collègue", named=[], by=town.maude, at=now())
    sign_in(town.alex)
    expected_statuses.add(404)
    page.goto(f"/dossiers/{case.pk}/")
    expect(page.get_by_role("heading", level=1)).not_to_contain_text(case.person.family_names)
    page.goto("/acces-exceptionnel/")
    page.get_by_label("Numéro exact du dossier").fill("BSL-1999-000001")
    page.get_by_label("Raison").fill("La personne est au comptoir, sans logement ce soir.")
    page.get_by_role("button", name="Ouvrir pour une heure").click()
    expect(page.get_by_text("Aucun dossier de ce numéro dans votre région").last).to_be_visible()
    page.get_by_label("Numéro exact du dossier").fill(case.reference)
    page.get_by_role("button", name="Ouvrir pour une heure").click()
    expect(page.get_by_text("Accès exceptionnel jusqu’à")).to_be_visible()
    assert_sound(page)
