"""The structure as it stands on a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet, Value

from ancrage.accounts.models import Assignment
from ancrage.core.sql import FrSort
from ancrage.territory.models import (
    Directorate,
    DirectorateRegion,
    HostOffice,
    Municipality,
    ServicePoint,
    ServicePointMunicipality,
    Team,
)

SHOWN = 200


@dataclass(frozen=True)
class Structure:
    directorates: list[Directorate]
    points: list[ServicePoint]
    offices: list[HostOffice]
    teams: list[Team]


def structure_on(day: date) -> Structure:
    covered = DirectorateRegion.objects.on(day).select_related("region").order_by("region__code", "pk")
    served = Count("service_area", filter=Q(service_area__during__contains=day))
    points = ServicePoint.objects.on(day).select_related("host_office__municipality", "region")
    return Structure(
        directorates=list(
            Directorate.objects.on(day).in_order().prefetch_related(Prefetch("coverage", covered, "held"))
        ),
        points=list(points.annotate(served=served).in_order()),
        offices=list(HostOffice.objects.on(day).select_related("municipality__mrc").in_order()),
        teams=list(Team.objects.on(day).select_related("service_point").in_order()),
    )


def coverage_of(directorate: Directorate) -> QuerySet[DirectorateRegion]:
    return directorate.coverage.select_related("region").order_by("-during", "region__code")


def area_of(point: ServicePoint, day: date) -> list[ServicePointMunicipality]:
    rows = point.service_area.on(day).select_related("municipality__mrc")
    return list(rows.order_by("municipality__mrc__sort", "municipality__sort", "pk"))


def hours_of_point(point: ServicePoint, day: date) -> dict[str, Any]:
    """Opening hours and rooms, those to come too."""
    hours = point.hours.between(day, day.replace(year=9999)).select_related("service_point").in_order()
    rooms = point.rooms.filter(Q(during__upper_inf=True) | Q(during__endswith__gt=day)).in_order()
    return {"hours": hours, "rooms": rooms}


def people_at(unit: Any, day: date) -> QuerySet[Assignment]:  # noqa: ANN401
    """Who holds a role at this service point or in this directorate; nobody holds one elsewhere."""
    places = {ServicePoint: "service_point", Directorate: "directorate", Team: "team"}
    name = places.get(type(unit))
    held = Assignment.objects.on(day).select_related("user", "team").order_by("role", "user__sort", "pk")
    return held.filter(**{name: unit}) if name else held.none()


def places_matching(wanted: Mapping[str, Any]) -> list[Municipality]:
    """The first municipalities that match, in French order."""
    found = Municipality.objects.select_related("mrc__region").in_order()
    if wanted.get("region"):
        found = found.in_region(wanted["region"])
    if wanted.get("unconfirmed"):
        found = found.filter(code=None)
    if text := (wanted.get("q") or "").strip():
        found = found.filter(Q(code__startswith=text) | Q(sort__contains=FrSort(Value(text))))
    return list(found[: SHOWN + 1])
