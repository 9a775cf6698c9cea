"""Which keys were met, however many: eight bytes for each."""

from array import array
from bisect import bisect_left
from collections.abc import Hashable, Iterable
from heapq import merge
from typing import Final

_FEWEST: Final = 50_000


class Met:
    """A set of keys, known by their hash: of a million, two are taken for one once in millions of times."""

    def __init__(self) -> None:
        self._latest: set[int] = set()
        self._sorted = array("q")

    def add(self, key: Hashable) -> None:
        self._latest.add(hash(key))
        if len(self._latest) > max(_FEWEST, len(self._sorted) // 8):
            self._sorted = array("q", merge(self._sorted, sorted(self._latest)))
            self._latest = set()

    def update(self, keys: Iterable[Hashable]) -> None:
        for key in keys:
            self.add(key)

    def __contains__(self, key: Hashable) -> bool:
        found = hash(key)
        if found in self._latest:
            return True
        place = bisect_left(self._sorted, found)
        return place < len(self._sorted) and self._sorted[place] == found
