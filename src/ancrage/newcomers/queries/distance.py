from math import asin, cos, radians, sin, sqrt
from typing import Final

from ancrage.directory.models import Service
from ancrage.territory.models import Municipality

_EARTH_RADIUS_KM: Final = 6371


def distance_km(home: Municipality | None, service: Service) -> int | None:
    """Kilometres as the crow flies from the centre of ``home`` to the nearest place of the service, when known.

    Never from the address: a home is placed at the centre of its municipality.
    """
    towns = [place.municipality for place in service.locations.all()] or [service.organization.municipality]
    if home is None:
        return None
    found = [_between(home, town) for town in towns if town is not None]
    known = [distance for distance in found if distance is not None]
    return min(known, default=None)


def _between(one: Municipality, other: Municipality) -> int | None:
    if one.pk == other.pk:
        return 0
    if None in (one.latitude, one.longitude, other.latitude, other.longitude):
        return None
    lat1, lon1, lat2, lon2 = (
        radians(float(value))
        for value in (one.latitude, one.longitude, other.latitude, other.longitude)
        if value is not None
    )
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return round(2 * _EARTH_RADIUS_KM * asin(sqrt(half)))
