"""What falls on one another on a map, shown side by side; names that would cover something, left out."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

# About the width of a letter of a town's name, and the height of its line, in points of the drawing.
_LETTER, _LINE = 7.8, 16


@dataclass(frozen=True, slots=True)
class Spot:
    """Where the pin ``index`` is drawn."""

    index: int
    x: float
    y: float


class Lot:
    """Pins side by side, around the middle of their places."""

    def __init__(self, members: list[tuple[int, float, float]], step: float, width: float, height: float) -> None:
        self.members = members
        self.columns = math.ceil(math.sqrt(len(members)))
        rows = math.ceil(len(members) / self.columns)
        self.half = self.columns * step / 2, rows * step / 2
        self.x = _within(_mean([x for _index, x, _y in members]), self.half[0], width)
        self.y = _within(_mean([y for _index, _x, y in members]), self.half[1], height)
        self.step = step

    @property
    def spots(self) -> list[Spot]:
        left, top = self.x - self.half[0] + self.step / 2, self.y - self.half[1] + self.step / 2
        return [
            Spot(index, left + n % self.columns * self.step, top + n // self.columns * self.step)
            for n, (index, _x, _y) in enumerate(self.members)
        ]

    def touches(self, other: "Lot") -> bool:
        return (
            abs(self.x - other.x) < self.half[0] + other.half[0]
            and abs(self.y - other.y) < self.half[1] + other.half[1]
        )

    def box(self) -> "Box":
        """What they cover: left, top, right, bottom."""
        return self.x - self.half[0], self.y - self.half[1], self.x + self.half[0], self.y + self.half[1]


def apart(points: Sequence[tuple[float, float]], step: float, width: float, height: float) -> list[Lot]:
    """``points``, numbered as they come, in lots that do not touch, inside ``width`` × ``height``."""
    lots = [Lot([(index, x, y)], step, width, height) for index, (x, y) in enumerate(points)]
    while pair := next(_touching(lots), None):
        one, other = pair
        together = sorted(one.members + other.members)
        lots = [lot for lot in lots if lot not in pair]
        lots.append(Lot(together, step, width, height))
    return lots


def _touching(lots: Sequence[Lot]) -> Iterator[tuple[Lot, Lot]]:
    for n, one in enumerate(lots):
        for other in lots[n + 1 :]:
            if one.touches(other):
                yield one, other


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _within(value: float, half: float, limit: float) -> float:
    return limit / 2 if 2 * half > limit else min(max(value, half + 2), limit - half - 2)


Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Label:
    """A name written from (``x``, ``y``), on that side; its dot, unless something stands on it."""

    name: str
    x: float
    y: float
    anchor: str
    dot: tuple[float, float] | None


def labelled(
    names: Sequence[tuple[str, tuple[float, float]]], taken: Sequence[Box], width: float, height: float
) -> list[Label]:
    """The names that find room beside their place, covering neither what is ``taken`` nor one another; the first first."""
    boxes = list(taken)
    kept = []
    for name, (x, y) in names:
        holder = next((box for box in taken if box[0] < x < box[2] and box[1] < y < box[3]), None)
        for left, top, anchor, box in _ways(len(name) * _LETTER, holder or (x - 5, y - 5, x + 5, y + 5)):
            inside = box[0] >= 0 and box[1] >= 0 and box[2] <= width and box[3] <= height
            if inside and not any(_cross(box, other) for other in boxes if other is not holder):
                boxes.append(box)
                kept.append(Label(name, left, top, anchor, None if holder else (x, y)))
                break
    return kept


def _ways(long: float, around: Box) -> Iterator[tuple[float, float, str, Box]]:
    """Right, left, above, below: where the text starts, its side, and what it covers with its dot."""
    west, north, east, south = around
    x, y = (west + east) / 2, (north + south) / 2
    yield east + 4, y + 5, "start", (west, y - _LINE / 2, east + 4 + long, y + _LINE / 2)
    yield west - 4, y + 5, "end", (west - 4 - long, y - _LINE / 2, east, y + _LINE / 2)
    yield x, north - 3, "middle", (x - long / 2, north - _LINE, x + long / 2, south)
    yield x, south + 13, "middle", (x - long / 2, north, x + long / 2, south + _LINE)


def _cross(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
