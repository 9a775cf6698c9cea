"""The words of the field that mean the same thing, in French and in English (``data/synonyms.csv``).

``words`` find one another; ``also`` is looked for with them, without finding them; ``domains`` are the needs they speak of.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ancrage.core.text import fold
from ancrage.directory.queries import tags

_FILE = Path(__file__).parent.parent / "data" / "synonyms.csv"
_LONGEST = 6


@dataclass(frozen=True)
class Sense:
    """What a saying means: what else says it, and the tags of the needs it speaks of."""

    others: tuple[str, ...]
    near: tuple[str, ...]
    domains: tuple[str, ...]


@dataclass(frozen=True)
class Saying:
    """Words ``first`` to ``after`` of what was typed, which have a sense."""

    first: int
    after: int
    sense: Sense


def sayings(words: Sequence[str]) -> Iterator[Saying]:
    """The sayings among ``words``, the longest first at each place."""
    place, known = 0, _senses()
    while place < len(words):
        for after in range(min(len(words), place + _LONGEST), place, -1):
            sense = known.get(key_of(words[place:after]))
            if sense is not None:
                yield Saying(place, after, sense)
                place = after
                break
        else:
            place += 1


def key_of(words: Sequence[str]) -> str:
    """How a saying is compared: without the mark of the plural."""
    return " ".join(word[:-1] if len(word) > 3 and word[-1] in "sx" else word for word in words)


@cache
def _senses() -> dict[str, Sense]:
    rows: dict[str, list[tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]]] = {}
    with _FILE.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            words, also, domains = (tuple(filter(None, row[name].split("|"))) for name in ("words", "also", "domains"))
            for word in words:
                rows.setdefault(key_of(fold(word).split()), []).append((words, also, domains))
    return {key: _sense(key, found) for key, found in rows.items()}


def _sense(key: str, rows: list[tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]]) -> Sense:
    others = dict.fromkeys(
        word for words, _also, _domains in rows for word in words if key_of(fold(word).split()) != key
    )
    near = dict.fromkeys(word for _words, also, _domains in rows for word in also if word not in others)
    domains = dict.fromkeys(tags.domain(code) for _words, _also, codes in rows for code in codes)
    return Sense(tuple(others), tuple(near), tuple(domains))


@cache
def single_words() -> frozenset[str]:
    """The words of all that is written in the file."""
    found: set[str] = set()
    with _FILE.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            found.update(fold(f"{row['words']} {row['also']}").split())
    return frozenset(word for word in found if len(word) > 3)
