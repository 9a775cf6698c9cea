"""Where a postal code is: the centre of its first half, and the municipality that is nearest."""

import re
from functools import lru_cache
from typing import Final

from django.db.models import F
from pypostalcode import PostalCodeDatabase

from ancrage.territory.models import Municipality

_MOST: Final = 2000
_CODE: Final = re.compile(r"[A-Z]\d[A-Z]\d[A-Z]\d")
_DIGITS: Final = str.maketrans({"O": "0", "I": "1", "L": "1"})
Point = tuple[float, float]


@lru_cache(maxsize=_MOST)
def point_of(postcode: str) -> Point | None:
    """Latitude and longitude of the centre; ``None`` of a code that the post does not know."""
    try:
        found = PostalCodeDatabase()[postcode[:3].upper()]
    except IndexError:
        return None
    return found.latitude, found.longitude


def nearest_municipality(point: Point) -> Municipality | None:
    """By its centre. A degree of longitude is two thirds of a degree of latitude here."""
    north, east = F("latitude") - point[0], (F("longitude") - point[1]) * 0.66
    towns = Municipality.objects.exclude(latitude=None).select_related("mrc")
    return towns.order_by(north * north + east * east, "pk").first()


def likely_postcode(typed: str) -> str:
    """What was meant by a letter O where a zero goes; empty when nothing is likely."""
    letters = typed.upper().replace(" ", "").replace("-", "")
    meant = "".join(one.translate(_DIGITS) if place % 2 else one for place, one in enumerate(letters))
    return f"{meant[:3]} {meant[3:]}" if _CODE.fullmatch(meant) else ""
