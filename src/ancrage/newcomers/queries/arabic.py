"""Names in Arabic script, read as someone may have written them in Latin letters.

Short vowels are not written, and a letter has several spellings: a word in Arabic is a pattern that words in Latin letters
fit. Those to try are found by what sounds of them, without vowels: ``NameWord.bones``.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Final

from django.db.models import QuerySet

from ancrage.core.prepared import Sought, prepared
from ancrage.core.sql import OneOf
from ancrage.core.text import name_key
from ancrage.newcomers.models import NameWord
from ancrage.newcomers.queries.named import Reading
from ancrage.newcomers.queries.scripts import arabic_words

_MOST_WORDS: Final = 8
_MOST_JOINED: Final = 3
_MOST_BONES: Final = 64

# How a letter is written, and what is left of it in a word heard (``core.text.name_key``) once vowels are dropped.
_LETTERS: Final[dict[str, tuple[str, str]]] = {
    "ب": ("b+|p", "b"),
    "پ": ("p+", "p"),
    "ت": ("t+h?", "t"),
    "ٹ": ("t+h?", "t"),
    "ث": ("th|t+|s+|c", "ts"),
    "ج": ("dj|j|gu?", " g"),
    "چ": ("t?ch|c", "s"),
    "ح": ("h+", " "),
    "خ": ("kh|k+|h+", " k"),
    "د": ("d+h?", "d"),
    "ڈ": ("d+h?", "d"),
    "ذ": ("dh|d+|z+|th", "dst"),
    "ر": ("r+", "r"),
    "ڑ": ("r+", "r"),
    "ز": ("z+|s", "s "),
    "ژ": ("zh|j|z", " s"),
    "س": ("s+|c+", "s"),
    "ش": ("(?:s?ch|sh){1,2}|s+", "sk"),
    "ص": ("s+|c+", "s"),
    "ض": ("dh|d+|z+", "ds"),
    "ط": ("t+h?", "t"),
    "ظ": ("dh|z+|d+|th", "dst"),
    "غ": ("gh|gu?|rh?", "gr"),
    "ف": ("f+|ph", "f"),
    "ق": ("k+|q+u?|gu?|c+k?", "kg"),
    "ك": ("k+|q+u?|c+k?", "k"),
    "گ": ("g+u?", "g"),
    "ل": ("l+", "l"),
    "م": ("m+", "m"),
    "ن": ("n+", "n"),
    "ه": ("h+", " "),
    "و": ("w+|v|ou|oo|o|u", " "),
    "ي": ("y+|ii?|ee", " "),
    "ا": ("aa?|e", " "),
    "أ": ("aa?|e|u|ou", " "),
    "إ": ("[ie]", " "),
    "آ": ("aa?|ea?", " "),
    "ى": ("ah?|e", " "),
    "ة": ("ah?|eh?|at|et", " t"),
    "ئ": ("[yie]?", " "),
    "ؤ": ("(?:ou|o|u|w)?", " "),
    "ء": ("", " "),
    "ع": ("", " "),
}
_SAME: Final = str.maketrans({"ک": "ك", "ی": "ي", "ے": "ي", "ں": "ن", "ھ": "ه", "ہ": "ه", "ۀ": "ة", "ۃ": "ة", "ٱ": "ا"})
# As a word begins, ends, and within: there an « h » is written or not.
_FIRST: Final = dict.fromkeys("اأآ", "[aeiou]{1,2}") | {"إ": "[aeiou]{0,2}", "ي": "y+|i|j"}
_LAST: Final = {"د": ("d+h?|t", "dt"), "ب": ("b+|p", "bp"), "ه": ("ah?|eh?|h?|h+a", " "), "ا": ("aa?h?|e", " ")}
_INNER: Final = {"ح": "h*", "ه": "h*"}
_ANY_VOWEL: Final = "(?:ou|oo|ee|[aeiouy])?"
_VOWEL_OF_AIN: Final = "(?:ou|[aeou])?"
_SILENT_END: Final = "e?"
_VOWELS: Final = "اأإآىةويئؤءع"

_LIKELY: Final = str.maketrans(
    dict(zip("بپتثجچحخدذرزسشصضطظغفقكگلمنهويا", "bpttjchkddrzscsdtzgfkkglmnhuia", strict=True))
    | dict.fromkeys("أإآىةع", "a")
)
_ARTICLE: Final = re.compile("^ال(?=..)")
_ITS_ARTICLE: Final = "[aeou]{0,2}l?"
_SONS: Final = ("بن", "ابن", "بنت", "آل")
_SERVANT: Final = "عبد"
_BEGINNINGS: Final = (*_SONS, _SERVANT, "أبو", "ابو", "بو", "أم")
_ENDINGS: Final = ("الدين", "الله")


@dataclass(frozen=True, slots=True)
class Spelt:
    """The words in Latin letters that a word in Arabic may be: all have one of these ``bones`` and fit ``pattern``."""

    pattern: re.Pattern[str]
    bones: frozenset[str]

    def among(self, known: Mapping[str, Iterable[str]]) -> list[str]:
        """Which of these words, by their bones, it may be."""
        tried = (word for bones in self.bones for word in known.get(bones, ()))
        return sorted(word for word in tried if self.pattern.fullmatch(word))


def readings_of_arabic(typed: str) -> tuple[Reading, ...]:
    """As ``named.readings``, of a name in Arabic script; none of another script. One statement."""
    ways = ways_of_reading(typed)
    bones = sorted({bones for way in ways for word in way for bones in word.bones})
    # Twice the first: none of it, alone, would be no bones at all rather than those of a word of vowels.
    wanted = Sought("|".join(bones + bones[:1]))
    known: dict[str, list[str]] = {}
    for word, left in _with_bones(wanted=wanted) if ways else []:
        known.setdefault(left, []).append(word)
    found = []
    for way in ways:
        groups = [one.among(known) for one in way]
        if all(groups):
            found.append(tuple(Sought(" ".join(group)) for group in groups))
    return tuple(found)


def as_if_heard(typed: str) -> str:
    """A name in Arabic script as it most likely sounds, to put the nearest first."""
    words = [word.translate(_SAME) for word in arabic_words(typed)][:_MOST_WORDS]
    return name_key(" ".join(_ARTICLE.sub("", word).translate(_LIKELY) for word in words))


def ways_of_reading(typed: str) -> list[tuple[Spelt, ...]]:
    """Words one by one, and those often written in one, as « Abdelkader » or « Benali », together."""
    words = [word.translate(_SAME) for word in arabic_words(typed)][:_MOST_WORDS]
    joints = [at for at in range(1, len(words)) if words[at - 1] in _BEGINNINGS or words[at] in _ENDINGS]
    ways = []
    for chosen in product((True, False), repeat=min(len(joints), _MOST_JOINED)):
        joined = {at for at, is_joined in zip(joints, chosen, strict=False) if is_joined}
        if way := tuple(_spelt(group) for group in _grouped(words, joined)):
            ways.append(way)
    return ways


@prepared
def _with_bones(*, wanted: Sought) -> QuerySet[NameWord, tuple[str, str]]:
    return NameWord.objects.filter(OneOf("bones", wanted, apart="|")).values_list("word", "bones")


def _grouped(words: list[str], joined: set[int]) -> list[list[str]]:
    """A particle by itself is often left out."""
    groups: list[list[str]] = []
    for at, word in enumerate(words):
        if at in joined:
            groups[-1].append(word)
        else:
            groups.append([word])
    return [group for group in groups if group[0] not in _SONS or len(group) > 1]


def _spelt(words: list[str]) -> Spelt:
    pattern, bones = "", {""}
    for at, word in enumerate(words):
        letters = _ARTICLE.sub("", word)
        written, sounds = _pieces(letters)
        if at:
            pattern, bones = f"{pattern}{_ITS_ARTICLE}", _ended(bones, [" l"])
        elif letters != word:
            pattern, bones = "(?:[aeou]{1,2}l?)?", {"", "l"}
        pattern, bones = pattern + written, _ended(bones, sounds)
    if words == [_SERVANT]:
        # Its article is written with it: « Abdel Kader », « Abder Rahmane ».
        pattern, bones = f"{pattern}(?:[aeou]{{1,2}}[lrsntdz]{{1,2}})?", _ended(bones, [" lrstdn"])
    return Spelt(re.compile(pattern), frozenset(bones))


def _pieces(letters: str) -> tuple[str, list[str]]:
    """The pattern of a word, and the choices of sound of each of its letters."""
    pieces: list[str] = []
    sounds: list[str] = []
    last = len(letters) - 1
    for at, letter in enumerate(letters):
        way, heard = _LETTERS.get(letter, ("", " "))
        if at == 0:
            is_carrier = letter in "اأإ" and letters[1:2] in tuple("وي")
            way = "[aeiou]{0,2}" if is_carrier else _FIRST.get(letter, way)
        else:
            way = _INNER.get(letter, way)
            if at == last:
                way, heard = _LAST.get(letter, (way, heard))
        pieces.append(f"(?:{way})")
        sounds.append(heard)
        if at < last:
            pieces.append(_vowel_between(letters, at))
    pieces.append("[ae]{0,2}h?" if letters[last] in "ءع" else "" if letters[last] in _VOWELS else _SILENT_END)
    return "".join(pieces), sounds


def _vowel_between(letters: str, at: int) -> str:
    """What may be heard after a letter, that Arabic does not write.

    Any vowel in the first syllable. Later « a » or « e », « i » as in Khalid and Mohcine, « ou » as in Youssouf:
    otherwise it would be written, as in Karim and Mahmoud.
    """
    before = letters[: at + 1]
    if at and letters[at] == "ا":
        return ""
    if "ع" in (letters[at + 1], letters[at] if at else ""):
        return _VOWEL_OF_AIN
    if sum(one not in _VOWELS for one in before) <= 1 or "و" in before:
        return _ANY_VOWEL
    return "[aeiy]?" if "ا" in before or before[0] == "م" else "[ae]?"


def _ended(bones: Iterable[str], sounds: list[str]) -> set[str]:
    """One of each choice after another."""
    found = set(bones)
    for choices in sounds:
        found = set(sorted(start + one.strip() for start in found for one in choices)[:_MOST_BONES])
    return found
