"""What is to be verified: never, too long ago, or suspended too long."""

from calendar import monthrange
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from ancrage.accounts.access import Access
from ancrage.core.dates import local_day
from ancrage.directory.models import Location, Organization, Program, Service, VerificationDelay, VerificationLink
from ancrage.directory.models.base import Record
from ancrage.directory.queries.records import in_reach

SUSPENDED_TOO_LONG: Final = timedelta(days=92)
BETWEEN_LINKS: Final = timedelta(days=30)


def verification_months(day: date) -> int | None:
    """How long a record holds; none while no delay was decided."""
    held = VerificationDelay.objects.on(day).first()
    return held.months if held else None


def months_before(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def stale(day: date) -> Q:
    """Never verified, or not since the delay."""
    months = verification_months(day)
    never = Q(verified_on=None)
    return never | Q(verified_on__lt=months_before(day, months)) if months else never


def due_organizations(day: date) -> "QuerySet[Organization]":
    """Those with a record to verify, with when they were last written to (``asked_at``)."""
    offered = Service.objects.active().filter(stale(day), organization=OuterRef("pk"))
    links = VerificationLink.objects.filter(organization=OuterRef("pk")).order_by("-created_at")
    found = Organization.objects.active().filter(Exists(offered) | stale(day))
    return found.annotate(asked_at=Subquery(links.values("created_at")[:1])).select_related("region")


def due_within(access: Access, day: date) -> "QuerySet[Organization]":
    return due_organizations(day).filter(in_reach(access))


def to_write_to(at: datetime, real: datetime) -> "QuerySet[Organization]":
    """Those due that were not written to lately, and can be."""
    found = due_organizations(local_day(at)).exclude(email="", public_email="")
    return found.filter(Q(asked_at=None) | Q(asked_at__lt=real - BETWEEN_LINKS)).order_by("pk")


def suspended_within(access: Access, day: date) -> "QuerySet[Service]":
    """Paused for months, with no day to resume."""
    found = Service.objects.active().filter(paused_on__lt=day - SUSPENDED_TOO_LONG, resumes_on=None)
    return found.filter(in_reach(access, "organization__")).select_related("organization")


def never_within(access: Access) -> "QuerySet[Service]":
    found = Service.objects.active().filter(verified_on=None).filter(in_reach(access, "organization__"))
    return found.select_related("organization")


def records_told(organization: Organization) -> list[Record]:
    """What anyone may read of an organisation: itself, then what it offers and where."""
    services = Service.objects.active().filter(organization=organization, is_public=True)
    places = Location.objects.filter(organization=organization, is_public=True)
    return [organization, *services.order_by("name", "pk"), *places.order_by("name", "pk")]


def records_of(organization: Organization) -> list[Record]:
    """All that is verified together."""
    services = Service.objects.active().filter(organization=organization).order_by("pk")
    places = Location.objects.filter(organization=organization).order_by("pk")
    programs = Program.objects.filter(organization=organization).order_by("pk")
    return [organization, *services, *places, *programs]


def oldest_first(rows: "QuerySet[Organization]") -> "QuerySet[Organization]":
    return rows.order_by(F("verified_on").asc(nulls_first=True), "pk")
