"""The addresses that records give, and those that answer no more."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import F, Q, QuerySet

from ancrage.accounts.access import Access
from ancrage.directory.models import LinkCheck, Organization, Service
from ancrage.directory.queries.records import in_reach

EVERY: Final = timedelta(days=7)
AGAIN: Final = timedelta(days=1)
"""After a failure."""
MAIL: Final = "mailto:"


def domain_of(email: str) -> str:
    return MAIL + email.rpartition("@")[2].lower()


def addresses_given() -> Iterator[str]:
    """Each address of the records found today, once."""
    offered, active = Service.objects.active(), Organization.objects.active()
    seen: set[str] = set()
    for rows, field in ((offered, "url"), (active, "website")):
        seen.update(rows.exclude(**{field: ""}).order_by("pk").values_list(field, flat=True))
    for emails, field in ((offered, "email"), (active, "public_email"), (active, "email")):
        seen.update(map(domain_of, emails.exclude(**{field: ""}).order_by("pk").values_list(field, flat=True)))
    yield from sorted(seen)


def due_checks(at: datetime) -> "QuerySet[LinkCheck]":
    """Those never made, failed since a day, or a week old: the oldest first."""
    old = Q(checked_at=None) | Q(checked_at__lt=at - EVERY) | Q(failures__gt=0, checked_at__lt=at - AGAIN)
    return LinkCheck.objects.filter(old).order_by(F("checked_at").asc(nulls_first=True), "pk")


def broken_within(access: Access) -> list[tuple[LinkCheck, str, UUID, str]]:
    """Each address that answers no more, with the record that gives it: its sort, its key, its name."""
    checks = {one.address: one for one in LinkCheck.objects.broken().order_by("address")}
    if not checks:
        return []
    urls = [one for one in checks if not one.startswith(MAIL)]
    mails = Q()
    for one in checks:
        if one.startswith(MAIL):
            mails |= Q(email__iendswith=f"@{one.removeprefix(MAIL)}")
    services = Service.objects.active().filter(in_reach(access, "organization__")).filter(Q(url__in=urls) | mails)
    bodies = Organization.objects.active().filter(in_reach(access))
    theirs = mails | _public(checks)
    found: list[tuple[LinkCheck, str, UUID, str]] = []
    for service in services.order_by("name", "pk"):
        found += _given(checks, [service.url, service.email], "services", service)
    for body in bodies.filter(Q(website__in=urls) | theirs).order_by("sort_name", "pk"):
        found += _given(checks, [body.website, body.public_email, body.email], "organismes", body)
    return found


def _public(checks: dict[str, LinkCheck]) -> Q:
    found = Q()
    for one in checks:
        if one.startswith(MAIL):
            found |= Q(public_email__iendswith=f"@{one.removeprefix(MAIL)}")
    return found


def _given(
    checks: dict[str, LinkCheck],
    values: list[str],
    kind: str,
    record: Any,  # noqa: ANN401 - a service or an organisation
) -> Iterator[tuple[LinkCheck, str, UUID, str]]:
    keys = dict.fromkeys(domain_of(one) if "@" in one and "/" not in one else one for one in values if one)
    for key in keys:
        if key in checks:
            yield checks[key], kind, record.pk, record.name
