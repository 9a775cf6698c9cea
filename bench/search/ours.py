"""Ancrage's own answers, asked as the page of the directory asks."""

from typing import Any

from ancrage.core import today
from ancrage.directory.queries.cards import find_services
from ancrage.territory.models import Municipality


def found(text: str, place: str) -> list[Any]:
    """The keys of the services that answer ``text``, the best first."""
    wanted: dict[str, Any] = {"q": text}
    if place:
        wanted["mrc"] = Municipality.objects.get(name=place, mrc__region__code="01").mrc
    return list(find_services(wanted, today()).order_by("-relevance", "pk").values_list("pk", flat=True))
