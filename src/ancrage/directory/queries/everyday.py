"""What people say of a trade, in the words of the classification (``data/everyday_titles.csv``)."""

import csv
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Final

from ancrage.directory.occupation_words import root, roots_of, words_of

_FILE: Final = Path(__file__).parents[1] / "data" / "everyday_titles.csv"
_LONGEST: Final = 4


def readings(roots: Sequence[str]) -> Iterator[list[str]]:
    """The other ways of saying ``roots``, one saying at a time, the longest first."""
    sayings = _sayings()
    for size in range(min(_LONGEST, len(roots)), 0, -1):
        for first in range(len(roots) - size + 1):
            for others in sayings.get(tuple(sorted(roots[first : first + size])), ()):
                yield list(dict.fromkeys([*roots[:first], *others, *roots[first + size :]]))


@cache
def everyday_words() -> dict[str, str]:
    """The words of all sayings, and their roots."""
    with _FILE.open(encoding="utf-8", newline="") as lines:
        return {word: root(word) for row in csv.DictReader(lines) for word in words_of(row["said"])}


@cache
def _sayings() -> dict[tuple[str, ...], list[list[str]]]:
    found: dict[tuple[str, ...], list[list[str]]] = {}
    with _FILE.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            for said in row["said"].split("|"):
                meant = [roots_of(one) for one in row["titles"].split("|")]
                found.setdefault(tuple(sorted(roots_of(said))), []).extend(meant)
    return found
