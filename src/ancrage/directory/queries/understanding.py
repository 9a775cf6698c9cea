"""What the words of a search mean: what is looked for, where, when, how, for whom; and what was mistyped."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from ancrage.directory.queries.hints import Hint, hints, is_filler
from ancrage.directory.queries.places import Named, Place, Typed, named, postal, words_of
from ancrage.directory.queries.synonyms import sayings
from ancrage.directory.queries.vocabulary import Correction, corrections

MOST: Final = 200
_MOST_WORDS: Final = 16
# What leads to the name of a place.
_LEADING: Final = frozenset(
    (
        *("a", "au", "aux", "de", "du", "des", "la", "le", "les", "l", "d", "en", "dans", "pres", "proche", "autour"),
        *("near", "in", "at", "around", "from", "to", "region", "ville", "secteur", "mrc"),
    )
)


@dataclass(frozen=True)
class Group:
    """What one word or saying is found by: itself, what means the same, what is near it, the needs it speaks of."""

    text: str
    shown: str = ""
    others: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    # A hint (« le soir ») or a word that says little (« aide ») weighs, and is never asked of all.
    is_asked: bool = True


@dataclass(frozen=True)
class Understood:
    typed: str
    groups: tuple[Group, ...] = ()
    hints: tuple[str, ...] = ()
    place: Place | None = None
    is_place_unknown: bool = False
    corrections: tuple[tuple[str, str], ...] = ()
    phrases: tuple[str, ...] = ()
    narrows: bool = True

    @property
    def asked(self) -> tuple[Group, ...]:
        return tuple(group for group in self.groups if group.is_asked)

    def ranking_only(self) -> "Understood":
        """The same, when none of the words is asked for: they tell what comes first."""
        return replace(self, narrows=False)

    @property
    def also(self) -> tuple[str, ...]:
        """What was looked for without being typed, as the screen says it."""
        return tuple(dict.fromkeys(other for group in self.asked for other in group.others[:2]))[:3]


def understand(text: str, where: str = "", *, around: Place | None = None, as_typed: bool = False) -> Understood:
    """``where``: what was typed apart for a place; ``around`` the one meant if none is. ``as_typed``: nothing put right.

    One statement: slips, those of the place and of the words together.
    """
    text, where = text[:MOST].replace("\x00", " "), where[:MOST].replace("\x00", " ")
    put_right: list[tuple[str, str]] = []
    place, apart = _coded(where, put_right)
    words = words_of(text)[:_MOST_WORDS]
    place = place or _alone(apart)
    unread = [] if place else apart
    if place is None:
        place, words = _told_place(text, words, put_right)
    if slips := corrections([*unread, *([] if as_typed else _unsure(words))]):
        here, meant = _corrected(unread, slips), words if as_typed else _corrected(words, slips)
        if (found := _alone(here)) is not None:
            put_right += _changes(unread, here)
            place, unread = found, []
        put_right += _changes(words, meant)
        place, words = (place, meant) if place else _without(meant, named(meant))
    tags = tuple(dict.fromkeys(tag for hint in _hints(words) for tag in hint.tags))
    groups, phrases = _groups(words), _phrases(words)
    return Understood(text, groups, tags, place or around, bool(unread), tuple(put_right), phrases)


def _coded(where: str, put_right: list[tuple[str, str]]) -> tuple[Place | None, list[str]]:
    """What a postal code says, else the words of a name."""
    code = postal(where)
    if code is None:
        return None, words_of(where)[:_MOST_WORDS]
    if code.is_corrected:
        put_right.append((code.typed, code.code))
    return code.place, []


def _alone(words: Sequence[str]) -> Place | None:
    """The longest name among words that are nothing but a place."""
    found = named(words, alone=True)
    return found[0].place if found else None


def _told_place(text: str, words: list[str], put_right: list[tuple[str, str]]) -> tuple[Place | None, list[str]]:
    """The place told among what is looked for, and the words without it."""
    code = postal(text)
    if code is None:
        return _without(words, named(words))
    if code.is_corrected:
        put_right.append((code.typed, code.code))
    first, after = code.span
    return code.place, words_of(f"{text[:first]} {text[after:]}")[:_MOST_WORDS]


def _unsure(words: Sequence[str]) -> list[str]:
    sure = {place for hint in hints(words) for place in range(hint.first, hint.after)}
    sure |= {place for saying in sayings(words) for place in range(saying.first, saying.after)}
    return [word for place, word in enumerate(words) if place not in sure and not is_filler(word)]


def _changes(words: Sequence[str], meant: Sequence[str]) -> list[tuple[str, str]]:
    """What was typed, and what it was read as."""
    changed = ((word, _shown([other])) for word, other in zip(words, meant, strict=True) if word != other)
    return list(dict.fromkeys(changed))


def _corrected(words: Sequence[str], slips: Mapping[str, Correction]) -> list[str]:
    return [Typed.of(slips[word].word, slips[word].shown) if word in slips else word for word in words]


def _without(words: list[str], places: Sequence[Named]) -> tuple[Place | None, list[str]]:
    """The first place named, and the words without it and what led to it."""
    if not places:
        return None, words
    one = min(places, key=lambda found: (found.first - found.after, found.first))
    first = one.first
    while first and words[first - 1] in _LEADING:
        first -= 1
    return one.place, [*words[:first], *words[one.after :]]


def _groups(words: Sequence[str]) -> tuple[Group, ...]:
    said = {saying.first: saying for saying in sayings(words)}
    told = {place: hint for hint in _hints(words) for place in range(hint.first, hint.after)}
    found, place = [], 0
    while place < len(words):
        saying = said.get(place)
        if saying is not None:
            texts = words[place : saying.after]
            covered = all(_is_all(told.get(at)) for at in range(place, saying.after))
            sense = saying.sense
            senses = (sense.others, sense.near, sense.domains)
            found.append(Group(" ".join(texts), _shown(texts), *senses, is_asked=not covered))
            place = saying.after
            continue
        word = words[place]
        found.append(Group(word, _shown([word]), is_asked=not is_filler(word) and not _is_all(told.get(place))))
        place += 1
    if not told and not any(group.is_asked for group in found):
        found = [replace(one, is_asked=True) for one in found if len(one.text) > 1]
    return tuple(dict.fromkeys(found))


def _hints(words: Sequence[str]) -> list[Hint]:
    """Those that are not within a saying that means something else: « french class » asks for no service in French."""
    longer = [saying for saying in sayings(words) if saying.after - saying.first > 1]
    return [
        hint
        for hint in hints(words)
        if not any(one.first < hint.after and hint.first < one.after and hint.after < one.after for one in longer)
    ]


def _is_all(hint: Hint | None) -> bool:
    return hint is not None and hint.is_all


def _shown(words: Sequence[str]) -> str:
    """As it was typed."""
    return " ".join(word.shown if isinstance(word, Typed) else word for word in words)


def _phrases(words: Sequence[str]) -> tuple[str, ...]:
    """Each pair of telling words with what is between them, in the order they were typed."""
    telling = [place for place, word in enumerate(words) if len(word) > 2 and not is_filler(word)]
    return tuple(" ".join(words[one : other + 1]) for one, other in pairwise(telling))
