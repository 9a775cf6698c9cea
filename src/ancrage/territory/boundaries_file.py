"""Reading official boundaries: a GeoJSON file, each element the outline of a region, an MRC or a municipality."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _

from ancrage.core.errors import Refused
from ancrage.territory.outlines import Point, Polygon, Ring

LEVELS: Final = ("region", "mrc", "municipality")
# Our properties; then those of Québec's « Découpages administratifs », which say the level.
_OWN: Final = (("code",), ("name", "nom"))
_OFFICIAL: Final = {
    "municipality": ("mus_co_geo", "mus_nm_mun"),
    "mrc": ("mrs_co_mrc", "mrs_nm_mrc"),
    "region": ("res_co_reg", "res_nm_reg"),
}
# Degrees as a GPS gives them; NAD83 differs by a metre or two, which no map of ours shows.
_DEGREES: Final = ("crs84", ":4326", ":4269", ":4617")
_WEST, _EAST, _SOUTH, _NORTH = -80.5, -56.5, 44.5, 63.5
_SHOWN: Final = 20


class BoundariesRefused(Refused):
    """The file cannot be read as boundaries of Québec; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Outline:
    """One element of the file, as it says it. ``number`` counts from 1; ``level`` is empty where nothing says it."""

    number: int
    level: str
    code: str
    name: str
    polygons: list[Polygon]

    @property
    def said(self) -> str:
        return " ".join(part for part in (self.code, self.name) if part)


class _Wrong(Exception):
    """What is wrong with one element, in words."""


def read_boundaries(path: Path, level: str = "") -> list[Outline]:
    """The outlines of ``path``; ``level`` for a file whose elements do not say it.

    :raises BoundariesRefused: with the number of each element that is wrong.
    """
    outlines, problems = [], []
    for number, feature in enumerate(_features(path), start=1):
        try:
            outlines.append(_outline(number, feature, level))
        except _Wrong as wrong:
            problems.append(_("Élément %(number)d : %(problem)s.") % {"number": number, "problem": wrong})
    if problems:
        raise refused(problems)
    if not outlines:
        raise BoundariesRefused(_("Le fichier ne contient aucune limite."))
    return outlines


def refused(problems: list[str]) -> BoundariesRefused:
    """Each problem on its line, the first ones when there are many."""
    more = len(problems) - _SHOWN
    rest = [_("… et %(n)d autres.") % {"n": more}] if more > 0 else []
    return BoundariesRefused("\n".join([*problems[:_SHOWN], *rest, _("Rien n’a été changé.")]))


def _features(path: Path) -> list[Any]:
    try:
        content = json.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise BoundariesRefused(_("Le fichier %(path)s ne peut pas être lu.") % {"path": path}) from error
    except json.JSONDecodeError as error:
        raise BoundariesRefused(
            _("Le fichier n’est pas du GeoJSON, ou il est tronqué : ligne %(line)d, colonne %(column)d.")
            % {"line": error.lineno, "column": error.colno}
        ) from error
    except (ValueError, RecursionError) as error:
        raise BoundariesRefused(_("Le fichier n’est pas du GeoJSON.")) from error
    if not isinstance(content, dict) or not isinstance(features := content.get("features"), list):
        raise BoundariesRefused(_("Le fichier n’est pas une collection GeoJSON (« FeatureCollection »)."))
    _in_degrees(content.get("crs"))
    return features


def _in_degrees(crs: Any) -> None:  # noqa: ANN401 - what a file holds
    """Old files name their projection; without a name, GeoJSON is in degrees."""
    named = crs.get("properties", {}).get("name", "") if isinstance(crs, dict) else ""
    if crs and not str(named).lower().endswith(_DEGREES):
        raise BoundariesRefused(
            _("Le fichier est dans la projection « %(crs)s » : convertissez-le en degrés, WGS 84 (EPSG:4326).")
            % {"crs": named or crs}
        )


def _outline(number: int, feature: Any, level: str) -> Outline:  # noqa: ANN401 - what a file holds
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        raise _Wrong(_("ce n’est pas un élément GeoJSON (« Feature »)"))
    properties = feature.get("properties")
    if not isinstance(properties, dict):
        raise _Wrong(_("il n’a ni code ni nom"))
    written = {str(key).lower(): value for key, value in properties.items()}
    found, code, name = _named(written)
    if not code and not name:
        raise _Wrong(_("il n’a ni code ni nom"))
    return Outline(number, level or found, code, name, _polygons(feature.get("geometry")))


def _named(written: Mapping[str, Any]) -> tuple[str, str, str]:
    for level, (code, name) in _OFFICIAL.items():
        if code in written or name in written:
            return level, _text(written, code), _text(written, name)
    code, name = (next((text for key in keys if (text := _text(written, key))), "") for keys in _OWN)
    level = _text(written, "level")
    return level if level in LEVELS else "", code, name


def _text(written: Mapping[str, Any], key: str) -> str:
    value = written.get(key)
    return " ".join(str(value).split()) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _polygons(geometry: Any) -> list[Polygon]:  # noqa: ANN401 - what a file holds
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in {"Polygon", "MultiPolygon"}:
        raise _Wrong(
            _("sa forme est « %(kind)s », alors qu’il faut « Polygon » ou « MultiPolygon »")
            % {"kind": kind or _("vide")}
        )
    coordinates = geometry.get("coordinates")
    polygons = [coordinates] if kind == "Polygon" else coordinates
    return list(_each(polygons, lambda polygon: list(_each(polygon, _ring))))


def _each(held: Any, read: Callable[[Any], Any]) -> Iterator[Any]:  # noqa: ANN401 - what a file holds
    if not isinstance(held, list) or not held:
        raise _Wrong(_("ses coordonnées sont incomplètes"))
    for one in held:
        yield read(one)


def _ring(held: Any) -> Ring:  # noqa: ANN401 - what a file holds
    ring = list(_each(held, _point))
    if len(ring) < 4 or ring[0] != ring[-1]:
        raise _Wrong(_("un de ses contours n’est pas fermé"))
    return ring


def _point(held: Any) -> Point:  # noqa: ANN401 - what a file holds
    if not isinstance(held, list) or len(held) < 2 or not all(type(one) in {int, float} for one in held[:2]):
        raise _Wrong(_("ses coordonnées sont incomplètes"))
    x, y = held[:2]
    if _WEST <= x <= _EAST and _SOUTH <= y <= _NORTH:
        return float(x), float(y)
    if _WEST <= y <= _EAST and _SOUTH <= x <= _NORTH:
        raise _Wrong(_("la latitude et la longitude sont inversées (la longitude vient d’abord)"))
    if not (-180 <= x <= 180 and -90 <= y <= 90):
        raise _Wrong(_("ses coordonnées ne sont pas des degrés : convertissez le fichier en WGS 84 (EPSG:4326)"))
    raise _Wrong(_("le point %(x)s, %(y)s est hors du Québec") % {"x": x, "y": y})
