"""Ancrage's ranking beside those of PostgreSQL and of BM25, on the same services and queries, in one run."""

import json
from collections.abc import Callable, Sequence
from statistics import fmean

from ancrage.config import postgres
from bench.populating import told
from bench.results import table
from bench.search.judgements import Query, queries
from bench.search.measures import DRAWS, interval, ndcg, reciprocal_rank

DATABASE = "bench_directory"
SEED = 20210714
NAMES = {"ancrage": "Ancrage", "postgresql": "PostgreSQL `french`", "bm25": "BM25 (`bm25s`)"}
METHOD = """\
The services of the demo and the queries of `bench/search` (its README says how they were judged). PostgreSQL: its plain
`french` configuration, `websearch_to_tsquery` and `ts_rank`. BM25: `bm25s` with its stop words and stems. Each is asked
in several ways (which fields of the service's page, which weights, every word or any, with accents or without) and shown
in the way that ranks best on the tuning part; where a place is typed apart, they answer among the services of that place.
MRR counts the first service graded 2 or 3. The reporting part was never asked while ranking was
tuned; some ten of its queries had been read before."""
PARTS: dict[str, Callable[[Query], bool]] = {
    "French": lambda query: query.language == "fr",
    "English": lambda query: query.language == "en",
    "tuning": lambda query: not query.is_reporting,
    "reporting": lambda query: query.is_reporting,
}

Answers = dict[str, list[str]]


def measure(server: postgres.Server) -> list[str]:
    postgres.drop_database(server, DATABASE)
    postgres.create_database(server, DATABASE)
    url = server.url(DATABASE)
    said = json.loads(told("bench.search.answers", url))
    serving = said.pop("serving")
    said["bm25"] = json.loads(told("bench.search.bm25", url))
    asked = queries()
    for by in ("postgresql", "bm25"):
        said[by] = {way: _there(answers, asked, serving) for way, answers in said[by].items()}
    best = {by: _best(ways, asked) for by, ways in said.items()}
    counts = [f"{name} {len(_of(asked, name))}" for name in PARTS]
    return [
        *METHOD.splitlines(),
        "",
        f"Queries: {', '.join(counts)}.",
        "",
        *_scores(best, asked),
        "",
        *_marks(best, asked),
    ]


def _there(answers: Answers, asked: list[Query], serving: dict[str, list[str]]) -> Answers:
    """Only the services of the place that was typed apart."""
    places = {query.id: frozenset(serving[query.place]) for query in asked if query.place}
    return {one: [key for key in keys if one not in places or key in places[one]] for one, keys in answers.items()}


def _best(ways: dict[str, Answers], asked: list[Query]) -> tuple[str, Answers]:
    return max(ways.items(), key=lambda way: fmean(_ndcgs(way[1], _of(asked, "tuning"))))


def _scores(best: dict[str, tuple[str, Answers]], asked: list[Query]) -> list[str]:
    rows = []
    for by, (way, answers) in best.items():
        parts = [_of(asked, name) for name in PARTS]
        cells = [f"{fmean(_ndcgs(answers, part)):.3f} | {fmean(_ranks(answers, part)):.3f}" for part in parts]
        rows.append(" | ".join([NAMES[by] + (f": {way}" if way else ""), *cells]))
    return table("By | " + " | ".join(f"{name}, nDCG@10 | MRR" for name in PARTS), rows)


def _marks(best: dict[str, tuple[str, Answers]], asked: list[Query]) -> list[str]:
    part = _of(asked, "reporting")
    ours = _ndcgs(best["ancrage"][1], part)
    rows = []
    for by in ("postgresql", "bm25"):
        gaps = [mine - theirs for mine, theirs in zip(ours, _ndcgs(best[by][1], part), strict=True)]
        low, high = interval(gaps, seed=SEED)
        kept = "yes" if low > 0 else "no"
        rows.append(f"ahead of {NAMES[by]} | {fmean(gaps):+.3f} | {low:+.3f} to {high:+.3f} | {kept}")
    return table(f"nDCG@10, reporting part | mean difference | 95 % of {DRAWS:,} draws | Kept", rows)


def _of(asked: list[Query], part: str) -> list[Query]:
    return [query for query in asked if PARTS[part](query)]


def _ndcgs(answers: Answers, part: Sequence[Query]) -> list[float]:
    return [ndcg(query.grades, answers[query.id]) for query in part]


def _ranks(answers: Answers, part: Sequence[Query]) -> list[float]:
    return [reciprocal_rank(query.grades, answers[query.id]) for query in part]
