"""How much two names are alike, whatever the order of their words, their accents and their transliteration."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

from rapidfuzz import fuzz

from ancrage.core.text import fold, folded_key

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
# A word near enough to be the same, badly written.
_NEAR: Final = 70
# Less than this with no word near: another name.
_PARTLY: Final = 60
# A letter or two of difference.
_NEARLY_WHOLE: Final = 90


@dataclass(frozen=True, slots=True)
class Name:
    """A full name ready to be compared, so that comparing it with many prepares it once."""

    words: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()

    @classmethod
    def of(cls, text: str) -> Self:
        folded = fold(text)
        return cls(tuple(folded.split()), tuple(folded_key(folded).split()))


NO_NAME: Final = Name()


@dataclass(frozen=True, slots=True, order=True)
class NameScore:
    """From 0 to 100, and what made it. ``near``, ``far``: words of the shorter name with and without a twin."""

    score: float
    is_same: bool = False
    is_reordered: bool = False
    is_heard: bool = False
    is_original: bool = False
    near: int = 0
    far: int = 0

    @property
    def is_other(self) -> bool:
        """Whether a word, at least, is of another name rather than written otherwise or left out."""
        return bool(self.far) or (self.score < _PARTLY and not self.near)


def name_score(one: str, other: str) -> NameScore:
    """How much two full names are alike."""
    return compare_names(Name.of(one), Name.of(other))


def compare_names(one: Name, other: Name) -> NameScore:
    """The same of names made ready."""
    words, others = one.words, other.words
    if not words or not others:
        return NameScore(0)
    whole = _LONE_WORD if len(words) == 1 else 100
    if sorted(words) == sorted(others):
        return NameScore(whole, is_same=True, is_reordered=words != others, near=len(words))
    if sorted(one.keys) == sorted(other.keys):
        return NameScore(whole * _HEARD, is_heard=True, near=len(words))
    written = _words_score(words, others)
    if not (one.keys and other.keys):
        return written
    heard = _words_score(one.keys, other.keys)
    return max(written, NameScore(heard.score * _HEARD, near=heard.near, far=heard.far))


def _words_score(one: Sequence[str], other: Sequence[str]) -> NameScore:
    """Each word of the shorter name against the nearest word left in the longer; the better way round when equal."""
    short, long = sorted((one, other), key=len)
    ways = [(short, long), (long, short)] if len(short) == len(long) else [(short, long)]
    matched = max(_matched(*way) for way in ways)
    # « El Sayed » and « Elsayed » differ by a space alone.
    joined = fuzz.ratio("".join(one), "".join(other))
    return max(matched, NameScore(joined, near=len(short))) if joined > _NEARLY_WHOLE else matched


def _matched(short: Sequence[str], long: Sequence[str]) -> NameScore:
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
    near, far = sum(one >= _NEAR for one in found), sum(one < _FAR for one in found)
    return NameScore(mean, near=near, far=far)
