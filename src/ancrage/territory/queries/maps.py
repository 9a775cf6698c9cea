"""What a map shows around the places of a list: landmarks, boundaries."""

from collections.abc import Collection, Iterable, Sequence
from itertools import islice
from typing import Final, Protocol

from django.db.models import Case, IntegerField, Q, Value, When

from ancrage.core.held import held
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
    """Towns as landmarks around ``places`` (pins, a home), cities first. None without a place."""
    points = [(place.latitude, place.longitude) for place in places]
    if not points:
        return []
    (south, north), (west, east) = ((min(side), max(side)) for side in zip(*points, strict=True))
    (high, wide) = _AROUND
    around = (
        town
        for town in _towns()
        if south - high <= town.latitude <= north + high and west - wide <= town.longitude <= east + wide
    )
    return list(islice(around, _MOST))


@held
def _towns() -> Sequence[Town]:
    """Every town that has a place, cities first."""
    rank = Case(When(designation="Ville", then=Value(0)), default=Value(1), output_field=IntegerField())
    found = Municipality.objects.exclude(latitude=None).order_by(rank, "sort", "pk")
    return [
        Town(name, latitude, longitude)
        for name, latitude, longitude in found.values_list("name", "latitude", "longitude")
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
