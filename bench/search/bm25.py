"""BM25 by `bm25s`, with the stems and stop words it has for the query's language: its answers, as JSON."""

import json
import sys
import unicodedata
from collections.abc import Callable
from itertools import product

import bm25s
import Stemmer

from bench.search.documents import documents
from bench.search.judgements import Query, queries

STEMS = {"fr": "french", "en": "english"}


def main() -> None:
    asked = queries()
    spellings: dict[str, Callable[[str], str]] = {"accents": str, "no accents": _plain}
    found = {}
    for fields, both, (spelling, spelt) in product(("main", "all"), (False, True), spellings.items()):
        name = f"{fields} fields, {'both languages' if both else 'language of the query'}, {spelling}"
        found[name] = {}
        for language in STEMS:
            of_it = [query for query in asked if query.language == language]
            found[name] |= _answers(of_it, language, fields, "both" if both else language, spelt)
    json.dump(found, sys.stdout)


def _answers(
    asked: list[Query], language: str, fields: str, languages: str, spelt: Callable[[str], str]
) -> dict[str, list[str]]:
    rows = documents()
    stemmer = Stemmer.Stemmer(STEMS[language])

    def tokens(texts: list[str]):
        spelt_texts = [spelt(text) for text in texts]
        return bm25s.tokenize(spelt_texts, stopwords=language, stemmer=stemmer, show_progress=False)

    index = bm25s.BM25()
    index.index(tokens([one.text(fields, languages) for one in rows]), show_progress=False)
    keys, scores = index.retrieve(
        tokens([query.text for query in asked]), corpus=[one.key for one in rows], k=len(rows), show_progress=False
    )
    return {
        query.id: [str(key) for key, score in zip(keys[n], scores[n], strict=True) if score > 0]
        for n, query in enumerate(asked)
    }


def _plain(text: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))


if __name__ == "__main__":
    main()
