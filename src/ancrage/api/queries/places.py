"""Services in each of their public places: read in what was written of the services."""

from collections.abc import Collection
from functools import partial
from math import cos, radians
from typing import Final
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.expressions import Combinable
from django.db.models.functions import ASin, Cos, Least, Radians, Sin, Sqrt
from django.utils.translation import gettext as _

from ancrage.api.parameters import ServicesAtLocations
from ancrage.api.problems import wrong
from ancrage.api.queries.postal import Point, nearest_municipality, point_of
from ancrage.api.queries.records import Document, Records
from ancrage.api.queries.services import Sought, full_services
from ancrage.directory.models import ServiceArea, ServiceAtLocation
from ancrage.directory.shapes import SHAPES

_EARTH: Final = 12_742_000
"""Its diameter, in metres."""
_DEGREE: Final = 111_195
"""Metres in a degree of latitude."""


def services_at_locations(asked: ServicesAtLocations, *, english: bool) -> Records:
    sought = Sought(
        asked.search, asked.taxonomy_term_id, asked.taxonomy_id, asked.organization_id, asked.modified_after
    )
    rows = _public() if sought == Sought() else _public().filter(service__in=sought.ids())
    if asked.proximity and not asked.postcode:
        raise wrong({"proximity": _("Paramètre « proximity » : il va avec « postcode ».")})
    if asked.postcode:
        point = point_of(asked.postcode)
        if point is None:
            raise wrong({"postcode": _("Paramètre « postcode » : ce code postal n’est pas connu.")})
        rows = _serving(rows, point)
        if asked.proximity:
            rows = _near(rows, point, asked.proximity)
    key = "service_at_locations", sought, asked.postcode, asked.proximity
    return Records(key, rows, partial(_documents, english=english, full=asked.full))


def one_service_at_location(pk: UUID, *, english: bool) -> str | None:
    return Records(None, _public(), partial(_documents, english=english, full=True)).one(pk)


def _public() -> "QuerySet[ServiceAtLocation]":
    return ServiceAtLocation.objects.filter(location__is_public=True, service__publication__is_public=True)


def _serving(rows: "QuerySet[ServiceAtLocation]", point: Point) -> "QuerySet[ServiceAtLocation]":
    """Those whose territory holds the municipality nearest to ``point``, or is not said."""
    town = nearest_municipality(point)
    if town is None:
        return rows
    areas = ServiceArea.objects.filter(service=OuterRef("service"))
    placed = areas.exclude(region=None, mrc=None, municipality=None)
    here = areas.filter(Q(municipality=town) | Q(mrc=town.mrc_id) | Q(region=town.mrc.region_id))
    return rows.filter(Exists(here) | ~Exists(placed))


def _near(rows: "QuerySet[ServiceAtLocation]", point: Point, metres: int) -> "QuerySet[ServiceAtLocation]":
    north = metres / _DEGREE + 0.001
    east = north / max(0.01, cos(radians(point[0])))
    box = rows.filter(
        location__latitude__range=(point[0] - north, point[0] + north),
        location__longitude__range=(point[1] - east, point[1] + east),
    )
    return box.alias(metres=_metres(point)).filter(metres__lte=metres)


def _metres(point: Point) -> Combinable:
    """As the crow flies, from the place to ``point``."""
    lat, lon = F("location__latitude"), F("location__longitude")
    up, across = Sin(Radians(lat - point[0]) / 2), Sin(Radians(lon - point[1]) / 2)
    half = up * up + across * across * Cos(Radians(lat)) * cos(radians(point[0]))
    return ASin(Least(Sqrt(half), 1.0)) * _EARTH


def _documents(ids: Collection[UUID], *, english: bool, full: bool) -> dict[UUID, Document]:
    services = {
        row.service_id for row in ServiceAtLocation.objects.filter(pk__in=ids).only("service_id").order_by("pk")
    }
    told = full_services(services, english=english).values()
    wanted = {str(pk) for pk in ids}
    found = [one for service in told for one in service.get("service_at_locations", ()) if one["id"] in wanted]
    return {UUID(one["id"]): one if full else _brief(one) for one in found}


def _brief(document: Document) -> Document:
    """Without what hangs on it, nor on its place."""
    own = {name: value for name, value in document.items() if name not in SHAPES["service_at_location"].children}
    place = {name: value for name, value in document["location"].items() if name not in SHAPES["location"].children}
    return {name: value for name, value in own.items() if name != "metadata"} | {
        "location": {name: value for name, value in place.items() if name != "metadata"}
    }
