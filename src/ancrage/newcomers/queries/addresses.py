"""How much two addresses are alike: words in another order, letters missed, the postal code inside or apart."""

import re
from dataclasses import dataclass
from enum import IntEnum
from typing import Final, Self

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from ancrage.core.text import fold

_POSTAL: Final = re.compile(r"\b[a-z]\d[a-z] ?\d[a-z]\d\b")
_SAME: Final = 88
_NEAR: Final = 72
_PARTLY: Final = 60


class Place(IntEnum):
    """How two addresses, or two postal codes, stand to each other."""

    UNKNOWN = 0
    DIFFERENT = 1
    PARTLY = 2
    NEAR = 3
    SAME = 4


@dataclass(frozen=True, slots=True)
class Address:
    """An address ready to be compared. ``street`` is without its postal code, ``postal_code`` without spaces."""

    street: str = ""
    sorted_street: str = ""
    joined: str = ""
    postal_code: str = ""

    @classmethod
    def of(cls, text: str, postal_code: str = "") -> Self:
        if not text and not postal_code:
            return cls()
        street = fold(text)
        inside = _POSTAL.search(street)
        code = fold(postal_code).replace(" ", "") or (inside[0].replace(" ", "") if inside else "")
        street = " ".join(_POSTAL.sub(" ", street).split())
        words = street.split()
        return cls(street, " ".join(sorted(words)), "".join(words), code)


NOWHERE: Final = Address()


def compare_streets(one: Address, other: Address) -> Place:
    if not one.street or not other.street:
        return Place.UNKNOWN
    score = max(fuzz.ratio(one.sorted_street, other.sorted_street), fuzz.ratio(one.joined, other.joined))
    if score >= _SAME:
        return Place.SAME
    if score >= _NEAR:
        return Place.NEAR
    return Place.PARTLY if score >= _PARTLY else Place.DIFFERENT


def compare_postal_codes(one: Address, other: Address) -> Place:
    """NEAR: one letter wrong, missed or added, or two of them swapped."""
    if not one.postal_code or not other.postal_code:
        return Place.UNKNOWN
    if one.postal_code == other.postal_code:
        return Place.SAME
    return Place.NEAR if OSA.distance(one.postal_code, other.postal_code, score_cutoff=1) == 1 else Place.DIFFERENT
