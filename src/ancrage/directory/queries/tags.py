"""What services are filtered by, as lexemes in the index of their words: « d:logement », « l:es », « m:<municipality> ».

One index then answers words and filters together, whatever their number.
"""

from collections.abc import Iterator
from math import ceil, cos, floor, radians
from typing import Final
from uuid import UUID

# Offered today, takes people now, takes referrals.
ACTIVE, OPEN, REFERRED = "s:active", "s:open", "s:referred"
EVENING, WEEKEND = "w:evening", "w:weekend"
ACCESSIBLE = "s:accessible"
PUBLIC = "s:public"

# Squares of the earth, small enough for a neighbourhood to be few of them: degrees from south to north, and west to east.
_HIGH: Final = 0.2
_WIDE: Final = 0.3
_KM_BY_DEGREE: Final = 111.0


def domain(code: str) -> str:
    return f"d:{code}"


def language(code: str) -> str:
    return f"l:{code}"


def mode(code: str) -> str:
    return f"o:{code}"


def public(code: str) -> str:
    return f"p:{code}"


def fee(kind: str) -> str:
    return f"f:{kind}"


def given_in(municipality: UUID) -> str:
    """Where people go."""
    return f"m:{municipality}"


def serves(place: UUID) -> str:
    """A municipality, an MRC or a region whose people are served."""
    return f"a:{place}"


def refuses(status: str) -> str:
    """A status that is not admitted today."""
    return f"n:{status}"


def organization(pk: UUID) -> str:
    return f"b:{pk}"


def region(pk: UUID) -> str:
    """That of the organisation."""
    return f"r:{pk}"


def term(pk: UUID) -> str:
    return f"t:{pk}"


def taxonomy(pk: UUID) -> str:
    return f"x:{pk}"


def weekday(code: str) -> str:
    """A day of the week when it is open: « MO »."""
    return f"y:{code}"


def cell(latitude: float, longitude: float) -> str:
    """The square of the earth where a place is."""
    return f"g:{floor(latitude / _HIGH)}:{floor(longitude / _WIDE)}"


def cells_around(latitude: float, longitude: float, kilometres: float) -> Iterator[str]:
    """All the squares that a circle touches, and a few around."""
    north = kilometres / _KM_BY_DEGREE
    east = north / max(cos(radians(min(abs(latitude) + north, 89))), 0.01)
    for row in range(floor((latitude - north) / _HIGH), ceil((latitude + north) / _HIGH) + 1):
        for column in range(floor((longitude - east) / _WIDE), ceil((longitude + east) / _WIDE) + 1):
            yield f"g:{row}:{column}"
