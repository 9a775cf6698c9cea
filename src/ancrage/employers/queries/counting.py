"""How many employers were accompanied: each once, by its NEQ, else by its file."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from ancrage.core.clock import HOME_ZONE
from ancrage.employers.models import Employer, Intervention


def accompanied(start: date, end: date, *, regions: Collection[UUID] | None = None) -> "QuerySet[Employer]":
    """The employers with an accompaniment of their own from ``start`` to ``end``, both days included.

    However many interventions, establishments or advisers, a file is one employer, and a NEQ has one file: files
    merged gave their interventions to the one that stays. What went to many at once never counts.
    """
    during = Intervention.objects.counted().filter(at__gte=_midnight(start), at__lt=_midnight(end + timedelta(days=1)))
    found = Employer.objects.filter(pk__in=during.order_by().values("employer"))
    return found if regions is None else found.filter(region__in=regions)


def first_counted(employer: Employer) -> datetime | None:
    """When this file began to count."""
    return Intervention.objects.counted().filter(employer=employer).order_by("at").values_list("at", flat=True).first()


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()), HOME_ZONE)
