"""Where an employer works and whom to ask for: one main of each, and nothing is lost of what ends."""

import pytest
from django.urls import reverse

from ancrage.employers.models import Contact, Establishment
from tests.factories.accounts import signed_in, user_as
from tests.factories.employers import ContactFactory, EmployerFactory, EstablishmentFactory
from tests.factories.territory import MunicipalityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def employer(client):
    user = user_as("regional_adviser")
    signed_in(client, user)
    return EmployerFactory.create(organization__region=user.assignments.get().region)


def test_a_new_main_establishment_takes_the_place_of_the_other(client, employer) -> None:
    first = EstablishmentFactory.create(employer=employer, is_main=True)
    town = MunicipalityFactory.create()
    typed = {"municipality": town.name, "is_main": "on"}
    client.post(reverse("employers:part_add", args=[employer.pk, "etablissements"]), typed)
    assert Establishment.objects.get(is_main=True).municipality == town
    first.refresh_from_db()
    employer.organization.refresh_from_db()
    assert not first.is_main
    assert employer.organization.municipality == town


def test_the_first_contact_is_the_main_one(client, employer) -> None:
    client.post(reverse("employers:part_add", args=[employer.pk, "personnes"]), {"name": "Ginette Simard"})
    assert Contact.objects.get().is_main


def test_who_left_comes_back(client, employer) -> None:
    ContactFactory.create(employer=employer, is_main=True)
    gone = ContactFactory.create(employer=employer, name="Paul Ross")
    client.post(reverse("employers:part_end", args=[employer.pk, "personnes", gone.pk]))
    gone.refresh_from_db()
    assert gone.left_on is not None
    client.post(reverse("employers:part_restore", args=[employer.pk, "personnes", gone.pk]))
    gone.refresh_from_db()
    assert gone.left_on is None


def test_the_main_one_does_not_leave_before_another(client, employer) -> None:
    main = ContactFactory.create(employer=employer, is_main=True)
    page = client.post(reverse("employers:part_end", args=[employer.pk, "personnes", main.pk]), follow=True)
    assert "prend sa place" in page.content.decode()
    main.refresh_from_db()
    assert main.left_on is None
