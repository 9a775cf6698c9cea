"""What a map shows around the places of a list: landmarks, boundaries."""

from collections.abc import Collection, Iterable
from typing import Final, Protocol

from django.db.models import Case, IntegerField, Q, Value, When

from ancrage.territory.models import Boundary, Mrc, Municipality, Region
from ancrage.ui.maps import Shape, Town

# Around the places, as far as a map is moved, in degrees: north and south, east and west.
_AROUND: Final = (0.7, 1.0)
_MOST: Final = 60


class Placed(Protocol):
    @property
    def latitude(self) -> float: ...

    @property
    def longitude(self) -> float: ...


def towns_around(places: Iterable[Placed]) -> list[Town]:
    """Towns as landmarks around ``places`` (pins, a home), cities first. One statement, none without a place."""
    points = [(place.latitude, place.longitude) for place in places]
    if not points:
        return []
    (south, north), (west, east) = ((min(side), max(side)) for side in zip(*points, strict=True))
    found = (
        Municipality.objects.filter(
            latitude__range=(south - _AROUND[0], north + _AROUND[0]),
            longitude__range=(west - _AROUND[1], east + _AROUND[1]),
        )
        .annotate(rank=Case(When(designation="Ville", then=Value(0)), default=Value(1), output_field=IntegerField()))
        .order_by("rank", "sort", "pk")
        .values_list("name", "latitude", "longitude")
    )
    return [
        Town(name, latitude, longitude)
        for name, latitude, longitude in found[:_MOST]
        if latitude is not None and longitude is not None
    ]


def boundaries_of(
    *, regions: Collection[Region] = (), mrcs: Collection[Mrc] = (), municipalities: Collection[Municipality] = ()
) -> list[Shape]:
    """The official boundaries of these places, where they were loaded. One statement, none without a place."""
    if not (regions or mrcs or municipalities):
        return []
    asked = Q(region__in=regions) | Q(mrc__in=mrcs) | Q(municipality__in=municipalities)
    return list(Boundary.objects.filter(asked).in_order().values_list("shape", flat=True))
