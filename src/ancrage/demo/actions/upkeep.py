"""What keeping the directory is made of: changes asked for, records to verify, errors reported, one entered twice."""

from datetime import timedelta
from uuid import UUID

from ancrage.core.dates import local_day
from ancrage.demo.actions.drawing import OPENING
from ancrage.directory.actions.doubles import find_doubles
from ancrage.directory.actions.links import list_addresses
from ancrage.directory.actions.proposals import propose
from ancrage.directory.actions.publishing import publish
from ancrage.directory.actions.rating import rate_all
from ancrage.directory.actions.reports import receive_report
from ancrage.directory.models import (
    FAILURES,
    CheckOutcome,
    LinkCheck,
    Organization,
    OrganizationMember,
    Phone,
    Service,
)

_REPORTS = (
    ("Le numéro de téléphone n’est plus le bon : une autre personne répond.", "visiteuse@voisine.example"),
    ("Le jeudi soir, la porte est fermée. Les heures ont dû changer.", ""),
)

_MISSING = {
    "name": "Atelier de conversation du samedi",
    "name_en": "Saturday conversation workshop",
    "description": "On parle français autour d’un café, en petits groupes. Aucune inscription.",
    "domains": ["francais"],
    "modes": ["in_person"],
    "hours": [{"byday": "SA", "opens_at": "09:30", "closes_at": "11:30"}],
    "fee_kind": "free",
}


def load_upkeep() -> None:
    _verify_most()
    _propose()
    _report()
    _enter_twice()
    _break_a_link()
    rate_all(at=OPENING)


def _verify_most() -> None:
    """Two organisations of three were verified lately; the others long ago, or never."""
    day = local_day(OPENING)
    for number, organization in enumerate(Organization.objects.order_by("sort_name", "pk")):
        if number % 3 == 2:
            continue
        verified = day - timedelta(days=30 + 20 * number % 500)
        Organization.objects.filter(pk=organization.pk).update(verified_on=verified)
        Service.objects.filter(organization=organization).update(verified_on=verified)
    publish(Service.objects.order_by("pk").values_list("pk", flat=True), at=OPENING)


def _propose() -> None:
    """Two of an organisation's own people ask for a change; one of them, for a service that the directory lacks."""
    members = OrganizationMember.objects.select_related("user", "organization").order_by(
        "organization__sort_name", "pk"
    )
    for number, member in enumerate(members[:2]):
        at = OPENING - timedelta(days=2 - number) + timedelta(hours=2)
        service = Service.objects.active().filter(organization=member.organization).order_by("name", "pk").first()
        if service is not None:
            content = {
                "schedule": "Du mardi au jeudi, et un samedi sur deux",
                "waiting_weeks": service.waiting_weeks + 1,
            }
            propose(record=service, content=content, by=member.user, user=member.user, at=at)
    if members:
        missing = Service(organization=members[0].organization)
        at = OPENING - timedelta(hours=3)
        propose(record=missing, content=_MISSING, by=members[0].user, user=members[0].user, at=at)


def _report() -> None:
    services = (
        Service.objects.active().filter(is_public=True).select_related("organization__region").order_by("name", "pk")
    )
    for number, (message, email) in enumerate(_REPORTS):
        service = services[number * 3]
        receive_report(
            # The same at each load.
            report_id=UUID(int=0x0BAD_0000 + number),
            organization=service.organization,
            service=service,
            message=message,
            email=email,
            address=f"203.0.113.{number + 1}",
            at=OPENING - timedelta(days=1, hours=number),
        )


def _enter_twice() -> None:
    """One organisation, by another name: the job would have found it."""
    first = Organization.objects.filter(phones__is_public=True).order_by("created_at", "pk").first()
    assert first is not None  # noqa: S101 - the world has some
    double = Organization.objects.create(
        name=f"{first.name} ({first.short_name})",
        kind=first.kind,
        region_id=first.region_id,
        municipality_id=first.municipality_id,
        email=first.email,
        website=first.website,
        description="Inscrit deux fois. (Coordonnées fictives.)",
        english={"name": first.name, "description": "Entered twice. (Invented contact details.)"},
        created_at=OPENING,
        modified_at=OPENING,
    )
    number = first.phones.filter(is_public=True).order_by("pk").values_list("number", flat=True)[0]
    Phone.objects.create(organization=double, number=number)
    find_doubles(organizations=[double], at=OPENING)


def _break_a_link() -> None:
    list_addresses()
    broken = LinkCheck.objects.filter(address__startswith="https://").order_by("address")[1]
    broken.outcome, broken.status, broken.failures = CheckOutcome.GONE, 404, FAILURES
    broken.checked_at = OPENING - timedelta(hours=6)
    broken.save()
