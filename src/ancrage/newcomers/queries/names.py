"""How much two names are alike, whatever the order of their words, their accents and their transliteration."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz

from ancrage.core.text import fold, name_key

# A name heard the same but written otherwise is a little less than the same name.
_HEARD: Final = 0.97
# One word of several says little; two say nearly everything.
_ONE_WORD: Final = 0.75
_SOME_WORDS: Final = 0.95
# Someone who bears one name alone.
_LONE_WORD: Final = 92
# A word too far from any other: another given name in the same family.
_FAR: Final = 55
_CAP_WHEN_FAR: Final = 75
# A letter or two of difference.
_NEARLY_WHOLE: Final = 90


@dataclass(frozen=True, slots=True, order=True)
class NameScore:
    """From 0 to 100, and what made it."""

    score: float
    is_same: bool = False
    is_reordered: bool = False
    is_heard: bool = False
    is_original: bool = False


def name_score(one: str, other: str) -> NameScore:
    """How much two full names are alike."""
    words, others = fold(one).split(), fold(other).split()
    if not words or not others:
        return NameScore(0)
    whole = _LONE_WORD if len(words) == 1 else 100
    if sorted(words) == sorted(others):
        return NameScore(whole, is_same=True, is_reordered=words != others)
    keys, other_keys = name_key(one).split(), name_key(other).split()
    if sorted(keys) == sorted(other_keys):
        return NameScore(whole * _HEARD, is_heard=True)
    written = words_score(words, others)
    heard = words_score(keys, other_keys) * _HEARD if keys and other_keys else 0.0
    return NameScore(max(written, heard))


def words_score(one: Sequence[str], other: Sequence[str]) -> float:
    """Each word of the shorter name against the nearest word left in the longer; the better way round when equal."""
    short, long = sorted((one, other), key=len)
    ways = [(short, long), (long, short)] if len(short) == len(long) else [(short, long)]
    matched = max(_matched(*way) for way in ways)
    # « El Sayed » and « Elsayed » differ by a space alone.
    joined = fuzz.ratio("".join(one), "".join(other))
    return max(matched, joined if joined > _NEARLY_WHOLE else 0.0)


def _matched(short: Sequence[str], long: Sequence[str]) -> float:
    left, found = list(long), []
    for word in sorted(short, key=len, reverse=True):
        likeness, nearest = max((fuzz.ratio(word, candidate), candidate) for candidate in left)
        found.append(likeness)
        left.remove(nearest)
    mean = sum(found) / len(found)
    if min(found) < _FAR:
        mean = min(mean, _CAP_WHEN_FAR)
    if left:
        mean *= _ONE_WORD if len(short) == 1 else _SOME_WORDS
    return mean
