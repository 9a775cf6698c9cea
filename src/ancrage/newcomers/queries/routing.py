from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ancrage.accounts.access import Scope
from ancrage.territory.models import Municipality, ServicePoint


@dataclass(frozen=True, slots=True)
class Route:
    """Where a request goes. ``is_served``: whether a point serves the municipality; otherwise it stays with who enters it."""

    service_point: ServicePoint
    is_served: bool


def own_points(scope: Scope, day: date) -> list[ServicePoint]:
    """The service points where the reader works, in order of name."""
    points = ServicePoint.objects.on(day).select_related("region").filter(pk__in=scope.service_points)
    return list(points.in_order())


def route(
    municipality: Municipality | None, own: Iterable[ServicePoint], chosen: UUID | None, day: date
) -> Route | None:
    """The point that serves ``municipality`` on ``day``; failing that, the one chosen of one's own, or the only one.

    None when several are one's own and none was chosen.
    """
    if municipality is not None:
        serving = ServicePoint.objects.serving(municipality, day).select_related("region").first()
        if serving is not None:
            return Route(serving, is_served=True)
    mine = list(own)
    kept = next((point for point in mine if point.pk == chosen), mine[0] if len(mine) == 1 else None)
    return Route(kept, is_served=False) if kept else None
