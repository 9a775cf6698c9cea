"""The structure of the service through time: directorates, host offices, service points, what they serve."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from ancrage.demo.actions.drawing import FIRST_DAY, Draw, table
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
)


@dataclass
class Structure:
    """Places by the names the files of the world use."""

    region: Region
    directorates: dict[str, Directorate]
    points: dict[str, ServicePoint]
    mrcs: dict[str, Mrc]
    municipalities: dict[str, Municipality]
    served: dict[Any, ServicePoint]

    def point_of(self, municipality: Municipality) -> ServicePoint:
        return self.served[municipality.pk]


def load_structure(draw: Draw) -> Structure:
    """Add the structure over the territory already loaded."""
    regions = {region.code: region for region in Region.objects.all()}
    home = regions["01"]
    mrcs = {mrc.name: mrc for mrc in Mrc.objects.filter(region=home)}
    municipalities = _municipalities(mrcs)
    plan = table("structure")
    directorates = {one["name"]: _directorate(draw, one, regions) for one in plan["directorates"]}
    structure = Structure(home, directorates, {}, mrcs, municipalities, {})
    for office in plan["offices"]:
        _office(draw, structure, office)
    draw.write()
    return structure


def _municipalities(mrcs: dict[str, Mrc]) -> dict[str, Municipality]:
    """Those of the region by name; where a town and its parish share one, the town."""
    found = Municipality.objects.filter(mrc__in=mrcs.values()).order_by("designation", "pk")
    return {one.name: one for one in found}


def _directorate(draw: Draw, plan: dict[str, Any], regions: dict[str, Region]) -> Directorate:
    directorate = draw.add(Directorate(name=plan["name"], during=from_day(plan["from"])))
    for covered in plan["regions"]:
        before: date | None = covered.get("before")
        region = regions[covered["code"]]
        draw.add(DirectorateRegion(directorate=directorate, region=region, during=from_day(plan["from"], before)))
    return directorate


def _office(draw: Draw, structure: Structure, plan: dict[str, Any]) -> None:
    office = draw.add(
        HostOffice(
            name=plan["name"],
            municipality=structure.municipalities[plan["municipality"]],
            address=plan["address"],
            postal_code=plan["postal_code"],
            hours=plan["hours"],
            access_notes=plan["access_notes"],
            during=from_day(FIRST_DAY),
        )
    )
    for one in plan["points"]:
        point = ServicePoint(name=one["name"], host_office=office, region=structure.region, during=from_day(FIRST_DAY))
        structure.points[point.name] = draw.add(point)
        _serve(draw, structure, point, one["mrcs"])


def _serve(draw: Draw, structure: Structure, point: ServicePoint, mrcs: list[str]) -> None:
    wanted = [structure.mrcs[name] for name in mrcs]
    for municipality in Municipality.objects.filter(mrc__in=wanted).order_by("sort", "pk"):
        structure.served[municipality.pk] = point
        draw.add(ServicePointMunicipality(service_point=point, municipality=municipality, during=from_day(FIRST_DAY)))
