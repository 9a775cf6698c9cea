"""Who works where: twenty service points, one with a fifth of the dossiers, an agent for each 200 dossiers."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from math import ceil
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import models

from ancrage.accounts.models import Assignment, User
from ancrage.directory.actions.publishing import publish_missing
from ancrage.directory.models import Language, Organization, Service
from ancrage.territory.dated import from_day
from ancrage.territory.models import HostOffice, Mrc, Municipality, Region, ServicePoint

FIRST_DAY = date(2019, 7, 1)
POINTS = 20
BIG_SHARE = 0.2
DOSSIERS_PER_AGENT = 200
OPENED = datetime(2019, 7, 1, 12, 0, tzinfo=UTC)
_MADE = {"created_at": OPENED, "modified_at": OPENED}


@dataclass
class Point:
    row: ServicePoint
    agents: list[User]
    towns: list[Municipality]


def build(size: int) -> tuple[list[Point], list[Service]]:
    """The structure for ``size`` dossiers, and the services people are referred to."""
    regions = list(Region.objects.in_order()[:5])
    points = [_point(n, regions[n % len(regions)], _share(n) * size) for n in range(POINTS)]
    services = [service for point in points for service in _services(point)]
    return points, services


def _share(number: int) -> float:
    return BIG_SHARE if number == 0 else (1 - BIG_SHARE) / (POINTS - 1)


def _point(number: int, region: Region, dossiers: float) -> Point:
    mrc = _one(Mrc, name=f"MRC {number}", region=region)
    towns = [_one(Municipality, name=f"Municipalité {number}-{n}", mrc=mrc) for n in range(12)]
    office = _one(HostOffice, name=f"Bureau {number}", municipality=towns[0], during=from_day(FIRST_DAY))
    row = _one(
        ServicePoint, name=f"Point de services {number}", host_office=office, region=region, during=from_day(FIRST_DAY)
    )
    return Point(row, [_agent(number, n, row) for n in range(ceil(dossiers / DOSSIERS_PER_AGENT))], towns)


def _agent(point: int, number: int, row: ServicePoint) -> User:
    user = _one(
        User, email=f"agent{point}-{number}@ancrage.example", full_name=f"Agente {point}-{number}", created_at=OPENED
    )
    _one(Assignment, user=user, role="integration_agent", service_point=row, during=from_day(FIRST_DAY))
    Authenticator.objects.get_or_create(user=user, type=Authenticator.Type.TOTP, defaults={"data": {"secret": "none"}})
    return user


def _services(point: Point) -> list[Service]:
    organization = _one(
        Organization,
        name=f"Organisme {point.row.name}",
        kind="community",
        region=point.row.region,
        municipality=point.towns[0],
        email="organisme@partenaires.example",
        **_MADE,
    )
    services = [_one(Service, organization=organization, name=f"Service {n}", **_MADE) for n in range(3)]
    for service in services:
        _one(Language, service=service, code="fr")
    publish_missing(at=OPENED)
    return services


def _one(model: type[models.Model], **values: Any) -> Any:
    """The same row when a population that was stopped goes on."""
    return model._default_manager.get_or_create(**values)[0]
