"""Questions asked at the counters where the reader works."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet

from ancrage.accounts.access import Access
from ancrage.newcomers.models import Case, CounterEnquiry
from ancrage.newcomers.permissions import Permission

COUNTED_DAYS = 30


def enquiries_within(access: Access) -> QuerySet[CounterEnquiry]:
    """Newest first. ``is_seen``: whether the reader may know which dossier is named."""
    points = access.scopes(Permission.OPEN_CASE).service_points
    seen = Case.objects.visible_to(access).filter(pk=OuterRef("case"))
    rows = CounterEnquiry.objects.filter(service_point__in=points).annotate(is_seen=Exists(seen))
    return rows.select_related("domain", "service_point", "case").order_by("-at", "-pk")


def counts_by_subject(access: Access, at: datetime) -> list[tuple[str, str, int]]:
    """Of the last thirty days: French and English names of the subject, and how many asked; most asked first."""
    points = access.scopes(Permission.OPEN_CASE).service_points
    rows: QuerySet[Any, Any] = CounterEnquiry.objects.filter(
        service_point__in=points, at__gt=at - timedelta(days=COUNTED_DAYS)
    )
    counted = rows.values("domain").annotate(n=Count("pk")).order_by("-n", "domain__label_fr")
    return list(counted.values_list("domain__label_fr", "domain__label_en", "n"))
