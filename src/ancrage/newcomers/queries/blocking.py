"""Which entries of a long list are worth comparing: those that share a key, never all with all.

A pair that may reach the threshold of ``scoring`` agrees on a birth, on a phone, on an e-mail, on a postal code and a
number in the street, on a whole name and a year, or on a word of the name beside two parts of the birth or one word of
the address: each of these is a key.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ancrage.newcomers.queries.scoring import Traits, Weighed, probably_one

Key = tuple[Hashable, ...]
Block = list[int]

# Beyond this many entries under one key (the phone of a shelter, the first of January), a block is cut.
_MOST_TOGETHER: Final = 60
# Neighbours in alphabetical order that are compared all the same, in a block cut.
_WINDOW: Final = 24
# Of an address, the words that few others have.
_RARE_WORDS: Final = 4
_COMMON: Final = 300
_BEGINNING: Final = 3


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entries, by their place in the list, ``one`` before ``other``, and how they stand to each other."""

    one: int
    other: int
    weighed: Weighed


def probable_pairs(entries: Sequence[Traits]) -> list[Pair]:
    """The pairs that are probably one person, the most probable first."""
    compared = ((one, other, probably_one(entries[one], entries[other])) for one, other in candidates(entries))
    found = [Pair(one, other, weighed) for one, other, weighed in compared if weighed]
    return sorted(found, key=lambda pair: (-pair.weighed.score, pair.one, pair.other))


def candidates(entries: Sequence[Traits]) -> Iterator[tuple[int, int]]:
    """The pairs worth comparing, each once. Their number grows as that of the entries, not as its square."""
    blocks_of: dict[int, list[Block]] = defaultdict(list)
    for block in _blocks(entries):
        for entry in block:
            blocks_of[entry].append(block)
    for entry in range(len(entries)):
        for other in sorted(set().union(*blocks_of.pop(entry, ()))):
            if other > entry:
                yield entry, other


def _blocks(entries: Sequence[Traits]) -> Iterator[Block]:
    together: dict[Key, Block] = defaultdict(list)
    words = Counter(word for entry in entries for word in set(entry.address.street.split()))
    for place, entry in enumerate(entries):
        for key in set(_keys(entry, words)):
            together[key].append(place)
    for block in together.values():
        if len(block) > 1:
            yield from _cut(block, entries)


def _keys(entry: Traits, words: Counter[str]) -> Iterator[Key]:
    heard = {word for name in entry.names for word in name.keys}
    address = entry.address
    if entry.born:
        year, month, day = entry.born
        yield ("born", year, *sorted((month, day)))
        yield ("year", year, *sorted(heard))
        for word in heard:
            yield from (("no day", word, year, month), ("no month", word, year, day), ("no year", word, month, day))
    for kind, value in (("phone", entry.phone), ("email", entry.email), ("script", entry.original_name)):
        if value:
            yield kind, value
    if address.postal_code:
        yield from (("postal", address.postal_code, word) for word in heard)
        yield from (("number", address.postal_code, word) for word in address.street.split() if word.isdigit())
    shared = (word for word in set(address.street.split()) if 1 < words[word] <= _COMMON)
    rarest = sorted(shared, key=lambda word: (words[word], word))[:_RARE_WORDS]
    yield from (("street", word, name) for word in rarest for name in heard)


def _cut(block: Block, entries: Sequence[Traits]) -> Iterator[Block]:
    """The block itself when it is small; else by how the words of the names begin, then by neighbours."""
    if len(block) <= _MOST_TOGETHER:
        yield block
        return
    beginnings: dict[str, Block] = defaultdict(list)
    for place in block:
        for start in {word[:_BEGINNING] for name in entries[place].names for word in name.keys}:
            beginnings[start].append(place)
    for some in beginnings.values():
        if len(some) <= _MOST_TOGETHER:
            yield some
            continue
        yield from _overlapping(sorted(some, key=lambda place: _in_order(entries[place])))
        yield from _overlapping(sorted(some, key=lambda place: (entries[place].born or (), _in_order(entries[place]))))


def _in_order(entry: Traits) -> list[str]:
    return sorted(entry.names[0].keys) if entry.names else []


def _overlapping(block: Block) -> Iterator[Block]:
    for start in range(0, len(block), _WINDOW // 2):
        yield block[start : start + _WINDOW]
