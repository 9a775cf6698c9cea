"""The words that services are told in, learnt when they are published (``models.Word``)."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from django.db import connection

from ancrage.core.text import fold
from ancrage.directory.queries.indexing import Words

_WORD: Final = re.compile(r"[^\W\d_]+")
_LENGTHS: Final = range(3, 41)
_folded: Final = lru_cache(maxsize=50_000)(fold)
# Only what is new, or more used than was known, is written: most of the words of a region are known after a few blocks.
_LEARN: Final = """
INSERT INTO directory_word (word, shown, uses, stem, stem_en, sound, letters)
SELECT met.word, met.shown, met.uses,
    coalesce((ts_lexize('pg_catalog.french_stem', met.word))[1], ''),
    coalesce((ts_lexize('pg_catalog.english_stem', met.word))[1], ''),
    left(name_key(met.word), 40), met.letters
FROM unnest(%s::text[], %s::text[], %s::int[], %s::text[]) AS met (word, shown, uses, letters)
LEFT JOIN directory_word known ON known.word = met.word
WHERE known.word IS NULL OR known.uses < met.uses
ORDER BY met.word
ON CONFLICT (word) DO UPDATE SET uses = greatest(directory_word.uses, excluded.uses)
"""


def learn(told: Iterable[Words]) -> None:
    """Learn the words of a block of services."""
    uses: Counter[str] = Counter()
    shown: dict[str, str] = {}
    for one in told:
        texts = "\n".join([*one.names, *one.names_en, *one.about, *one.about_en, *one.said, *one.said_en])
        for word in set(_WORD.findall(texts.lower())):
            folded = _folded(word)
            if " " in folded or len(folded) not in _LENGTHS or len(word) not in _LENGTHS:
                continue
            uses[folded] += 1
            shown.setdefault(folded, word)
    if not uses:
        return
    words = sorted(uses)
    letters = ["".join(sorted(word)) for word in words]
    with connection.cursor() as cursor:
        cursor.execute(_LEARN, [words, [shown[word] for word in words], [uses[word] for word in words], letters])
