"""Occupations by what people call them, in French or in English, and how close two of them are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product
from math import exp, log
from typing import Any, Final

from django.db import connection

from ancrage.core.text import folded_key
from ancrage.directory.models import titled
from ancrage.directory.occupation_words import key_of, root, words_of
from ancrage.directory.queries.everyday import everyday_words, readings
from ancrage.directory.queries.vocabulary import nearest

_MOST_WORDS: Final = 8
_BEGINNING: Final = 3
_MOST_KEYS: Final = 12
# A word in so many titles says little: alone, it brings nothing beside others.
_COMMON: Final = 1500
_TITLES: Final = 60_000
# Fewer occupations than this with every word: those that have some of them are looked at too.
_ENOUGH: Final = 3
# How much more it counts that several titles of an occupation answer.
_MANY: Final = 0.15
_SCORE: Final = """
    3 * (held - 1) + 2 * is_exact::int + 0.3 * has_noun::int + 0.2 * is_own::int
    - 0.25 * least(greatest(size - head, 0), 4) - 0.15 * least(aside, 4)
"""

# What is typed and is no word of the titles: what looks or sounds like it and, of the last word, what begins so.
_WORDS: Final = """
SELECT typed.word, known.uses, alike.word, alike.root, alike.uses, alike.begins
FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[]) typed (word, root, sound, letters)
LEFT JOIN LATERAL (
    SELECT sum(uses) AS uses FROM directory_occupationword one WHERE one.root = typed.root
) known ON true
LEFT JOIN LATERAL (
    SELECT word, root, uses, false AS begins FROM directory_occupationword one WHERE one.word %% typed.word
    UNION SELECT word, root, uses, false FROM directory_occupationword one WHERE one.sound = typed.sound
    UNION SELECT word, root, uses, false FROM directory_occupationword one WHERE one.letters = typed.letters
    UNION ALL (
        SELECT word, root, uses, true FROM directory_occupationword one
        WHERE one.word LIKE %s || '%%' AND typed.word = %s ORDER BY uses DESC, word LIMIT 5
    )
) alike ON known.uses IS NULL
"""
# ``found``: by title, how well it answers; the best of each occupation counts, then how many of its titles answer.
_FOUND: Final = """
WITH {parts}
SELECT one.code, one.title_fr, one.title_en, best.said[1][1], best.said[1][2] FROM (
    SELECT occupation_id, max(score) + {many} * ln(count(*)) AS score,
        (array_agg(ARRAY[title, language] ORDER BY score DESC, length(title), title))[1:1] AS said
    FROM ({found}) found GROUP BY occupation_id
) best JOIN directory_occupation one ON one.id = best.occupation_id AND one.is_current
ORDER BY best.score DESC, one.code LIMIT %s
"""
_PART: Final = """{name} AS MATERIALIZED (
    SELECT occupation_id, title, language, {score} AS score FROM (
        SELECT occupation_id, title, language, is_own, size, aside, keys && %s::text[] AS is_exact, words @@ %s::tsquery AS has_noun,
            {head} AS head, {held} AS held
        FROM directory_occupationtitle WHERE words @@ %s::tsquery{unless}
    ) read
)"""
_OF: Final = "SELECT occupation_id FROM {}"
_UNLESS_ENOUGH: Final = " AND (SELECT count(*) FROM ({every}) found) < {enough}"


@dataclass(frozen=True)
class Found:
    """An occupation, and the title of it that answers best, with its language."""

    code: str
    title_fr: str
    title_en: str
    called: str
    called_in: str

    @property
    def title(self) -> str:
        return titled(self.title_fr, self.title_en)


@dataclass(frozen=True)
class _Word:
    """What a word of a title may be, by roots; ``weight``: how much it says, being rare."""

    roots: tuple[str, ...]
    weight: float = 1.0

    def query(self, weights: str = "") -> str:
        return "(" + " | ".join(f"{one}:{weights}" if weights else one for one in self.roots) + ")"


def find(text: str, *, limit: int = 10) -> list[Found]:
    """The occupations called ``text`` or nearly, the best first. Nothing when no word of it is known."""
    typed = list(dict.fromkeys(words_of(text)))[:_MOST_WORDS]
    asked = list(_meant(typed)) if typed else []
    if not asked:
        return []
    others = readings([word.roots[0] for word in asked])
    parts = [asked, *([_Word((one,)) for one in roots] for roots in others)]
    sql, params = _statement(parts)
    with connection.cursor() as cursor:
        cursor.execute(sql, [*params, limit])
        return [Found(*row) for row in cursor]


def _meant(typed: Sequence[str]) -> Iterator[_Word]:
    """What each word may be; those of which nothing is known are left out."""
    roots = {word: root(word) for word in typed}
    known: dict[str, int] = {}
    alike: dict[str, list[tuple[str, str, int]]] = {word: [] for word in typed}
    begun: list[str] = []
    last = typed[-1] if len(typed[-1]) >= _BEGINNING else ""
    with connection.cursor() as cursor:
        lists = [
            list(roots),
            list(roots.values()),
            [folded_key(one) for one in roots],
            ["".join(sorted(w)) for w in roots],
        ]
        cursor.execute(_WORDS, [*lists, last, last])
        for word, uses, other, its_root, its_uses, begins in cursor:
            if uses is not None:
                known[word] = uses
            elif begins:
                begun.append(its_root)
            elif other:
                alike[word].append((other, its_root, its_uses))
    everyday = everyday_words()
    for word in typed:
        if word in known or roots[word] in everyday.values():
            yield _Word((roots[word],), log(_TITLES / known.get(word, 1)))
            continue
        near = nearest(word, [*alike[word], *((one, its_root, 1) for one, its_root in everyday.items())])[1]
        if may_be := tuple(dict.fromkeys([*([near] if near else []), *(begun if word == last else [])])):
            yield _Word(may_be, log(_TITLES / 20))


def _statement(parts: Sequence[Sequence[_Word]]) -> tuple[str, list[Any]]:
    """Titles that have every word of one reading; when too few do, those that have some of the words typed."""
    named, params = [], []
    for place, words in enumerate(parts):
        sql, values = _part(f"every{place}", words, " & ".join(word.query() for word in words))
        named.append(sql)
        params += values
    found = [f"every{place}" for place in range(len(parts))]
    if len(parts[0]) > 1:
        rare = [word for word in parts[0] if exp(word.weight) > _TITLES / _COMMON] or parts[0]
        every = " UNION ".join(map(_OF.format, found))
        unless = _UNLESS_ENOUGH.format(every=every, enough=_ENOUGH)
        sql, values = _part("partly", parts[0], " | ".join(word.query() for word in rare), unless)
        named.append(sql)
        params += values
        found.append("partly")
    sql = _FOUND.format(parts=", ".join(named), many=_MANY, found=" UNION ALL ".join(f"TABLE {name}" for name in found))
    return sql, params


def _part(name: str, words: Sequence[_Word], query: str, unless: str = "") -> tuple[str, list[Any]]:
    total = sum(word.weight for word in words)
    head = " + ".join(["(words @@ %s::tsquery)::int"] * len(words))
    held = " + ".join(f"(words @@ %s::tsquery)::int * {word.weight / total:.4f}" for word in words)
    keys = [key_of(one) for one in islice(product(*(word.roots for word in words)), _MOST_KEYS)]
    sql = _PART.format(name=name, score=_SCORE, head=head, held=held, unless=unless)
    nouns = " | ".join(word.query("A") for word in words)
    heads = [word.query("AB") for word in words]
    return sql, [keys, nouns, *heads, *(word.query() for word in words), query]


def closeness(one: str, other: str) -> int:
    """How close two codes are, from 0 (nothing to do) to 4 (the same), by what their digits say.

    3: one minor group, the same trade or nearly (four digits); 2: one sub-major group (three digits); 1: one broad
    category, with the same FÉER or the one just above or below. The same both ways.
    """
    if one == other:
        return 4
    shared = next(place for place, pair in enumerate(zip(one, other, strict=True)) if pair[0] != pair[1])
    if shared >= 3:
        return shared - 1
    return int(shared > 0 and abs(int(one[1]) - int(other[1])) <= 1)
