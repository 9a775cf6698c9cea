"""The places people name when they look for a service: municipalities, MRCs, regions, postal codes."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import asin, cos, radians, sin, sqrt
from typing import Final, Self
from uuid import UUID

from django.db import connection
from pypostalcode import PostalCodeDatabase

from ancrage.core.held import held
from ancrage.core.text import fold
from ancrage.directory.queries import tags
from ancrage.territory.models import Municipality

_EARTH_RADIUS_KM: Final = 6371
# Longer names are rare, and each costs a comparison.
_MOST_WORDS: Final = 6
# The first half alone has its digit, or « job » would be one; a whole code may have a letter O for zero.
_POSTAL: Final = re.compile(
    r"\b(?:([a-z])([\do])([a-z])[\s-]?([\do])([a-z])([\do])|([a-z])(\d)([a-z]))\b", re.IGNORECASE
)
_SAINTS: Final = {"st": "saint", "ste": "sainte"}
# Plain words that are also somewhere's name: a place only after « à », « près de », « near ».
_AMBIGUOUS: Final = frozenset(
    {"price", "hope", "maria", "new", "esprit saint", "la redemption", "padoue", "les hauteurs"}
)
# What comes between the words of a name counts for nothing, nor does the mark of the plural.
_PLAIN: Final = "regexp_replace(translate(sort, '-–’''.', '     '), 's( |$)', '\\1', 'g')"
_NAMED_AS: Final = """
SELECT {town} AS plain, 1 AS rank, 'municipality' AS kind, town.id, town.name, town.latitude, town.longitude,
    ARRAY[town.id, mrc.id, mrc.region_id] AS within, '{{}}'::uuid[] AS holds
FROM territory_municipality town JOIN territory_mrc mrc ON mrc.id = town.mrc_id
UNION ALL
SELECT {plain}, 2, 'mrc', mrc.id, mrc.name, middle.latitude, middle.longitude, ARRAY[mrc.id, mrc.region_id], middle.towns
FROM territory_mrc mrc CROSS JOIN LATERAL (
    SELECT avg(latitude) AS latitude, avg(longitude) AS longitude, array_agg(id) AS towns
    FROM territory_municipality WHERE mrc_id = mrc.id
) middle
UNION ALL
SELECT {plain}, 3, 'region', id, name, NULL, NULL, ARRAY[id], ARRAY(
    SELECT town.id FROM territory_municipality town JOIN territory_mrc mrc ON mrc.id = town.mrc_id
    WHERE mrc.region_id = territory_region.id UNION ALL SELECT id FROM territory_mrc WHERE region_id = territory_region.id
) FROM territory_region
ORDER BY rank, id
"""
_NAMED: Final = _NAMED_AS.format(plain=_PLAIN, town=_PLAIN.replace("sort", "town.sort"))
_NEAREST: Final = """
SELECT town.id, mrc.id, mrc.region_id FROM territory_municipality town JOIN territory_mrc mrc ON mrc.id = town.mrc_id
WHERE town.latitude IS NOT NULL
ORDER BY (town.latitude - %(latitude)s) ^ 2 + ((town.longitude - %(longitude)s) * %(narrow)s) ^ 2, town.id LIMIT 1
"""

Point = tuple[float, float]


@dataclass(frozen=True)
class Place:
    """Somewhere in the territory. ``within``: itself and what holds it; ``holds``: what it holds."""

    kind: str
    name: str
    point: Point | None
    within: tuple[UUID, ...]
    holds: tuple[UUID, ...] = ()

    def serving(self) -> tuple[str, ...]:
        """The tags of what serves it, all of it or a part, or is given there."""
        asked = [tags.serves(one) for one in (*self.within, *self.holds)]
        given = self.within[:1] if self.kind in ("municipality", "postal") else self.holds
        return (*asked, *(tags.given_in(one) for one in given))


@dataclass(frozen=True)
class Named:
    """A place found in what was typed: where its words are, and how it should have been written, if not as it was."""

    place: Place
    first: int
    after: int


def serving(mrc: UUID, region: UUID) -> tuple[str, ...]:
    """The tags of what serves an MRC of a region, all of it or a part."""
    towns = Municipality.objects.filter(mrc=mrc).order_by("pk").values_list("pk", flat=True)
    return tuple(tags.serves(one) for one in (mrc, region, *towns))


class Typed(str):
    """A word without accents, which knows how it was typed."""

    __slots__ = ("shown",)
    shown: str

    @classmethod
    def of(cls, text: str, shown: str) -> Self:
        word = cls(text)
        word.shown = shown
        return word


def words_of(text: str) -> list[str]:
    """The words of a text, without accents; « st » is « saint »."""
    found = ((fold(word), word) for word in re.findall(r"[^\W_]+", text))
    return [Typed.of(_SAINTS.get(part, part), word) for folded, word in found for part in folded.split()]


def place_of_municipality(town: Municipality) -> Place:
    """Of a municipality read with its MRC."""
    point = None if town.latitude is None or town.longitude is None else (town.latitude, town.longitude)
    return Place("municipality", town.name, point, (town.pk, town.mrc_id, town.mrc.region_id))


def named(words: Sequence[str], *, alone: bool = False) -> list[Named]:
    """The places among ``words``, the longest names first. With ``alone``, the words are nothing but a place."""
    known = _places()
    grams = {(first, after): _plain(words[first:after]) for first, after in _spans(len(words))}
    places: list[Named] = []
    for (first, after), text in sorted(grams.items(), key=lambda gram: gram[0][0] - gram[0][1]):
        taken = any(first < one.after and one.first < after for one in places)
        told = alone or (first and words[first - 1] in _TOLD)
        if text in known and not taken and (told or " ".join(words[first:after]) not in _AMBIGUOUS):
            places.append(Named(known[text], first, after))
    return places


_TOLD: Final = frozenset({"a", "de", "pres", "near", "in", "at", "around"})


def _spans(count: int) -> Iterator[tuple[int, int]]:
    for first in range(count):
        for after in range(first + 1, min(count, first + _MOST_WORDS) + 1):
            yield first, after


def _plain(words: Sequence[str]) -> str:
    return re.sub(r"s( |$)", r"\1", " ".join(words))


@held
def _places() -> Mapping[str, Place]:
    """Every place by its plain name."""
    found: dict[str, Place] = {}
    with connection.cursor() as cursor:
        cursor.execute(_NAMED)
        for plain, _rank, kind, _id, name, latitude, longitude, within, holds in cursor:
            point = None if latitude is None or longitude is None else (float(latitude), float(longitude))
            if len(plain) > 2:
                found.setdefault(plain, Place(kind, name, point, tuple(within), tuple(holds or ())))
    return found


@dataclass(frozen=True)
class Postal:
    """A postal code: where it is, and what was typed when a letter O stood for a zero."""

    place: Place
    code: str
    typed: str
    span: tuple[int, int]

    @property
    def is_corrected(self) -> bool:
        return fold(self.typed).replace(" ", "") != fold(self.code).replace(" ", "")


def postal(text: str) -> Postal | None:
    """The first postal code of ``text`` that exists."""
    for match in _POSTAL.finditer(text):
        one, two, three, four, five, six = (part.upper() if part else "" for part in _parts(match))
        first = f"{one}{two.replace('O', '0')}{three}"
        if (point := _centre(first)) is not None:
            last = f" {four.replace('O', '0')}{five}{six.replace('O', '0')}" if four else ""
            place = Place("postal", f"{first}{last}", point, _nearest(point))
            return Postal(place, f"{first}{last}", match.group(), match.span())
    return None


def _parts(match: re.Match[str]) -> tuple[str | None, ...]:
    whole, half = match.groups()[:6], match.groups()[6:]
    return whole if whole[0] else (*half, None, None, None)


def _centre(first: str) -> Point | None:
    try:
        found = _codes()[first]
    except IndexError:
        return None
    return found.latitude, found.longitude


@cache
def _codes() -> PostalCodeDatabase:
    return PostalCodeDatabase()


def _nearest(point: Point) -> tuple[UUID, ...]:
    """The municipality whose centre is nearest, its MRC, its region."""
    with connection.cursor() as cursor:
        values = {"latitude": point[0], "longitude": point[1], "narrow": cos(radians(point[0]))}
        cursor.execute(_NEAREST, values)
        return tuple(cursor.fetchone() or ())


def kilometres(one: Point, other: Point) -> float:
    """As the crow flies."""
    south, west, north, east = (radians(degrees) for degrees in (*one, *other))
    half = sin((north - south) / 2) ** 2 + cos(south) * cos(north) * sin((east - west) / 2) ** 2
    return 2 * _EARTH_RADIUS_KM * asin(sqrt(half))


def nearest(point: Point | None, points: Sequence[float]) -> Point | None:
    """Of ``points``, a latitude then a longitude, the nearest to ``point``; the first of them when there is no point."""
    pairs = list(zip(points[::2], points[1::2], strict=True))
    if point is None or len(pairs) < 2:
        return pairs[0] if pairs else None
    return min(pairs, key=lambda pair: kilometres(point, pair))
