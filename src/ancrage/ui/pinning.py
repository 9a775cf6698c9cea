"""What falls on one another on a map, shown side by side; names that would cover something, left out."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

# About the width of a letter of a town's name, and the height of its line, in points of the drawing.
_LETTER, _LINE = 7.8, 16
# The room between two lots; how many times one is pushed before two are made one: less when there are many.
_GAP, _TURNS = 6, 2000


@dataclass(frozen=True, slots=True)
class Spot:
    """Where the pin ``index`` is drawn."""

    index: int
    x: float
    y: float


class Lot:
    """Pins side by side: ``place`` is the middle of their places, (``x``, ``y``) where they are drawn."""

    def __init__(self, members: list[tuple[int, float, float]], step: float, size: tuple[float, float]) -> None:
        self.members, self.step, self.size = members, step, size
        self.columns = math.ceil(math.sqrt(len(members)))
        rows = math.ceil(len(members) / self.columns)
        self.half = self.columns * step / 2, rows * step / 2
        self.place = _mean([x for _index, x, _y in members]), _mean([y for _index, _x, y in members])
        self.move(*self.place)

    def move(self, x: float, y: float) -> None:
        """Never out of the drawing."""
        self.x, self.y = _within(x, self.half[0], self.size[0]), _within(y, self.half[1], self.size[1])

    @property
    def spots(self) -> list[Spot]:
        left, top = self.x - self.half[0] + self.step / 2, self.y - self.half[1] + self.step / 2
        return [
            Spot(index, left + n % self.columns * self.step, top + n // self.columns * self.step)
            for n, (index, _x, _y) in enumerate(self.members)
        ]

    @property
    def is_away(self) -> bool:
        """Far enough from its place to be tied to it by a line."""
        return math.dist(self.place, (self.x, self.y)) > self.step / 2 and not _holds(self.box(), self.place)

    def box(self) -> "Box":
        """What they cover: left, top, right, bottom."""
        return self.x - self.half[0], self.y - self.half[1], self.x + self.half[0], self.y + self.half[1]

    def overlap(self, other: "Lot") -> tuple[float, float]:
        """How far each enters the other, across and down; a little room between them counts."""
        across = self.half[0] + other.half[0] + _GAP - abs(self.x - other.x)
        return across, self.half[1] + other.half[1] + _GAP - abs(self.y - other.y)


def apart(points: Sequence[tuple[float, float]], step: float, width: float, height: float) -> list[Lot]:
    """``points``, numbered as they come, in lots that do not touch, inside ``width`` × ``height``.

    What is at one place makes a lot; lots that touch are pushed aside, and made one where there is no room.
    """
    groups: list[list[tuple[int, float, float]]] = []
    for index, (x, y) in enumerate(points):
        near = (
            g for g in groups if max(abs(x - _mean([m[1] for m in g])), abs(y - _mean([m[2] for m in g]))) < step / 2
        )
        group = next(near, None)
        if group is None:
            groups.append(group := [])
        group.append((index, x, y))
    lots = [Lot(group, step, (width, height)) for group in groups]
    while pair := _pushed(lots):
        together = sorted(pair[0].members + pair[1].members)
        lots = [Lot(lot.members, step, lot.size) for lot in lots if lot not in pair]
        lots.append(Lot(together, step, (width, height)))
    return lots


def _pushed(lots: Sequence[Lot]) -> tuple[Lot, Lot] | None:
    """Push aside the lots that touch; the first two that still do when nothing more is gained."""
    found = None
    for _turn in range(max(8, min(150, _TURNS // (len(lots) or 1)))):
        found = None
        for n, one in enumerate(lots):
            for other in lots[n + 1 :]:
                across, down = one.overlap(other)
                if across > 0 and down > 0:
                    found = found or (one, other)
                    way = math.copysign(across / 2, other.x - one.x) if across < down else 0
                    fall = 0 if across < down else math.copysign(down / 2, other.y - one.y)
                    one.move(one.x - way, one.y - fall)
                    other.move(other.x + way, other.y + fall)
        if not found:
            break
    return found


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _within(value: float, half: float, limit: float) -> float:
    return limit / 2 if 2 * half > limit else min(max(value, half + 3), limit - half - 3)


def _holds(box: "Box", point: tuple[float, float]) -> bool:
    return box[0] < point[0] < box[2] and box[1] < point[1] < box[3]


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
        holder = next((box for box in taken if _holds(box, (x, y))), None)
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
