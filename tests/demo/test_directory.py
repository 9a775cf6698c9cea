"""The directory of the demo: places, hours and both languages; what is confidential stays so."""

from datetime import time

import pytest

from ancrage.demo.actions.services import _schedules
from ancrage.directory.models import Location, Organization, Publication, Schedule, Service
from ancrage.referrals.models import Referral

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


def test_each_service_is_published_and_translated() -> None:
    assert Publication.objects.public().count() == Service.objects.count() > 180
    for service in Service.objects.order_by("pk"):
        assert service.english.get("name") and service.english.get("description"), service.name
    assert not [one.name for one in Organization.objects.active().order_by("pk") if len(one.english) < 2]


def test_hours_are_those_of_the_words() -> None:
    evening = Schedule.objects.get(service__name="Français du soir")
    assert (evening.byday, evening.opens_at, evening.closes_at) == ("TU,TH", time(18, 30), time(21))
    assert Service.objects.get(name="Français du soir").schedule.startswith("Mardi et jeudi")


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        ("", []),
        ("MO-WE 08:00-12:00", [("MO,TU,WE", time(8), time(12))]),
        ("SA,SU 00:00-24:00", [("SA,SU", time(0), time(23, 59))]),
        ("MO,WE-FR 9:00-10:00".replace("9:", "09:"), [("MO,WE,TH,FR", time(9), time(10))]),
        ("TU 08:00-09:00|SA 10:00-11:30", [("TU", time(8), time(9)), ("SA", time(10), time(11, 30))]),
    ],
)
def test_hours_are_read(hours, expected) -> None:
    assert [(one.byday, one.opens_at, one.closes_at) for one in _schedules(hours)] == expected


def test_a_place_is_in_its_town_on_the_map() -> None:
    for place in Location.objects.filter(is_public=True).select_related("municipality").order_by("pk"):
        assert 47 < place.latitude < 49 and -71 < place.longitude < -66, place.name
        assert place.addresses.get().city == place.municipality.name


def test_the_address_of_a_shelter_is_nowhere() -> None:
    hidden = Location.objects.filter(is_public=False)
    assert hidden.count() == 2
    for place in hidden:
        assert place.latitude is None and not place.addresses.exists()
        for service in place.service_set.all():
            assert str(place.pk) not in service.publication.full


def test_only_services_that_take_referrals_receive_them() -> None:
    assert not Referral.objects.filter(service__accepts_referrals=False).exists()
