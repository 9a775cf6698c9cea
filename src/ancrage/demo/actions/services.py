"""What the organisations of the region offer."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from ancrage.core.dates import midday
from ancrage.demo.actions.drawing import FIRST_DAY, Draw, rows
from ancrage.demo.actions.organizations import MADE, in_english, load_locations
from ancrage.demo.actions.structure import Structure
from ancrage.directory.actions.publishing import publish
from ancrage.directory.models import (
    Frequency,
    Language,
    Location,
    NeedDomain,
    Organization,
    RequiredDocument,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceEligibility,
    StatusCategory,
)
from ancrage.territory.dated import from_day

REGION_WIDE = "region"
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
# The end of a day that never closes.
_MIDNIGHT = time(23, 59)


@dataclass
class Offer:
    """A service with what the choice of a referral looks at."""

    service: Service
    domains: list[NeedDomain]
    mrcs: frozenset[str]
    excluded: frozenset[str]

    def fits(self, domain: str, mrc: str, status: str) -> bool:
        if not self.service.accepts_referrals or status in self.excluded:
            return False
        covers = REGION_WIDE in self.mrcs or mrc in self.mrcs
        return covers and any(one.code == domain for one in self.domains)


def load_services(draw: Draw, structure: Structure, organizations: dict[str, Organization]) -> list[Offer]:
    """In the order of the file."""
    places = load_locations(draw, structure, organizations)
    first = {row["org"]: row["key"] for row in reversed(rows("locations"))}
    domains = {domain.code: domain for domain in NeedDomain.objects.all()}
    statuses = {status.code: status for status in StatusCategory.objects.all()}
    offers = []
    for row in rows("services"):
        service = draw.add(_service(organizations[row["org"]], row))
        _say(draw, service, row)
        _place(draw, service, structure, row, [places[key] for key in _codes(row["locations"]) or [first[row["org"]]]])
        excluded = _codes(row["excluded"])
        for code in sorted(excluded):
            rule = ServiceEligibility(service=service, status=statuses[code], is_admitted=False)
            rule.during = from_day(FIRST_DAY)
            draw.add(rule)
        asked = [domains[code] for code in _codes(row["domains"])]
        for domain in asked:
            draw.add(Service.domains.through(service=service, needdomain=domain))
        offers.append(Offer(service, asked, frozenset(_codes(row["areas"])), frozenset(excluded)))
    draw.write()
    publish((offer.service.pk for offer in offers), at=midday(FIRST_DAY))
    return offers


def _say(draw: Draw, service: Service, row: dict[str, str]) -> None:
    for code in _codes(row["languages"]):
        draw.add(Language(service=service, code=code))
    for document in _codes(row["documents"]):
        draw.add(RequiredDocument(service=service, document=document))
    for schedule in _schedules(row["hours"]):
        schedule.service = service
        draw.add(schedule)


def _schedules(hours: str) -> Iterator[Schedule]:
    """« TU,TH 18:30-21:00|SA 09:00-12:00 », « MO-FR 08:30-16:00 »."""
    for part in _codes(hours):
        days, times = part.split()
        opens, closes = times.split("-")
        yield Schedule(
            freq=Frequency.WEEKLY,
            byday=",".join(_days(days)),
            opens_at=time.fromisoformat(opens),
            closes_at=_MIDNIGHT if closes == "24:00" else time.fromisoformat(closes),
        )


def _days(words: str) -> Iterator[str]:
    for part in words.split(","):
        first, _, last = part.partition("-")
        yield from _DAYS[_DAYS.index(first) : _DAYS.index(last or first) + 1]


def _place(draw: Draw, service: Service, structure: Structure, row: dict[str, str], places: list[Location]) -> None:
    for place in places:
        draw.add(ServiceAtLocation(service=service, location=place))
    for area in _codes(row["areas"]):
        draw.add(ServiceArea(service=service, **_area(structure, area)))


def _area(structure: Structure, name: str) -> dict[str, Any]:
    return {"region": structure.region} if name == REGION_WIDE else {"mrc": structure.mrcs[name]}


def _codes(text: str) -> list[str]:
    return text.split("|") if text else []


def _service(organization: Organization, row: dict[str, str]) -> Service:
    return Service(
        organization=organization,
        name=row["name"],
        alternate_name=row["alternate_name"],
        english=in_english(row, "name", "description", "schedule", "eligibility", "application"),
        description=row["description"],
        publics=_codes(row["publics"]),
        modes=_codes(row["modes"]),
        schedule=row["schedule"],
        fee_kind=row["fee_kind"],
        fee=row["fee"],
        eligibility=row["eligibility"],
        minimum_age=int(row["min_age"]) if row["min_age"] else None,
        maximum_age=int(row["max_age"]) if row["max_age"] else None,
        application=row["application"],
        waiting_weeks=int(row["waiting_weeks"]),
        paused_on=date.fromisoformat(row["paused"]) if row["paused"] else None,
        pause_reason="Pause d’été" if row["paused"] else "",
        answer_days=int(row["answer_days"]),
        accepts_referrals=row["accepts_referrals"] == "oui",
        **MADE,
    )
