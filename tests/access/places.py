"""Dossiers within reach of someone, and out of it: what most rows stand on."""

from typing import Any

from ancrage.accounts.models import User
from ancrage.newcomers.models import Case
from ancrage.territory.models import ServicePoint
from tests.access.rows import place_of
from tests.factories.newcomers import CaseFactory
from tests.factories.territory import DirectorateRegionFactory, ServicePointFactory


def point_near(user: User | None) -> ServicePoint:
    """A service point within reach of ``user``; any for a visitor."""
    place = place_of(user) if user else None
    match place._meta.model_name if place else "":
        case "servicepoint":
            return place  # type: ignore[return-value] # as its name says
        case "region":
            return ServicePointFactory.create(region=place)
        case "directorate":
            return ServicePointFactory.create(region=DirectorateRegionFactory.create(directorate=place).region)
    return ServicePointFactory.create()


def case_near(user: User | None, **fields: Any) -> Case:
    return CaseFactory.create(service_point=point_near(user), **fields)


def near(user: User | None) -> dict[str, Any]:
    return {"case_id": case_near(user).pk}


def far(_user: User | None) -> dict[str, Any]:
    return {"case_id": CaseFactory.create().pk}
