"""A small map drawn here, as it stands without JavaScript; ``ui/map.js`` draws the same data again, to be moved about.

How to call it: docstring of ``drawn``, and the component ``<c-map>``.
"""

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from ancrage.ui.pinning import Box, Lot, Spot, apart, labelled

WIDTH, HEIGHT = 360, 300
# Around what is shown; and the least that a map shows, so that one place alone keeps its neighbours in sight.
MARGIN, LEAST_KM = 36, 24
PIN, STEP = 13, 29
_WATER: Final = Path(__file__).parent / "static" / "ui" / "water.json"
_KM_BY_DEGREE: Final = 111.32

Ring = Sequence[Sequence[float]]
# As in GeoJSON: polygons, each its outer ring then its holes, each a list of (longitude, latitude).
Shape = Sequence[Sequence[Ring]]


@dataclass(frozen=True, slots=True)
class Pin:
    """A numbered place. ``href``: the line of the list (« #r1 »), whose element has that id."""

    number: int
    latitude: float
    longitude: float
    title: str | Promise
    href: str


@dataclass(frozen=True, slots=True)
class Town:
    name: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Home:
    """Where someone lives, at the centre of the municipality, never at the address; a circle of ``radius_km`` around."""

    latitude: float
    longitude: float
    radius_km: int = 0


@dataclass(frozen=True, slots=True)
class Map:
    """What ``<c-map>`` writes: texts ready for the SVG, and ``data`` for the browser."""

    water: str
    limit: str
    halo: dict[str, str] | None
    home: str
    ties: list[dict[str, str]]
    lots: list[dict[str, str]]
    dots: list[dict[str, str]]
    names: list[dict[str, str]]
    pins: list[dict[str, str]]
    caption: str
    data: str
    size: str = f"0 0 {WIDTH} {HEIGHT}"
    radius: str = str(PIN)


def drawn(
    pins: Iterable[Pin], *, home: Home | None = None, towns: Iterable[Town] = (), boundaries: Iterable[Shape] = ()
) -> Map | None:
    """The map of these places, fitted to them; nothing when there is nothing to fit.

    ``pins`` and ``home`` decide what is in sight; without them, the boundaries, else the towns. ``towns`` are landmarks,
    the most telling first: those that would cover something are left out.
    """
    pins, towns, boundaries = list(pins), list(towns), list(boundaries)
    points = _in_sight(pins, home, towns, boundaries)
    if not points:
        return None
    frame = _Frame(points)
    # The home comes last: it is never under a number.
    shown: list[Pin | Home] = [*pins, *([home] if home else [])]
    lots = apart([frame.at(one.latitude, one.longitude) for one in shown], STEP, WIDTH, HEIGHT)
    spots = sorted((spot for lot in lots for spot in lot.spots), key=lambda spot: spot.index)
    places = [(town.name, frame.at(town.latitude, town.longitude)) for town in towns]
    labels = labelled(places, [lot.box() for lot in lots], WIDTH, HEIGHT)
    return Map(
        water=frame.path(_water()),
        limit=frame.path(polygon for shape in boundaries for polygon in shape),
        halo=frame.halo(home) if home and home.radius_km else None,
        home=_house(spots[-1]) if home else "",
        ties=[_tie(lot) for lot in lots if lot.is_away],
        lots=[_lot(lot.box()) for lot in lots if len(lot.spots) > 1],
        dots=[_texts(*label.dot) for label in labels if label.dot],
        names=[_texts(label.x, label.y, name=label.name, anchor=label.anchor) for label in labels],
        pins=[_pin(pin, spot) for pin, spot in zip(pins, spots, strict=False)],
        caption=_caption(pins, home),
        data=_data(frame, pins, home, towns, boundaries),
    )


class _Frame:
    """Degrees to the points of the drawing, by the projection of maps on the web, so that both maps are alike."""

    def __init__(self, points: Sequence[tuple[float, float]]) -> None:
        ys, xs = [_mercator(latitude) for latitude, _x in points], [longitude for _y, longitude in points]
        self.middle = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
        across = LEAST_KM / (_KM_BY_DEGREE * math.cos(math.radians(_latitude(self.middle[1]))))
        room = WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN
        self.scale = min(
            room[0] / max(max(xs) - min(xs), across), room[1] / max(max(ys) - min(ys), across * room[1] / room[0])
        )

    def at(self, latitude: float, longitude: float) -> tuple[float, float]:
        x, y = (longitude - self.middle[0]) * self.scale, (self.middle[1] - _mercator(latitude)) * self.scale
        return WIDTH / 2 + x, HEIGHT / 2 + y

    def path(self, polygons: Iterable[Sequence[Ring]]) -> str:
        return " ".join(
            "M" + " ".join(f"{x:.1f} {y:.1f}" for x, y in (self.at(point[1], point[0]) for point in ring)) + "Z"
            for polygon in polygons
            for ring in polygon
        )

    def halo(self, home: Home) -> dict[str, str]:
        x, y = self.at(home.latitude, home.longitude)
        degrees = home.radius_km / (_KM_BY_DEGREE * math.cos(math.radians(home.latitude)))
        return {"x": f"{x:.1f}", "y": f"{y:.1f}", "r": f"{degrees * self.scale:.1f}"}

    def bounds(self) -> list[list[float]]:
        """South-west, then north-east, margins left out: the browser adds its own."""
        x, y = (WIDTH / 2 - MARGIN) / self.scale, (HEIGHT / 2 - MARGIN) / self.scale
        corners = ((self.middle[1] - y, self.middle[0] - x), (self.middle[1] + y, self.middle[0] + x))
        return [[round(_latitude(one), 5), round(longitude, 5)] for one, longitude in corners]


def _in_sight(
    pins: Sequence[Pin], home: Home | None, towns: Sequence[Town], boundaries: Sequence[Shape]
) -> list[tuple[float, float]]:
    """What the frame must hold."""
    points = [(pin.latitude, pin.longitude) for pin in pins]
    if home:
        north = home.radius_km / _KM_BY_DEGREE
        east = north / math.cos(math.radians(home.latitude))
        points += [(home.latitude + north * way, home.longitude + east * way) for way in (-1, 1)]
    shapes = ((point[1], point[0]) for shape in boundaries for polygon in shape for ring in polygon for point in ring)
    return points or list(shapes) or [(town.latitude, town.longitude) for town in towns]


def _mercator(latitude: float) -> float:
    """As far north as longitudes are wide, in degrees."""
    return math.degrees(math.asinh(math.tan(math.radians(latitude))))


def _latitude(mercator: float) -> float:
    return math.degrees(math.atan(math.sinh(math.radians(mercator))))


@cache
def _water() -> Shape:
    water: Shape = json.loads(_WATER.read_text(encoding="utf-8"))["polygons"]
    return water


def _tie(lot: Lot) -> dict[str, str]:
    """From its place to where it is drawn."""
    return _texts(*lot.place, to_x=f"{lot.x:.1f}", to_y=f"{lot.y:.1f}")


def _lot(box: Box) -> dict[str, str]:
    """The frame that holds together pins side by side."""
    left, top, right, bottom = box
    sides = {"x": left - 3, "y": top - 3, "width": right - left + 6, "height": bottom - top + 6}
    return {name: f"{side:.1f}" for name, side in sides.items()}


def _house(spot: Spot) -> str:
    return f"M{spot.x:.1f} {spot.y - 9:.1f}l9 9h-3v8h-12v-8h-3Z"


def _pin(pin: Pin, spot: Spot) -> dict[str, str]:
    texts = {"number": str(pin.number), "title": f"{pin.number}. {pin.title}", "href": pin.href}
    return _texts(spot.x, spot.y, ty=f"{spot.y + 5:.1f}", **texts)


def _texts(x: float, y: float, **others: str) -> dict[str, str]:
    return {"x": f"{x:.1f}", "y": f"{y:.1f}", **others}


def _caption(pins: Sequence[Pin], home: Home | None) -> str:
    said = [_("Les numéros renvoient à la liste.")] if len(pins) > 1 else []
    if home:
        said.append(_("La maison marque le domicile, au centre de la municipalité."))
    if home and home.radius_km:
        said.append(_("Le cercle vaut %(km)d km.") % {"km": home.radius_km})
    return " ".join(said)


def _data(
    frame: _Frame, pins: Sequence[Pin], home: Home | None, towns: Sequence[Town], boundaries: Sequence[Shape]
) -> str:
    """The same for the browser, in JSON."""
    data: dict[str, Any] = {
        "bounds": frame.bounds(),
        "pins": [{**asdict(pin), "title": str(pin.title)} for pin in pins],
        "towns": [[town.name, round(town.latitude, 4), round(town.longitude, 4)] for town in towns],
    }
    if home:
        data["home"] = asdict(home)
    if boundaries:
        data["boundaries"] = boundaries
    if settings.ANCRAGE_MAP_TILES_URL:
        data["tiles"] = {"url": settings.ANCRAGE_MAP_TILES_URL, "credit": settings.ANCRAGE_MAP_TILES_CREDIT}
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
