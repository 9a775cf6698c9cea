from datetime import datetime

from django.db import transaction
from django.db.models import F

from ancrage.core.dates import local_day
from ancrage.territory.models import ReferenceCounter, Region


@transaction.atomic
def next_reference(region: Region, *, at: datetime, kind: str = "") -> str:
    """The next readable reference of a region: ``BSL-2021-000412``, or ``BSL-2021-A000412`` for kind ``A``."""
    return next_references(region, 1, at=at, kind=kind)[0]


@transaction.atomic
def next_references(region: Region, number: int, *, at: datetime, kind: str = "") -> list[str]:
    """As many of them at once, in order.

    The counter's row stays locked until the caller commits: two callers never get the same number.
    """
    year = local_day(at).year
    counter, created = ReferenceCounter.objects.select_for_update(of=("self",)).get_or_create(
        region=region, year=year, kind=kind, defaults={"last": number}
    )
    if not created:
        counter.last = F("last") + number
        counter.save(update_fields=["last"])
        counter.refresh_from_db(fields=["last"])
    return [f"{region.prefix}-{year}-{kind}{one:06d}" for one in range(counter.last - number + 1, counter.last + 1)]
