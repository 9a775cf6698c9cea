"""The services a search may answer with, read in one statement: what of them matches, told by bits."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any, Final
from uuid import UUID

from django.db import connection

from ancrage.directory.queries import tags
from ancrage.directory.queries.breadth import distinct, narrowest
from ancrage.directory.queries.marks import BITS
from ancrage.directory.queries.understanding import Group, Understood

MOST: Final = 500
# With so many that have every word, those that have some of them are left out.
ENOUGH: Final = 60
_LEXEME: Final = re.compile(r"'(?:[^']|'')*'")
_MOST_KNOWN: Final = 20_000
# Nearly every service has them: their marks are looked at, and not their long lists in the index.
_DENSE: Final = frozenset({tags.ACTIVE, tags.PUBLIC, tags.OPEN})

# Weights of ``queries.indexing``: names, what it is about, what is said of it.
WEIGHTS: Final = "ABC"
OWN, OTHERS, NEAR, DOMAIN = 1, 8, 64, 512


@dataclass(frozen=True, slots=True)
class Candidate:
    """``found``: by group of the search, bits of what matches; ``phrases``: 1 somewhere, 2 in its names."""

    service_id: UUID
    level: int
    marks: int
    points: list[float]
    modified_at: datetime
    found: tuple[int, ...]
    phrases: int


def candidates(
    understood: Understood,
    required: Sequence[Collection[str]],
    refused: Collection[str] = (),
    *,
    anywhere: bool = False,
    most: int = MOST,
) -> list[Candidate]:
    """``required``: of each collection of tags, of which there is one, a service has one; it has none of those ``refused``."""
    groups = understood.groups
    known = _lexemes([*chain.from_iterable(map(_texts, groups)), *understood.phrases])
    queries = [_of(group, known) for group in groups]
    asked = [query for query, group in zip(queries, groups, strict=True) if group.is_asked and query.every]
    asked = asked or [_Query(_quoted(tag), "", "", "") for tag in understood.hints]
    levels = _levels(asked if understood.narrows else [])
    wanted = [*required, *(() if anywhere or understood.place is None else [understood.place.serving()])]
    dense = [tag for found in wanted if len(found) == 1 for tag in found if tag in _DENSE]
    base = [_any(map(_quoted, found)) for found in wanted if not set(found) & _DENSE]
    # Where nothing else is asked, the index is read for what nearly all have.
    texts = [_all([*base, *level]) or _all(map(_quoted, dense)) for level in levels]
    refusals = [f"!{_quoted(tag)}" for tag in refused]
    columns, values = _columns(queries, _phrase(understood.phrases, known))
    mask = sum(BITS[tag] for tag in dense)
    sql, params = _statement([_all([text, *refusals]) for text in texts], columns, mask, most)
    with connection.cursor() as cursor:
        cursor.execute(sql, [*params, *values])
        return [_candidate(*row) for row in cursor.fetchall()]


def _candidate(key: UUID, level: int, marks: int, points: list[float], at: datetime, *bits: int) -> Candidate:
    return Candidate(key, level, marks, points, at, found=bits[:-1], phrases=bits[-1])


def _columns(queries: Sequence["_Query"], phrase: str) -> tuple[list[str], list[str]]:
    """By group, its bits; then whether words are said in the order they were typed. With the values they ask for."""
    columns: list[str] = []
    values: list[str] = []
    for group in queries:
        parts = [_tier(query, first, values) for query, first in group.tiers() if query]
        columns.append(" + ".join(parts) or "0")
    columns.append("(terms @@ %s::tsquery)::int + (terms @@ %s::tsquery)::int" if phrase else "0")
    return columns, [*values, *([phrase, _weighted(phrase, "A")] if phrase else [])]


def _phrase(texts: Sequence[str], known: Mapping[str, str]) -> str:
    return _any(known[text] for text in texts if "<" in known[text])


def _levels(asked: Sequence["_Query"]) -> list[list[str]]:
    """Every word as it was typed; every word, or what means the same; any, or the need it speaks of."""
    every = [query.every for query in asked]
    levels = [[query.own for query in asked]] if all(query.own for query in asked) else []
    levels.append(every)
    if every:
        levels.append([_any(narrowest([*every, *(query.domains for query in asked)]))])
    return levels if asked else [[]]


_LEVEL: Final = """level{place} AS MATERIALIZED (
    SELECT service_id, {place} AS level FROM directory_found(%s, {mask}, {most}) service_id{unless}
)"""
_UNLESS_ENOUGH: Final = "(SELECT count(*) FROM level{place}) < {enough}"
# The words of a row are unpacked once, for all that is asked of them.
_READ: Final = """
WITH {levels} SELECT service_id, level, marks, points, modified_at, {columns} FROM (
    SELECT found.service_id, found.level, one.marks, one.points, one.modified_at, one.terms || ''::tsvector AS terms
    FROM ({found}) found JOIN directory_publication one USING (service_id) OFFSET 0
) read
"""


def _statement(levels: Sequence[str], columns: Sequence[str], mask: int, most: int) -> tuple[str, list[Any]]:
    """``mask``: marks that every service found has.

    Each level is read only when those before it have not found enough. Nothing typed is in the text: all is values.
    """
    parts, params = [], []
    for place, level in enumerate(levels):
        unless = " AND ".join(_UNLESS_ENOUGH.format(place=one, enough=ENOUGH) for one in range(place))
        parts.append(_LEVEL.format(place=place, mask=mask, most=most, unless=f" WHERE {unless}" if unless else ""))
        # What was found before is left out by the index too.
        params.append(_all([level, *(f"!({before})" for before in levels[:place])]))
    found = " UNION ALL ".join(f"TABLE level{place}" for place in range(len(levels)))
    return _READ.format(levels=", ".join(parts), columns=", ".join(columns), found=found), params


@dataclass(frozen=True)
class _Query:
    own: str
    others: str
    near: str
    domains: str

    @property
    def every(self) -> str:
        return _any([self.own, self.others, self.near])

    def tiers(self) -> Iterator[tuple[str, int]]:
        yield from ((self.own, OWN), (self.others, OTHERS), (self.near, NEAR), (self.domains, DOMAIN))


def _tier(query: str, first: int, values: list[str]) -> str:
    """The bits of a query; by weight only where it is found at all, which most of the time it is not."""
    values.append(query)
    if first == DOMAIN:
        return f"(terms @@ %s::tsquery)::int * {DOMAIN}"
    values += [_weighted(query, weight) for weight in WEIGHTS]
    bits = " + ".join(f"(terms @@ %s::tsquery)::int * {first << place}" for place in range(len(WEIGHTS)))
    return f"CASE WHEN terms @@ %s::tsquery THEN {bits} ELSE 0 END"


def _texts(group: Group) -> list[str]:
    return [group.text, *group.others, *group.near, *group.text.split()]


def _of(group: Group, known: Mapping[str, str]) -> _Query:
    words = group.text.split()
    loose = _all(known[word] for word in words) if len(words) > 1 else ""
    return _Query(
        own=known[group.text],
        others=_any([*(known[text] for text in group.others), loose]),
        near=_any(known[text] for text in group.near),
        domains=_any(map(_quoted, group.domains)),
    )


_known: dict[str, str] = {}


def _lexemes(texts: Iterable[str]) -> dict[str, str]:
    """What each text is found by, as a query; empty of words that say nothing. Kept: it never changes."""
    wanted = dict.fromkeys(texts)
    if len(_known) > _MOST_KNOWN:
        _known.clear()
    if missing := [text for text in wanted if text not in _known]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT text, any_query(text)::text FROM unnest(%s::text[]) AS text", [missing])
            _known.update((text, distinct(query)) for text, query in cursor.fetchall())
    return {text: _known[text] for text in wanted}


def _weighted(query: str, weight: str) -> str:
    return _LEXEME.sub(lambda lexeme: f"{lexeme.group()}:{weight}", query)


def _quoted(tag: str) -> str:
    return "'" + tag.replace("\\", "\\\\").replace("'", "''") + "'"


def _any(queries: Iterable[str]) -> str:
    found = dict.fromkeys(filter(None, queries))
    return " | ".join(f"({one})" for one in found)


def _all(queries: Iterable[str]) -> str:
    found = dict.fromkeys(filter(None, queries))
    return " & ".join(f"({one})" for one in found)
