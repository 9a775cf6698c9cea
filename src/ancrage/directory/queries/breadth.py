"""How many services a query of words would find, by what PostgreSQL knows of them: the widest are not asked."""

import re
from collections.abc import Iterable
from typing import Final

from django.db import connection

from ancrage.core.held import held

_LEXEME: Final = re.compile(r"'((?:[^']|'')*)'")
_OR: Final = " | "
_MOST: Final = 20_000
_SHARES: Final = """
SELECT greatest(reltuples, 0), shares.lexeme, shares.share
FROM pg_class LEFT JOIN LATERAL (
    SELECT lexeme, share FROM pg_stats,
        unnest(most_common_elems::text::text[], most_common_elem_freqs) AS common (lexeme, share)
    WHERE schemaname = current_schema() AND tablename = relname AND attname = 'terms' AND lexeme IS NOT NULL
) shares ON true
WHERE oid = 'directory_publication'::regclass
"""


@held
def _shares() -> tuple[float, dict[str, float]]:
    """How many services there are, and the share of them that has each of the most common words and tags."""
    with connection.cursor() as cursor:
        cursor.execute(_SHARES)
        rows = cursor.fetchall()
    return rows[0][0], {lexeme: share for _total, lexeme, share in rows if lexeme is not None}


def distinct(query: str) -> str:
    """A query of alternatives, each said once."""
    return query if "(" in query else _OR.join(dict.fromkeys(query.split(_OR)))


def narrowest(queries: Iterable[str]) -> list[str]:
    """Those that find the fewest, one at least, up to some thousands of services in all.

    Of more, only the first that the index gives would be weighed, and finding them all takes a second.
    """
    total, shares = _shares()
    rarest = min(shares.values(), default=0)
    left = _MOST
    kept: list[str] = []
    for width, query in sorted(
        (_width(query, shares, rarest) * total, query) for query in dict.fromkeys(queries) if query
    ):
        if kept and width > left:
            break
        kept.append(query)
        left -= int(width)
    return kept


def _width(query: str, shares: dict[str, float], rarest: float) -> float:
    """The share of services found: of each alternative, that of its rarest word."""
    alternatives = {tuple(_LEXEME.findall(part)) for part in query.split(_OR)}
    return sum(min(shares.get(word, rarest) for word in words) for words in alternatives if words)
