"""The organisations of the region and what they offer. Contact details are invented."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from ancrage.demo.actions.drawing import FIRST_DAY, Draw, rows
from ancrage.demo.actions.structure import Structure
from ancrage.directory.models import (
    Location,
    NeedDomain,
    Organization,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceEligibility,
    StatusCategory,
)
from ancrage.territory.dated import from_day

REGION_WIDE = "region"


@dataclass
class Offer:
    """A service with what the choice of a referral looks at."""

    service: Service
    domains: list[NeedDomain]
    mrcs: frozenset[str]
    excluded: frozenset[str]

    def fits(self, domain: str, mrc: str, status: str) -> bool:
        covers = REGION_WIDE in self.mrcs or mrc in self.mrcs
        return covers and status not in self.excluded and any(one.code == domain for one in self.domains)


def load_organizations(draw: Draw, structure: Structure) -> dict[str, Organization]:
    found = {row["key"]: draw.add(_organization(draw, structure, row)) for row in rows("organizations")}
    draw.write()
    return found


def _load_locations(draw: Draw, structure: Structure, organizations: dict[str, Organization]) -> dict[str, Location]:
    found = {row["key"]: draw.add(_location(structure, organizations[row["org"]], row)) for row in rows("locations")}
    draw.write()
    return found


def _location(structure: Structure, organization: Organization, row: dict[str, str]) -> Location:
    return Location(
        organization=organization,
        name=row["name"],
        address=f"{row['street']} (adresse fictive)" if row["street"] else "",
        municipality=structure.municipalities[row["municipality"]],
    )


def _organization(draw: Draw, structure: Structure, row: dict[str, str]) -> Organization:
    return Organization(
        name=row["name"],
        short_name=row["short_name"],
        kind=row["kind"],
        region=structure.region,
        municipality=structure.municipalities[row["municipality"]],
        email=f"aiguillages@{row['key']}.example",
        phone=draw.phone(),
        website=f"https://{row['key']}.example/",
        description=f"{row['description']} (Coordonnées fictives.)",
    )


def load_services(draw: Draw, structure: Structure, organizations: dict[str, Organization]) -> list[Offer]:
    domains = {domain.code: domain for domain in NeedDomain.objects.all()}
    statuses = {status.code: status for status in StatusCategory.objects.all()}
    places = _load_locations(draw, structure, organizations)
    first = {row["org"]: row["key"] for row in reversed(rows("locations"))}
    offers = []
    for row in rows("services"):
        service = draw.add(_service(organizations[row["org"]], row))
        for key in (row["locations"] or first[row["org"]]).split("|"):
            draw.add(ServiceAtLocation(service=service, location=places[key]))
        for area in row["areas"].split("|"):
            draw.add(ServiceArea(service=service, **_area(structure, area)))
        excluded = frozenset(filter(None, row["excluded"].split("|")))
        for code in sorted(excluded):
            rule = ServiceEligibility(service=service, status=statuses[code], is_admitted=False)
            rule.during = from_day(FIRST_DAY)
            draw.add(rule)
        asked = [domains[code] for code in row["domains"].split("|")]
        for domain in asked:
            draw.add(Service.domains.through(service=service, needdomain=domain))
        offers.append(Offer(service, asked, frozenset(row["areas"].split("|")), excluded))
    draw.write()
    return offers


def _area(structure: Structure, name: str) -> dict[str, Any]:
    return {"region": structure.region} if name == REGION_WIDE else {"mrc": structure.mrcs[name]}


def _service(organization: Organization, row: dict[str, str]) -> Service:
    return Service(
        organization=organization,
        name=row["name"],
        name_en=row["name_en"],
        description=row["description"],
        languages=row["languages"].split("|"),
        modes=row["modes"].split("|"),
        schedule=row["schedule"],
        fee=row["fee"],
        waiting_weeks=int(row["waiting_weeks"]),
        paused_on=date.fromisoformat(row["paused"]) if row["paused"] else None,
        pause_reason="Pause d’été" if row["paused"] else "",
        answer_days=int(row["answer_days"]),
    )
