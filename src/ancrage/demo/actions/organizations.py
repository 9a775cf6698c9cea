"""The organisations of the region and what they offer. Contact details are invented."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from ancrage.core.dates import midday
from ancrage.demo.actions.drawing import FIRST_DAY, Draw, rows
from ancrage.demo.actions.structure import Structure
from ancrage.directory.actions.publishing import publish
from ancrage.directory.models import (
    Address,
    Language,
    Location,
    NeedDomain,
    Organization,
    Phone,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceEligibility,
    StatusCategory,
)
from ancrage.territory.dated import from_day

REGION_WIDE = "region"
_MADE: Final = {"created_at": midday(FIRST_DAY), "modified_at": midday(FIRST_DAY)}


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
    found = {}
    for row in rows("organizations"):
        organization = draw.add(_organization(structure, row))
        found[row["key"]] = organization
        number, street = draw.between(100, 999), draw.pick(("du Quai", "de la Gare", "du Phare", "de l’Église"))
        place = draw.add(
            Location(
                organization=organization,
                name=organization.short_name,
                municipality=organization.municipality,
                **_MADE,
            )
        )
        draw.add(
            Address(
                location=place,
                address_1=f"{number}, rue {street} (adresse fictive)",
                city=structure.municipalities[row["municipality"]].name,
            )
        )
        draw.add(Phone(organization=organization, number=draw.phone()))
    draw.write()
    return found


def _organization(structure: Structure, row: dict[str, str]) -> Organization:
    return Organization(
        name=row["name"],
        short_name=row["short_name"],
        kind=row["kind"],
        region=structure.region,
        municipality=structure.municipalities[row["municipality"]],
        email=f"aiguillages@{row['key']}.example",
        public_email=f"info@{row['key']}.example",
        website=f"https://{row['key']}.example/",
        description=f"{row['description']} (Coordonnées fictives.)",
        **_MADE,
    )


def load_services(draw: Draw, structure: Structure, organizations: dict[str, Organization]) -> list[Offer]:
    domains = {domain.code: domain for domain in NeedDomain.objects.all()}
    statuses = {status.code: status for status in StatusCategory.objects.all()}
    places = {place.organization_id: place for place in Location.objects.all()}
    offers = []
    for row in rows("services"):
        service = draw.add(_service(organizations[row["org"]], row))
        for code in row["languages"].split("|"):
            draw.add(Language(service=service, code=code))
        draw.add(ServiceAtLocation(service=service, location=places[service.organization_id]))
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
    publish((offer.service.pk for offer in offers), at=midday(FIRST_DAY))
    return offers


def _area(structure: Structure, name: str) -> dict[str, Any]:
    return {"region": structure.region} if name == REGION_WIDE else {"mrc": structure.mrcs[name]}


def _service(organization: Organization, row: dict[str, str]) -> Service:
    return Service(
        organization=organization,
        name=row["name"],
        english={"name": row["name_en"]},
        description=row["description"],
        modes=row["modes"].split("|"),
        schedule=row["schedule"],
        fee=row["fee"],
        waiting_weeks=int(row["waiting_weeks"]),
        paused_on=date.fromisoformat(row["paused"]) if row["paused"] else None,
        pause_reason="Pause d’été" if row["paused"] else "",
        answer_days=int(row["answer_days"]),
        **_MADE,
    )
