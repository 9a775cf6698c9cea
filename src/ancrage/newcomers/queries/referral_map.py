"""The services that fit, on a map, around where the person lives: the centre of the municipality, never the address."""

from ancrage.newcomers.queries.referral_choice import Asked, Found
from ancrage.territory.queries.maps import towns_around
from ancrage.ui.maps import Home, Map, Pin, drawn


def map_of(found: Found, asked: Asked) -> Map | None:
    pins = [
        Pin(number, *option.point, option.service.name, f"#r{number}")
        for number, option in enumerate(found.fitting, start=1)
        if option.point
    ]
    town, place = found.situation.municipality, found.understood.place
    is_home = town is not None and place is not None and place.within[:1] == (town.pk,)
    home = Home(*place.point, radius_km=asked.kilometres) if is_home and place and place.point else None
    if not pins:
        return None
    return drawn(pins, home=home, towns=towns_around([*pins, *([home] if home else [])]))
