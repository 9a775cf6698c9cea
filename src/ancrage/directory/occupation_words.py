"""What an occupation's title is found by: the roots of its words, one for the masculine, the feminine and the plural.

Both languages go through the same rules, which need not give a word: only the same letters for what means the same.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from ancrage.core.text import fold

_FILLER: Final = frozenset(
    fold(
        "de du des d l le la les un une a au aux en et ou par pour sur dans chez avec qu que se s"
        " of the an and or in for to at on with by"
        # What is written after a word for its other gender: « technicien(ne) », « coiffeur·euse ».
        " e ne re er ere ier iere euse eur trice ve ale te fe woman women"
    ).split()
)
# The first that fits, once the mark of the plural is gone, then that of the feminine.
_PLURAL: Final = ((re.compile(r"eaux$"), "eau"), (re.compile(r"(?<=...)aux$"), "al"), (re.compile(r"sses$"), "ss"))
_ENDS: Final = (
    (re.compile(r"(?<=..)eu[sx]$"), "eur"),
    (re.compile(r"(?<=.)tric$"), "teur"),
    (re.compile(r"(?<=..)iv$"), "if"),
    (re.compile(r"(?<=...)(?:woman|women|men|person)$"), "man"),
    (re.compile(r"(?<=...)tress$"), "ter"),
    (re.compile(r"(?<=...)qu$"), "c"),
)
_DOUBLED: Final = re.compile(r"([fnlt])\1$")
_LEFT_OUT: Final = re.compile(r"\((?:sauf|except|excluding)[^)]*\)?", re.IGNORECASE)
_ASIDE: Final = re.compile(r"\([^)]*\)?")
_JOINED: Final = re.compile(r",\s*| et (?!à )| and | ou | or ")
_AFTER_NOUN: Final = re.compile(r"\s(?:of|in|for|to|at|on|with)\s|,")


def words_of(text: str) -> list[str]:
    """The words that say something, without accents, in their order."""
    return [word for word in fold(text).split() if word not in _FILLER]


@lru_cache(maxsize=4096)
def root(word: str) -> str:
    """The root of a word without accents.

    >>> {root("soudeur"), root("soudeuse"), root("soudeuses")}
    {'soudeur'}
    """
    if len(word) < 4 or word.isdigit():
        return word
    for plural, single in _PLURAL:
        if plural.search(word):
            word = plural.sub(single, word)
            break
    else:
        word = (
            word[:-1] if word[-1] in "sx" and word[-2:] not in {"ss", "us", "is"} and not word.endswith("eux") else word
        )
    if word.endswith("esse") and len(word) > 6:
        word = word[:-3]
    if word[-1] == "e" and len(word) > 4:
        word = _DOUBLED.sub(r"\1", word.rstrip("e"))
    elif word[-1] == "y":
        word = f"{word[:-1]}i"
    for end, same in _ENDS:
        if end.search(word):
            return end.sub(same, word)
    return word


def roots_of(text: str) -> list[str]:
    """The roots of a text, each once, in their order."""
    return list(dict.fromkeys(root(word) for word in words_of(text)))


def key_of(roots: Iterable[str]) -> str:
    """How whole titles are compared, whatever the order of their words."""
    return " ".join(sorted(set(roots)))


@dataclass(frozen=True, slots=True)
class Terms:
    """What a title is found by: ``keys`` are its names whole, ``vector`` its words as a ``tsvector``.

    A word of the vector weighs A when it is the noun, B beside it, C when it says the field of work. ``size``: how many
    words the shortest of its names has; ``aside``: how many say its field.
    """

    keys: tuple[str, ...]
    vector: str
    size: int
    aside: int


def terms_of(title: str, language: str, *, is_own: bool = False) -> Terms:
    """What a title is found by. ``is_own``: of the group itself, which often joins several."""
    kept = _LEFT_OUT.sub(" ", title)
    head, _dash, field = _ASIDE.sub(" ", kept).partition(" - ")
    aside = roots_of(f"{field} {' '.join(_ASIDE.findall(kept))}")
    names = [name for part in (_JOINED.split(head) if is_own else [head]) for name in _genders(part)]
    said = [roots for name in names if (roots := roots_of(name))]
    nouns = {_noun(name, language) for name in names}
    beside = {one for roots in said for one in roots}
    weights = {one: "A" if one in nouns else "B" for one in sorted(beside)}
    weights |= {one: "C" for one in aside if one not in beside}
    return Terms(
        keys=tuple(dict.fromkeys(key_of(roots) for roots in said)),
        vector=" ".join(f"{one}:{place}{weight}" for place, (one, weight) in enumerate(weights.items(), start=1)),
        size=min(map(len, said), default=0),
        aside=len([one for one in aside if one not in beside]),
    )


def _noun(name: str, language: str) -> str:
    """In French the first word, in English the last before what completes it."""
    roots = roots_of(name if language == "fr" else _AFTER_NOUN.split(name)[0])
    return (roots[0] if language == "fr" else roots[-1]) if roots else ""


def _genders(name: str) -> Iterator[str]:
    """Both ways of saying « Agent/agente de bord ». What a slash joins otherwise is left as it is."""
    if "/" not in name:
        yield name
        return
    first, _slash, rest = name.partition("/")
    before, after = first.split(), rest.split()
    if not before or not after:
        yield name.replace("/", " ")
        return
    if after[0] in {"woman", "women"}:
        yield from _genders(" ".join([*before, *after[1:]]))
        return
    start = max(range(len(before)), key=lambda place: (_alike(before[place], after[0]), -place))
    length = len(before) - start
    yield from _genders(" ".join([*before, *after[length:]]))
    yield from _genders(" ".join([*before[:start], *after]))


def _alike(one: str, other: str) -> int:
    same = 0
    for mine, theirs in zip(fold(one), fold(other), strict=False):
        if mine != theirs:
            break
        same += 1
    return same
