"""What has been kept as long as its rule says. Without a rule of the day, everything stays."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from ancrage.core.dates import local_day
from ancrage.newcomers.models import Case, CaseState, Document, Kept, RetentionRule

UNWANTED = "indesirable"
"""The reason for which a request that no person made is closed."""


def documents_over(at: datetime) -> QuerySet[Document]:
    """The documents to destroy."""
    before = _closed_before(Kept.DOCUMENT, at)
    over = Document.objects.filter(case__state=CaseState.CLOSED, case__closed_at__lt=before) if before else None
    return Document.objects.none() if over is None else over.order_by("pk")


def unwanted_over(at: datetime) -> QuerySet[Case]:
    """The requests set aside as unwanted that are to be destroyed."""
    before = _closed_before(Kept.UNWANTED, at)
    if before is None:
        return Case.objects.none()
    return Case.objects.filter(
        state=CaseState.CLOSED,
        closing_reason__code=UNWANTED,
        closed_at__lt=before,
        online_request__destroyed_at=None,
        online_request__isnull=False,
    ).order_by("pk")


def _closed_before(kept: Kept, at: datetime) -> datetime | None:
    rule = RetentionRule.objects.on(local_day(at)).filter(kept=kept).first()
    return at - timedelta(days=rule.days) if rule else None
