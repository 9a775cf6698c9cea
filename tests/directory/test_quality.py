"""The quality of each record is worked out in the query, and kept; what is missing is said, with where to mend it."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from ancrage.core import now, today
from ancrage.core.actors import JobActor
from ancrage.directory.actions.rating import rate_all, rate_new
from ancrage.directory.actions.records import change_record, set_standing, verify_records
from ancrage.directory.jobs import publish_what_is_not_yet
from ancrage.directory.models import Address, Contact, Location, Phone, Rating, Service, ServiceAtLocation
from ancrage.directory.queries.quality import CRITERIA, lacked, missing, picture_of, scored
from tests.factories.accounts import signed_in, user_as
from tests.factories.directory import MADE, NeedDomainFactory, OrganizationFactory, ServiceFactory

pytestmark = pytest.mark.django_db
DAY = date(2021, 7, 14)


def criteria(service: Service, day: date = DAY) -> dict[str, float | None]:
    one = scored(Service.objects.filter(pk=service.pk), day).get()
    return {item.name: getattr(one, f"q_{item.name}") for item in CRITERIA}


def test_a_bare_service_lacks_nearly_everything() -> None:
    service = ServiceFactory.create(modes=[])
    found = criteria(service)
    assert {name for name, value in found.items() if value is None} == {"address"}
    assert {name for name, value in found.items() if value} == set()
    one = scored(Service.objects.all(), DAY).get()
    assert one.quality == 0
    assert {item.name for item in missing(one)} == set(found) - {"address"}


def test_a_complete_one_lacks_nothing() -> None:
    organization = OrganizationFactory.create(phone="+14185550101", public_email="a@b.example")
    service = ServiceFactory.create(
        organization=organization,
        application="Par téléphone",
        publics=["familles"],
        description="mot " * 50,
        fee_kind="free",
        verified_on=DAY,
    )
    service.domains.add(NeedDomainFactory.create())
    place = Location.objects.create(organization=organization, created_at=MADE, modified_at=MADE)
    Address.objects.create(location=place, address_1="1, rue du Port")
    ServiceAtLocation.objects.create(service=service, location=place)
    one = scored(Service.objects.all(), DAY).get()
    assert (one.quality, missing(one)) == (100, [])


@pytest.mark.parametrize(("days", "expected"), [(0, 1), (182, 1), (457, 0.5), (731, 0), (5000, 0)])
def test_freshness_fades_from_six_months_to_two_years(days: int, expected: float) -> None:
    service = ServiceFactory.create(verified_on=DAY - timedelta(days=days))
    assert criteria(service)["freshness"] == pytest.approx(expected, abs=0.06)


def test_a_phone_kept_to_those_who_refer_does_not_count() -> None:
    service = ServiceFactory.create()
    Phone.objects.create(service=service, number="418 555-0101", is_public=False)
    assert criteria(service)["phone"] == 0
    Phone.objects.create(organization=service.organization, number="418 555-0102")
    assert criteria(service)["phone"] == 1
    Contact.objects.create(organization=service.organization, name="Accueil")
    assert criteria(service)["contact"] == 1


def test_the_picture_counts_each_service_once() -> None:
    for length in (0, 0, 200):
        ServiceFactory.create(description="mot " * (length // 4), fee="Gratuit" if length else "")
    rate_new(at=now())
    picture = picture_of(Rating.objects.all())
    assert (picture.count, sum(bar.count for bar in picture.bars)) == (3, 3)
    scores = [one.quality for one in scored(Service.objects.all(), today())]
    assert picture.mean == round(sum(scores) / 3)
    assert {item.name: share for item, share in picture.criteria}["fees"] == 33


def test_the_page_shows_the_worst_first_and_where_to_mend(client: Client) -> None:
    good = ServiceFactory.create(name="Complet", application="Oui", fee="Gratuit", verified_on=today())
    bad = ServiceFactory.create(name="Pauvre", organization=good.organization, modes=[])
    other = ServiceFactory.create(name="Ailleurs")
    publish_what_is_not_yet(0)
    signed_in(client, user_as("regional_adviser", good.organization.region))
    page = client.get(reverse("directory:quality")).content.decode()
    assert page.index("Pauvre") < page.index("Complet")
    assert other.name not in page
    assert f"/repertoire/services/{bad.pk}/modifier/#id_fee_kind" in page
    record = client.get(reverse("directory:service", args=[bad.pk])).content.decode()
    assert "0 / 100" in record
    assert "Rien ne dit ce que le service coûte" in record
    assert "Qualité de la fiche" not in client.get(reverse("directory:service", args=[other.pk])).content.decode()


def test_the_same_statements_for_one_and_for_many(client: Client, django_assert_num_queries) -> None:
    first = ServiceFactory.create()
    rate_new(at=now())
    signed_in(client, user_as("system_administrator"))
    client.get(reverse("directory:quality"))
    with django_assert_num_queries(9) as seen:
        client.get(reverse("directory:quality"))
    for _one in range(4):
        ServiceFactory.create(organization=first.organization)
    rate_new(at=now())
    with django_assert_num_queries(len(seen)):
        client.get(reverse("directory:quality"))


def test_a_rating_follows_what_is_written_and_fades_at_night() -> None:
    service, by = ServiceFactory.create(modes=[]), JobActor("tests")
    change_record(record=service, content={"fee": "Gratuit"}, by=by, body="Ancrage", at=now())
    before = Rating.objects.get().quality
    verify_records(records=[service], by=by, at=now())
    fresh = Rating.objects.get()
    assert before < fresh.quality
    assert {one.name for one in lacked(fresh)} == {
        one.name for one in missing(scored(Service.objects.all(), today()).get())
    }
    rate_all(at=now() + timedelta(days=900))
    assert Rating.objects.get().quality == before
    set_standing(record=Service.objects.get(), by=by, body="Ancrage", at=now(), is_active=False)
    assert not Rating.objects.exists()
