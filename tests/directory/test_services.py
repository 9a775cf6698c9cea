"""The directory: found by words and filters, with the same number of statements whatever it holds."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ancrage.core import today
from ancrage.directory.actions.publishing import publish
from ancrage.directory.models import Address, Location, ServiceArea, ServiceAtLocation
from tests.factories.accounts import user_as
from tests.factories.directory import MADE, NeedDomainFactory, OrganizationFactory, ServiceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def inside(client: Client) -> Client:
    client.force_login(user_as("regional_adviser"))
    session = client.session
    session["demo"] = True
    session.save()
    return client


def test_the_most_relevant_comes_first(inside: Client) -> None:
    ServiceFactory.create(name="Aide aux devoirs", description="Un peu de français")
    ServiceFactory.create(name="Français du soir", description="Cours de français")
    page = inside.get("/repertoire/", {"q": "cours de français du soir"}).content.decode()
    assert page.index("Français du soir</a>") < page.index("Aide aux devoirs</a>")


def test_filters(inside: Client) -> None:
    domain = NeedDomainFactory.create(code="logement")
    wanted = ServiceFactory.create(name="Logement aidé", languages=["fr", "es"])
    wanted.domains.add(domain)
    mrc = wanted.organization.municipality.mrc
    ServiceArea.objects.create(service=wanted, mrc=mrc)
    publish([wanted.pk], at=MADE)
    ServiceFactory.create(
        name="Ailleurs", accepts_referrals=False, paused_on=today(), resumes_on=today() + timedelta(days=3)
    )
    for query in ({"domaine": "logement"}, {"mrc": str(mrc.pk)}, {"langue": "es"}, {"comment": "aiguillages"}):
        page = inside.get("/repertoire/", query).content.decode()
        assert "Logement aidé" in page, query
        assert "Ailleurs" not in page, query
    assert "Aucun service ne correspond" in inside.get("/repertoire/", {"q": "zzzz"}).content.decode()


def test_a_service_and_its_organisation(inside: Client) -> None:
    service = ServiceFactory.create(name="Jumelage", waiting_weeks=3, schedule="Mardi soir")
    place = Location.objects.create(
        organization=service.organization,
        name="Salle",
        municipality=service.organization.municipality,
        created_at=MADE,
        modified_at=MADE,
    )
    Address.objects.create(location=place, address_1="1, rue du Port", city="Matane")
    ServiceAtLocation.objects.create(service=service, location=place)
    page = inside.get(f"/repertoire/services/{service.pk}/").content.decode()
    assert "3 semaines d’attente" in page
    assert "Mardi soir" in page
    assert "1, rue du Port, Matane" in page
    assert service.organization.email not in page
    assert "Jumelage" in inside.get(f"/repertoire/organismes/{service.organization_id}/").content.decode()


def test_partners_read_the_directory_and_newcomers_do_not(client: Client) -> None:
    for role, status in (("partner_worker", 200), ("newcomer", 404)):
        client.force_login(user_as(role))
        session = client.session
        session["demo"] = True
        session.save()
        assert client.get("/repertoire/").status_code == status


def test_statements_do_not_grow(inside: Client) -> None:
    organization = OrganizationFactory.create()
    urls = ("/repertoire/", "/repertoire/?q=service", f"/repertoire/organismes/{organization.pk}/")
    ServiceFactory.create(organization=organization)
    for url in urls:
        inside.get(url)
    before = [_statements(inside, url) for url in urls]
    ServiceFactory.create_batch(2, organization=organization)
    ServiceFactory.create()
    assert [_statements(inside, url) for url in urls] == before
    assert max(before) <= 10


def _statements(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)
