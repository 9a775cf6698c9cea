from datetime import date
from typing import Any

from factory import LazyFunction, Sequence, SubFactory
from factory.django import DjangoModelFactory

from ancrage.territory.dated import from_day
from ancrage.territory.models import (
    Directorate,
    DirectorateRegion,
    HostOffice,
    Mrc,
    Municipality,
    Region,
    ServicePoint,
    ServicePointMunicipality,
    Team,
)

LONG_AGO = date(2019, 7, 1)


def _since_long() -> Any:
    return from_day(LONG_AGO)


class RegionFactory(DjangoModelFactory[Region]):
    class Meta:
        model = Region
        django_get_or_create = ("code",)

    code = Sequence(lambda n: f"{20 + n % 80:02}")
    name = Sequence(lambda n: f"Région {n}")
    prefix = Sequence(lambda n: f"R{n % 9999}")


class MrcFactory(DjangoModelFactory[Mrc]):
    class Meta:
        model = Mrc

    name = Sequence(lambda n: f"MRC {n}")
    region = SubFactory(RegionFactory)


class MunicipalityFactory(DjangoModelFactory[Municipality]):
    class Meta:
        model = Municipality

    name = Sequence(lambda n: f"Saint-Hilaire-{n}")
    mrc = SubFactory(MrcFactory)


class DirectorateFactory(DjangoModelFactory[Directorate]):
    class Meta:
        model = Directorate

    name = Sequence(lambda n: f"Direction régionale {n}")
    during = LazyFunction(_since_long)


class DirectorateRegionFactory(DjangoModelFactory[DirectorateRegion]):
    class Meta:
        model = DirectorateRegion

    directorate = SubFactory(DirectorateFactory)
    region = SubFactory(RegionFactory)
    during = LazyFunction(_since_long)


class HostOfficeFactory(DjangoModelFactory[HostOffice]):
    class Meta:
        model = HostOffice

    name = Sequence(lambda n: f"Services Québec {n}")
    municipality = SubFactory(MunicipalityFactory)
    during = LazyFunction(_since_long)


class ServicePointFactory(DjangoModelFactory[ServicePoint]):
    class Meta:
        model = ServicePoint

    name = Sequence(lambda n: f"Point de services {n}")
    host_office = SubFactory(HostOfficeFactory)
    region = SubFactory(RegionFactory)
    during = LazyFunction(_since_long)


class ServicePointMunicipalityFactory(DjangoModelFactory[ServicePointMunicipality]):
    class Meta:
        model = ServicePointMunicipality

    service_point = SubFactory(ServicePointFactory)
    municipality = SubFactory(MunicipalityFactory)
    during = LazyFunction(_since_long)


class TeamFactory(DjangoModelFactory[Team]):
    class Meta:
        model = Team

    name = Sequence(lambda n: f"Équipe {n}")
    service_point = SubFactory(ServicePointFactory)
    during = LazyFunction(_since_long)
