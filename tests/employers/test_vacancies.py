"""A vacancy: checked when it is written, validated before it is seen, gone after ninety days, opened again in a click."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse

from ancrage.core import today
from ancrage.core.actors import JobActor
from ancrage.core.dates import local_day
from ancrage.employers.actions import vacancies as actions
from ancrage.employers.actions.reference import load_reference
from ancrage.employers.actions.vacancies import STAYS, VacancyRefused, write_vacancy
from ancrage.employers.models import MinimumWage, Vacancy, VacancyState
from ancrage.employers.wording import doubts
from tests.factories.accounts import UserFactory, signed_in, user_as
from tests.factories.employers import MOMENT, EmployerFactory, OccupationFactory, VacancyFactory

pytestmark = pytest.mark.django_db


def _write(**values) -> Vacancy:
    given = {
        "occupation": OccupationFactory.create(),
        "title": "Mécanicienne ou mécanicien",
        "wage_from": Decimal("25.00"),
    }
    vacancy = Vacancy(employer=EmployerFactory.create())
    return write_vacancy(vacancy=vacancy, values={**given, **values}, by=UserFactory.create(), at=MOMENT)


def test_the_minimum_wage_is_that_of_the_day() -> None:
    load_reference(by=JobActor("test"), at=MOMENT)
    assert MinimumWage.objects.on(date(2021, 4, 30)) == Decimal("13.10")
    assert MinimumWage.objects.on(date(2021, 5, 1)) == Decimal("13.50")
    assert MinimumWage.objects.on(date(2001, 1, 1)) is None
    with pytest.raises(VacancyRefused, match="13,10 \\$ l’heure") as refused:
        _write(wage_from=Decimal("13.09"))
    assert refused.value.field == "wage_from" and not Vacancy.objects.exists()
    assert _write(wage_from=Decimal("13.10")).state == VacancyState.DRAFT


def test_what_was_entered_of_wages_since_stays() -> None:
    MinimumWage.objects.create(rate=Decimal("16.60"), during=DateRange(date(2025, 5, 1), None))
    load_reference(by=JobActor("test"), at=MOMENT)
    assert MinimumWage.objects.on(date(2026, 1, 1)) == Decimal("16.60")
    assert load_reference(by=JobActor("test"), at=MOMENT) == 0


def test_wages_are_in_order() -> None:
    with pytest.raises(VacancyRefused) as refused:
        _write(wage_to=Decimal("24.99"))
    assert refused.value.field == "wage_to"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Nous voulons une équipe jeune", "âge"), ("Personne de moins de 35 ans", "âge"), ("Young people wanted", "âge"),
        ("Hommes seulement", "sexe"), ("Women only", "sexe"), ("Québécois de souche", "origine"),
        ("Canadian citizens only", "origine"), ("Milieu catholique", "religion"), ("Personne célibataire", "état civil"),
        ("En parfaite santé", "handicap"), ("Expérience canadienne exigée", "expérience"),
    ],
)  # fmt: skip
def test_a_forbidden_criterion_is_said_with_its_reason(text: str, word: str) -> None:
    [found] = doubts(text)
    assert word in str(found.reason)


@pytest.mark.parametrize(
    "text",
    ["Mécanicienne ou mécanicien d’une jeune entreprise", "Plus de 10 ans d’expérience", "Hommes et femmes bienvenus",
     "Travail de nuit dans un petit atelier", "Éducatrice auprès d’enfants", "Soins aux personnes handicapées"],
)  # fmt: skip
def test_ordinary_words_are_left_alone(text: str) -> None:
    assert list(doubts(text)) == []


def test_such_words_are_kept_when_the_post_requires_it() -> None:
    with pytest.raises(VacancyRefused, match="femmes seulement") as refused:
        _write(description="Femmes seulement")
    assert refused.value.field == "keeps_wording"
    assert _write(description="Femmes seulement", keeps_wording=True).keeps_wording


def test_published_then_expired_then_opened_again() -> None:
    vacancy, by = VacancyFactory.create(), UserFactory.create()
    actions.publish(vacancy=vacancy, by=by, at=MOMENT)
    last = local_day(MOMENT) + STAYS
    assert Vacancy.objects.open_on(last).exists()
    assert not Vacancy.objects.open_on(last + timedelta(days=1)).exists()
    assert Vacancy.objects.expired_on(last + timedelta(days=1)).exists()
    later = MOMENT + STAYS + timedelta(days=3)
    actions.publish(vacancy=vacancy, by=by, at=later)
    assert Vacancy.objects.open_on(local_day(later) + STAYS).exists()


def test_what_rose_meanwhile_is_asked_again() -> None:
    vacancy = VacancyFactory.create(wage_from=Decimal("12.00"))
    MinimumWage.objects.create(rate=Decimal("13.10"), during=DateRange(date(2020, 5, 1), None))
    with pytest.raises(VacancyRefused):
        actions.publish(vacancy=vacancy, by=UserFactory.create(), at=MOMENT)


def test_sent_sent_back_and_sent_again() -> None:
    vacancy, by = VacancyFactory.create(), UserFactory.create()
    actions.submit(vacancy=vacancy, by=by, at=MOMENT)
    with pytest.raises(VacancyRefused, match="changé entre-temps"):
        actions.submit(vacancy=vacancy, by=by, at=MOMENT)
    actions.send_back(vacancy=vacancy, reason="Précisez l’horaire.", by=by, at=MOMENT)
    vacancy.refresh_from_db()
    assert (vacancy.state, vacancy.return_reason) == (VacancyState.DRAFT, "Précisez l’horaire.")
    actions.submit(vacancy=vacancy, by=by, at=MOMENT)
    vacancy.refresh_from_db()
    assert vacancy.return_reason == ""


def test_an_adviser_writes_validates_and_closes(client) -> None:
    user = user_as("regional_adviser")
    signed_in(client, user)
    employer = EmployerFactory.create(organization__region=user.assignments.get().region)
    occupation = OccupationFactory.create()
    typed = {
        "occupation": occupation.code, "title": "Ouvrière ou ouvrier", "posts": "2", "wage_from": "18,50",
        "schedule": "day", "duration": "seasonal", "experience": "0", "description": "Hommes seulement",
    }  # fmt: skip
    add = reverse("employers:vacancy_add", args=[employer.pk])
    again = client.post(add, typed).content.decode()
    assert "Le sexe et l’identité de genre" in again and "Ouvrière ou ouvrier" in again
    client.post(add, typed | {"description": "Tri et emballage"})
    vacancy = Vacancy.objects.get()
    page = reverse("employers:vacancy", args=[employer.pk, vacancy.pk])
    assert "Publier pour 90 jours" in client.get(page).content.decode()
    client.post(reverse("employers:vacancy_publish", args=[employer.pk, vacancy.pk]))
    vacancy.refresh_from_db()
    assert vacancy.expires_on == today() + STAYS
    listed = client.get(reverse("employers:region_vacancies"), {"etat": "published"}).content.decode()
    assert "Ouvrière ou ouvrier" in listed
    client.post(reverse("employers:vacancy_close", args=[employer.pk, vacancy.pk]))
    assert "Rouvrir pour 90 jours" in client.get(page).content.decode()
