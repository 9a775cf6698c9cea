"""What the public form offers."""

from datetime import date, datetime

from ancrage.directory.models import NeedDomain
from ancrage.newcomers.models import CollectionNotice
from ancrage.newcomers.queries.consents import published
from ancrage.territory.models import ServicePoint


def open_points(day: date) -> list[ServicePoint]:
    """Every service point open on ``day``, in order of name."""
    return list(ServicePoint.objects.on(day).select_related("region").in_order())


def offered_domains() -> list[NeedDomain]:
    """The needs that anyone may name on a form: those in use that are not sensitive."""
    return list(NeedDomain.objects.active().filter(is_sensitive=False).in_order())


def latest_notice(at: datetime) -> CollectionNotice | None:
    return published(at).order_by("-number").first()
