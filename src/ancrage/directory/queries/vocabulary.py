"""Slips in what is typed, put right by the words that services are told in and by those of the field."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from math import log
from typing import Final

from django.db import connection
from rapidfuzz.distance import OSA

from ancrage.core.text import folded_key
from ancrage.directory.queries.synonyms import single_words

_SHORTEST: Final = 4
# Found by what they look like, how they sound, or the letters they have, in whatever order.
_ALIKE: Final = """
WITH typed AS MATERIALIZED (
    SELECT word, sound, letters, (ts_lexize('pg_catalog.french_stem', word))[1] AS stem,
        (ts_lexize('pg_catalog.english_stem', word))[1] AS stem_en
    FROM unnest(%s::text[], %s::text[], %s::text[]) AS one (word, sound, letters)
), unknown AS MATERIALIZED (
    SELECT *, EXISTS (SELECT 1 FROM directory_word known WHERE known.stem = typed.stem)
        OR EXISTS (SELECT 1 FROM directory_word known WHERE known.stem_en = typed.stem_en) AS is_found
    FROM typed WHERE stem IS NOT NULL AND stem_en IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM directory_word known WHERE known.word = typed.word)
)
SELECT unknown.word, unknown.is_found, alike.word, alike.shown, alike.uses FROM unknown LEFT JOIN LATERAL (
    SELECT word, shown, uses FROM directory_word WHERE directory_word.word %% unknown.word
    UNION SELECT word, shown, uses FROM directory_word WHERE directory_word.sound = unknown.sound
    UNION SELECT word, shown, uses FROM directory_word WHERE directory_word.letters = unknown.letters
) alike ON true ORDER BY unknown.word, alike.word
"""


@dataclass(frozen=True)
class Correction:
    typed: str
    shown: str
    word: str


def corrections(words: Collection[str]) -> dict[str, Correction]:
    """By word, what was meant, for those that no service is told in and that are one slip away from one that is."""
    asked = sorted({word for word in words if len(word) >= _SHORTEST and word.isalpha() and word not in _field()})
    if not asked:
        return {}
    found: dict[str, list[tuple[str, str, int]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_ALIKE, [asked, [folded_key(word) for word in asked], ["".join(sorted(word)) for word in asked]])
        for typed, is_found, word, shown, uses in cursor:
            found.setdefault(typed, [] if is_found else [(one, one, 1) for one in _field()])
            # What its stem finds is only put right when it sounds like a word.
            if word and (not is_found or folded_key(word) == folded_key(typed)):
                found[typed].append((word, shown, uses))
    best = {typed: nearest(typed, alike) for typed, alike in found.items()}
    return {typed: Correction(typed, shown, word) for typed, (word, shown) in best.items() if word}


def nearest(typed: str, alike: Sequence[tuple[str, str, int]]) -> tuple[str, str]:
    """The (word, as shown) of ``alike`` that ``typed`` is a slip for; empty when none is near. Each has its uses."""
    most = 1 if len(typed) < 6 else 2 if len(typed) < 10 else 3
    sound = folded_key(typed)
    marks = []
    for word, shown, uses in alike:
        slips = OSA.distance(typed, word, score_cutoff=most)
        if slips <= most and (slips < 2 or word[0] == typed[0] or folded_key(word) == sound):
            heard, begins = folded_key(word) == sound, word[0] == typed[0]
            marks.append((slips - 0.8 * heard - 0.4 * begins - 0.1 * log(uses), word, shown))
    _mark, word, shown = min(marks, default=(0.0, "", ""))
    return word, shown


@cache
def _field() -> frozenset[str]:
    return single_words()
