import pytest

from ancrage.territory.queries.maps import towns_around
from ancrage.ui.maps import Home, Pin
from tests.factories.territory import MunicipalityFactory

pytestmark = pytest.mark.django_db


def test_landmarks_are_the_towns_around_cities_first(django_assert_num_queries) -> None:
    for name, designation, latitude in (("Amqui", "Municipalité", 48.46), ("Rimouski", "Ville", 48.45)):
        MunicipalityFactory.create(name=name, designation=designation, latitude=latitude, longitude=-68.0)
    MunicipalityFactory.create(name="Gatineau", designation="Ville", latitude=45.48, longitude=-75.7)
    MunicipalityFactory.create(name="Sans point", designation="Ville")
    with django_assert_num_queries(1):
        found = towns_around([Pin(1, 48.58, -68.19, "Ici", "#r1"), Home(48.5, -68.2)])
    assert [town.name for town in found] == ["Rimouski", "Amqui"]


def test_without_a_place_nothing_is_asked(django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        assert towns_around([]) == []
