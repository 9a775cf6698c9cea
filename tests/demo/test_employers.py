"""The employers of the demo: what the press text of 2021 says of them is counted, not written."""

from datetime import date

import pytest
from django.urls import reverse

from ancrage.accounts.models import User
from ancrage.demo.actions.drawing import OPENING
from ancrage.employers.models import Employer, Intervention
from ancrage.employers.queries.counting import accompanied
from tests.factories.accounts import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


def test_seventy_six_employers_were_accompanied() -> None:
    assert accompanied(date(2019, 8, 1), date(2021, 3, 31)).count() == 76
    assert accompanied(date(2019, 8, 1), date(2020, 3, 31)).count() < 76


def test_some_were_met_in_a_group_alone_and_do_not_count() -> None:
    shared = Employer.objects.filter(interventions__is_personal=False).exclude(interventions__is_personal=True)
    assert shared.distinct().count() == 9
    assert not Intervention.objects.filter(at__gte=OPENING).exists()


def test_an_adviser_finds_the_smokehouse(client) -> None:
    signed_in(client, User.objects.get(full_name="François Lebel"))
    found = client.get(reverse("employers:employers"), {"q": "fumoir"})
    assert "Fumoir de la Pointe inc." in found.content.decode()
    smokehouse = Employer.objects.get(neq="1170000428")
    page = client.get(reverse("employers:employer", args=[smokehouse.pk])).content.decode()
    assert "NEQ non vérifié" in page
    assert "Première intervention personnalisée" in page


def test_vacancies_are_of_every_state(client) -> None:
    signed_in(client, User.objects.get(full_name="François Lebel"))
    waiting = client.get(reverse("employers:region_vacancies")).content.decode()
    assert "Préposée ou préposé aux bénéficiaires" in waiting
    expired = client.get(reverse("employers:region_vacancies"), {"etat": "expired"}).content.decode()
    assert "Ouvrière ou ouvrier agricole" in expired
