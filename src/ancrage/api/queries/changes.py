"""What is new in the directory: the services that changed last."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ancrage.directory.models import Organization, Publication
from ancrage.directory.queries.translated import read_as

LATEST: Final = 50
SITEMAP: Final = 10_000
"""Addresses in a file of the sitemap: a fifth of what is allowed, to be read at once."""
NEW, CHANGED, CLOSED = "new", "changed", "closed"
KINDS: Final[dict[str, str | Promise]] = {
    NEW: _("Nouveau service"),
    CHANGED: _("Service modifié"),
    CLOSED: _("Service qui n’est plus offert"),
}


@dataclass(frozen=True)
class Change:
    id: UUID
    at: datetime
    kind: str
    service: dict[str, Any]


def latest(*, english: bool) -> list[Change]:
    rows = Publication.objects.public().order_by("-modified_at", "-service")
    columns = ("service", "modified_at", "brief", "service__created_at")
    return [_change(*row, english=english) for row in rows.values_list(*columns)[:LATEST]]


def _change(pk: UUID, at: datetime, text: str, created: datetime, *, english: bool) -> Change:
    service = read_as(text, english=english)
    if service["status"] in {"inactive", "defunct"}:
        return Change(pk, at, CLOSED, service)
    return Change(pk, at, NEW if at <= created else CHANGED, service)


def service_dates(number: int) -> Iterator[tuple[UUID, datetime]]:
    """Those of one file of the sitemap, from 1."""
    rows = Publication.objects.public().order_by("service").values_list("service", "modified_at")
    yield from rows[(number - 1) * SITEMAP : number * SITEMAP]


def organization_dates(number: int) -> Iterator[tuple[UUID, datetime]]:
    rows = _organizations().order_by("pk").values_list("pk", "modified_at")
    yield from rows[(number - 1) * SITEMAP : number * SITEMAP]


def files() -> tuple[int, int]:
    """How many files of services, and of organisations; one at least of each."""
    counts = Publication.objects.public().count(), _organizations().count()
    return max(1, -(-counts[0] // SITEMAP)), max(1, -(-counts[1] // SITEMAP))


def _organizations() -> "QuerySet[Organization]":
    return Organization.objects.active().filter(is_public=True)
