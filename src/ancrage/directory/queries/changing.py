from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from ancrage.core.dates import local_day
from ancrage.directory.models import Service

# The job may have slept a few days.
_LATELY = timedelta(days=7)


def changing_services(at: datetime) -> "QuerySet[Service, UUID]":
    """The services whose intake or eligibility changed with the last days, by no one's hand."""
    day = local_day(at)
    lately = (day - _LATELY, day)
    changed = (
        Q(paused_on__range=lately)
        | Q(resumes_on__range=lately)
        | Q(eligibilities__during__startswith__range=lately)
        | Q(eligibilities__during__endswith__range=lately)
    )
    return Service.objects.filter(changed).order_by("pk").values_list("pk", flat=True).distinct()
