"""Persons whose name is like what was typed, found by the words of names: see ``NameWord``."""

from collections.abc import Iterable
from string import ascii_lowercase
from typing import Any, Final

from django.db.models import IntegerField, Q, QuerySet, Value

from ancrage.core.prepared import Sought, prepared
from ancrage.core.sql import HasPart, OneOf, Overlaps, WordsOf
from ancrage.core.text import fold, name_key
from ancrage.newcomers.models import NameWord

Reading = tuple[Sought, ...]
"""For each word typed, the words of names it may stand for, a space apart."""

_SHORT: Final = 2
_FEW: Final = 2
_MOST_WORDS: Final = 8
# In a longer word, a letter wrong leaves enough that is right for it to look alike.
_LONGEST_MISTYPED: Final = 12


def is_name(typed: str) -> bool:
    """Whether there is a word to look for: a name in another script is looked for as it is."""
    return bool(fold(typed))


def readings(typed: str, *, heard: bool, may_lack_one: bool = False) -> tuple[Reading, ...]:
    """The ways of reading a name: all its words are borne in one of them. None when a word is like no other.

    A word is a part of one that exists or, when ``heard``, it sounds like it or has one letter wrong. One statement.

    :param may_lack_one: of three words or more, also without one: a name is often entered without all of them.
    """
    words = [Sought(word) for word in fold(typed).split()[:_MOST_WORDS]]
    keys = [Sought(key) for key in name_key(typed).split()[:_MOST_WORDS]] if heard else []
    if len(words) == len(keys):
        asked = [[_asked(word, key) for word, key in zip(words, keys, strict=True)]]
    else:
        # A particle is not heard, two words are heard as one: each reading by itself.
        asked = [[_asked(word, None) for word in words], [_asked(None, key) for key in keys]]
    known = _known(asked)
    ways = [*known, *(shorter for way in known for shorter in _less_one(way) if may_lack_one)]
    return tuple(tuple(Sought(" ".join(sorted(group))) for group in way) for way in ways if way and all(way))


def bearing(ways: tuple[Reading, ...], *, person: str = "") -> Q:
    """Whoever bears all the words of one of these ways. ``person``: the path to them, as ``person__``."""
    borne = WordsOf(f"{person}folded_name", f"{person}heard_name")
    found = Q(pk__in=[])
    for way in ways:
        found |= Q(*[Q(Overlaps(borne, Value(words))) for words in way])
    return found


_Asked = tuple[Sought | None, Sought | None, Sought]
"""A part of a word, how it sounds, and all that may be a slip for it."""


def _asked(word: Sought | None, key: Sought | None) -> _Asked:
    return word, key, Sought(" ".join([key, *sorted(_mistyped(key))]) if key else "")


def _known(ways: list[list[_Asked]]) -> list[list[set[str]]]:
    """For each word of each way, the words that exist and are like it."""
    asked = tuple(_looked(one) for way in ways for one in way)
    like: list[set[str]] = [set() for _ in asked]
    for at, word in _like(asked=asked) if asked else ():
        like[at].add(word)
    left = iter(like)
    return [[next(left) for _ in way] for way in ways]


def _less_one(way: list[set[str]]) -> list[list[set[str]]]:
    return [way[:at] + way[at + 1 :] for at in range(len(way))] if len(way) > _FEW else []


def _looked(asked: _Asked) -> tuple[bool, tuple[Sought, ...], tuple[Sought, ...]]:
    word, key, slips = asked
    return bool(word) and len(word or "") <= _SHORT, (word,) if word else (), (key, slips) if key else ()


@prepared
def _like(*, asked: tuple[tuple[bool, tuple[Sought, ...], tuple[Sought, ...]], ...]) -> QuerySet[Any, Any]:
    found = [
        NameWord.objects.filter(_reads(is_short, holds, sounds))
        .annotate(at=Value(at, IntegerField()))
        .values_list("at", "word")
        for at, (is_short, holds, sounds) in enumerate(asked)
    ]
    return found[0].union(*found[1:], all=True) if found[1:] else found[0]


def _reads(is_short: bool, holds: Iterable[Sought], sounds: tuple[Sought, ...]) -> Q:  # noqa: FBT001 - a shape
    like = Q(pk__in=[])
    for word in holds:
        like |= Q(HasPart("word", Value(word), begins=is_short))
    if sounds:
        key, slips = sounds
        like |= Q(OneOf("word", slips)) | Q(word__trigram_similar=key)
    return like


def _mistyped(key: str) -> set[str]:
    """``key`` with one letter more, less, changed, or two that follow one another in the other order."""
    if len(key) > _LONGEST_MISTYPED:
        return set()
    parts = [(key[:at], key[at:]) for at in range(len(key) + 1)]
    less = {left + right[1:] for left, right in parts if right}
    turned = {left + right[1] + right[0] + right[2:] for left, right in parts if len(right) > 1}
    changed = {left + letter + right[1:] for left, right in parts if right for letter in ascii_lowercase}
    more = {left + letter + right for left, right in parts for letter in ascii_lowercase}
    return less | turned | changed | more
