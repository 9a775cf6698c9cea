"""The quality of services is worked out when they change, and each night: what is fresh fades."""

from collections.abc import Collection
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from ancrage.core.dates import local_day
from ancrage.core.iterating import blocks
from ancrage.directory.models import Rating, Service
from ancrage.directory.queries.quality import bits, scored

BATCH: Final = 1_000


@transaction.atomic
def rate(keys: Collection[UUID], *, at: datetime) -> None:
    """Look again at these services; those no longer offered are rated no more."""
    offered = Service.objects.active().filter(pk__in=keys)
    rows = [
        Rating(service=one, region_id=one.organization.region_id, quality=one.quality, **bits(one))  # type: ignore[attr-defined] # annotated
        for one in scored(offered, local_day(at)).select_related("organization").order_by("pk")
    ]
    Rating.objects.filter(service__in=set(keys) - {row.pk for row in rows}).delete()
    Rating.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["service"],
        update_fields=["region", "quality", "asked", "met"],
    )


def rate_all(*, at: datetime) -> None:
    """Every service, by blocks: each is whole whatever stops the next."""
    _each(Service.objects.exclude(rating=None), at)
    rate_new(at=at)


def rate_new(*, at: datetime) -> None:
    """Those that came from a file, and were never looked at."""
    _each(Service.objects.active().filter(rating=None), at)


def _each(services: "QuerySet[Service]", at: datetime) -> None:
    for block in blocks(services.order_by("pk").values_list("pk", flat=True).iterator(), BATCH):
        rate(block, at=at)
