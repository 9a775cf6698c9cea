"""An official outline made light enough for a page: fewer points, at a distance that the eye does not see on a small map."""

import math
from collections.abc import Iterable, Sequence
from typing import Final

Point = tuple[float, float]
Ring = list[Point]
Polygon = list[Ring]

# The points a page carries for one place; about ten metres, then as far as it takes.
MOST: Final = 300
_FINEST: Final = 0.0001
_ROUNDED: Final = 4


def lightened(polygons: Iterable[Polygon], most: int = MOST) -> list[list[list[list[float]]]]:
    """The same outline with at most ``most`` points (five or more); always the same answer.

    Ramer-Douglas-Peucker, each time from a little farther; islands and holes too small to be seen are dropped.
    """
    kept = [[list(ring) for ring in polygon] for polygon in polygons]
    tolerance = _FINEST
    while sum(len(ring) for polygon in kept for ring in polygon) > most:
        lighter = [_without_specks([_thinned(ring, tolerance) for ring in polygon], tolerance) for polygon in kept]
        largest = max(kept, key=lambda polygon: _extent(polygon[0]))
        kept = [polygon for polygon in lighter if polygon] or [largest if len(kept) > 1 else [_box(largest[0])]]
        tolerance *= 1.3
    return [[_closed(ring) for ring in polygon] for polygon in kept]


def _without_specks(polygon: Polygon, tolerance: float) -> Polygon:
    """Nothing when its outer ring is too small; else that ring, and the holes that are not."""
    seen = [ring for ring in polygon if len(ring) >= 4 and _extent(ring) > 4 * tolerance]
    return seen if seen and seen[0] is polygon[0] else []


def _extent(ring: Ring) -> float:
    xs, ys = [x for x, _y in ring], [y for _x, y in ring]
    return max(max(xs) - min(xs), max(ys) - min(ys))


def _box(ring: Ring) -> Ring:
    """What holds it, when nothing else would be left."""
    xs, ys = [x for x, _y in ring], [y for _x, y in ring]
    west, east, south, north = min(xs), max(xs), min(ys), max(ys)
    return [(west, south), (east, south), (east, north), (west, north), (west, south)]


def _thinned(ring: Ring, tolerance: float) -> Ring:
    """A closed ring is cut at its first point and at the one farthest from it, then each half is thinned."""
    start = ring[0]
    far = max(range(len(ring)), key=lambda n: math.dist(start, ring[n]))
    return [*_line(ring[: far + 1], tolerance)[:-1], *_line(ring[far:], tolerance)]


def _line(points: Sequence[Point], tolerance: float) -> Ring:
    kept = {0, len(points) - 1}
    parts = [(0, len(points) - 1)]
    while parts:
        first, last = parts.pop()
        if last - first < 2:
            continue
        farthest, distance = _farthest(points, first, last)
        if distance > tolerance:
            kept.add(farthest)
            parts += [(first, farthest), (farthest, last)]
    return [points[n] for n in sorted(kept)]


def _farthest(points: Sequence[Point], first: int, last: int) -> tuple[int, float]:
    """The point farthest from the segment, and how far, in degrees of latitude."""
    (x1, y1), (x2, y2) = points[first], points[last]
    narrow = math.cos(math.radians(y1))
    dx, dy = (x2 - x1) * narrow, y2 - y1
    length = dx * dx + dy * dy
    best, found = first, -1.0
    for n in range(first + 1, last):
        px, py = (points[n][0] - x1) * narrow, points[n][1] - y1
        along = max(0.0, min(1.0, (px * dx + py * dy) / length)) if length else 0.0
        away = (px - along * dx) ** 2 + (py - along * dy) ** 2
        if away > found:
            best, found = n, away
    return best, math.sqrt(max(found, 0))


def _closed(ring: Ring) -> list[list[float]]:
    """Rounded to about ten metres, without the points that rounding made alike."""
    rounded = [[round(x, _ROUNDED), round(y, _ROUNDED)] for x, y in ring]
    kept = [point for n, point in enumerate(rounded) if n == 0 or point != rounded[n - 1]]
    return kept if len(kept) >= 4 else rounded
