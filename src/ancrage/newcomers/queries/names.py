"""How much two names are alike, whatever the order of their words, their accents and their transliteration."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

from rapidfuzz import fuzz

from ancrage.core.text import fold, folded_key
from ancrage.newcomers.queries.scripts import bones_of_arabic, bones_of_keys, in_latin

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
# The bones of « ben ».
_SON: Final = "bn"
# A letter or two of difference.
_NEARLY_WHOLE: Final = 90


@dataclass(frozen=True, slots=True)
class Name:
    """A full name ready to be compared, so that comparing it with many prepares it once.

    ``bones``: of a name known in Arabic script alone, its consonants; its vowels are not written.
    """

    words: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    bones: tuple[str, ...] = ()

    @classmethod
    def of(cls, text: str) -> Self:
        folded = fold(text)
        return cls(tuple(folded.split()), tuple(folded_key(folded).split()))

    @classmethod
    def in_script(cls, text: str) -> Self:
        """A name in Cyrillic or Arabic, to be compared with one in Latin letters; of another script, nothing."""
        return cls.of(in_latin(text)) if (bones := bones_of_arabic(text)) == () else cls(bones=bones)

    @property
    def is_empty(self) -> bool:
        return not (self.words or self.bones)


NO_NAME: Final = Name()
_Scored = tuple[float, int, int]
"""From 0 to 100; how many words of the shorter name have a twin, how many are far from any."""


@dataclass(slots=True, order=True)
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
    if one.bones or other.bones:
        return _compare_bones(one.bones or bones_of_keys(one.keys), other.bones or bones_of_keys(other.keys))
    if not words or not others:
        return NameScore(0)
    whole = _LONE_WORD if len(words) == 1 else 100
    if sorted(words) == sorted(others):
        return NameScore(whole, is_same=True, is_reordered=words != others, near=len(words))
    if sorted(one.keys) == sorted(other.keys):
        return NameScore(whole * _HEARD, is_heard=True, near=len(words))
    best = _words_score(words, others)
    if one.keys and other.keys and not (one.keys == words and other.keys == others):
        score, near, far = _words_score(one.keys, other.keys)
        best = max(best, (score * _HEARD, near, far))
    return NameScore(best[0], near=best[1], far=best[2])


def may_reach(one: Name, other: Name, least: float) -> bool:
    """Whether two names may be alike to ``least``, above what a word too far allows: long to say exactly.

    ``compare_names`` gives each word of the shorter name one of the longer; here each takes the nearest, so that the
    mean is no less.
    """
    if one.bones or other.bones:
        return True
    return _may_match(one.words, other.words, least) or (
        not (one.keys == one.words and other.keys == other.words) and _may_match(one.keys, other.keys, least)
    )


def _may_match(one: Sequence[str], other: Sequence[str], least: float) -> bool:
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    total = 0.0
    for word in short:
        best = 0.0
        for its in long:
            likeness = fuzz.ratio(word, its, score_cutoff=_FAR)
            if likeness > best:  # noqa: PLR1730 - asked for each word of each name: twice as fast as max()
                best = likeness
        if not best:
            break
        total += best
    else:
        if total >= least * len(short):
            return True
    joined, its_joined = "".join(one), "".join(other)
    return fuzz.ratio(joined, its_joined, score_cutoff=_NEARLY_WHOLE) > 0


def _compare_bones(one: Sequence[str], other: Sequence[str]) -> NameScore:
    """Words of consonants are short: a word is another's twin when it is the same."""
    if not one or not other:
        return NameScore(0)
    short, long = sorted((one, other), key=len)
    left = list(long)
    for word in short:
        if word in left:
            left.remove(word)
    near = len(long) - len(left)
    if near == len(long) or _bare(one) == _bare(other):
        whole = _LONE_WORD if len(long) == 1 else 100
        return NameScore(whole * _HEARD, is_heard=True, near=len(short))
    share = near / len(short) * (_SOME_WORDS if len(short) > 1 else _ONE_WORD)
    return NameScore(100 * _HEARD * share, near=near, far=len(short) - near)


def _bare(bones: Sequence[str]) -> str:
    """« Ben Ali » and « Benali » differ by a space alone."""
    return "".join(bones).replace(_SON, "")


def _words_score(one: Sequence[str], other: Sequence[str]) -> _Scored:
    """Each word of the shorter name against the nearest word left in the longer; the better way round when equal."""
    short, long = sorted((one, other), key=len)
    best = _matched(short, long)
    if len(short) == len(long):
        best = max(best, _matched(long, short))
    # « El Sayed » and « Elsayed » differ by a space alone.
    joined = fuzz.ratio("".join(one), "".join(other), score_cutoff=_NEARLY_WHOLE)
    return max(best, (joined, len(short), 0)) if joined > _NEARLY_WHOLE else best


def _matched(short: Sequence[str], long: Sequence[str]) -> _Scored:
    left = list(long)
    total, least, near, far = 0.0, 100.0, 0, 0
    for word in sorted(short, key=len, reverse=True):
        if word in left:
            likeness, nearest = 100.0, word
        else:
            likeness, nearest = max([(fuzz.ratio(word, candidate), candidate) for candidate in left])
        total, least = total + likeness, min(least, likeness)
        near += likeness >= _NEAR
        far += likeness < _FAR
        left.remove(nearest)
    mean = total / len(short)
    if least < _FAR:
        mean = min(mean, _CAP_WHEN_FAR)
    if left:
        mean *= _ONE_WORD if len(short) == 1 else _SOME_WORDS
    return mean, near, far
