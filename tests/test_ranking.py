"""The measures of `make bench-search` on known cases, and what it measures with."""

import csv
import math
from collections import Counter

import pytest

from bench.search.documents import ROOT, documents
from bench.search.judgements import HERE, queries
from bench.search.measures import interval, ndcg, reciprocal_rank

GRADES = {"a": 3, "b": 2, "c": 1}


@pytest.mark.parametrize(
    ("ranked", "expected"),
    [
        (["a", "b", "c"], 1.0),
        (["a", "b", "c", "x", "y"], 1.0),
        ([], 0.0),
        (["x", "y"], 0.0),
        # Gains 7, 3, 1 at places 1, 2, 3, over log2 of 2, 3, 4.
        (["c", "b", "a"], (1 + 3 / math.log2(3) + 7 / 2) / (7 + 3 / math.log2(3) + 1 / 2)),
        (["x", "a"], (7 / math.log2(3)) / (7 + 3 / math.log2(3) + 1 / 2)),
        ([*"0123456789", "a"], 0.0),
    ],
)
def test_ndcg(ranked, expected):
    assert ndcg(GRADES, ranked) == pytest.approx(expected)


def test_the_best_possible_is_cut_as_the_answer_is():
    many = {str(n): 3 for n in range(30)}
    assert ndcg(many, [str(n) for n in range(10)]) == pytest.approx(1)
    assert ndcg(many, ["0"]) < 0.3


def test_what_nobody_graded_is_worth_nothing():
    assert ndcg({}, ["a"]) == 0


@pytest.mark.parametrize(
    ("ranked", "expected"),
    [(["a"], 1), (["b"], 1), (["x", "b", "a"], 1 / 2), (["c", "x", "y", "a"], 1 / 4), (["c"], 0), ([], 0)],
)
def test_reciprocal_rank(ranked, expected):
    assert reciprocal_rank(GRADES, ranked) == expected


def test_an_interval_holds_the_mean_and_is_the_same_each_time():
    differences = [0.1, 0.3, -0.2, 0.4, 0.2, 0.0, 0.1, 0.3]
    low, high = interval(differences, seed=1, draws=2000)
    assert low < sum(differences) / len(differences) < high
    assert (low, high) == interval(differences, seed=1, draws=2000)


def test_no_spread_no_width_and_no_difference_is_not_ahead():
    assert interval([0.25] * 20, seed=1, draws=200) == (0.25, 0.25)
    low, high = interval([0.5, -0.5] * 20, seed=1, draws=2000)
    assert low < 0 < high


def test_there_are_queries_enough_and_a_third_only_reports():
    asked = queries()
    languages = Counter(query.language for query in asked)
    assert languages["fr"] >= 160 and languages["en"] >= 60
    assert len({query.id for query in asked}) == len({(query.text, query.place) for query in asked}) == len(asked)
    assert 0.28 < sum(query.is_reporting for query in asked) / len(asked) < 0.38


def test_each_query_has_an_answer_among_the_services():
    keys = {one.key for one in documents()}
    for query in queries():
        assert set(query.grades) <= keys, query.id
        assert set(query.grades.values()) <= {1, 2, 3} and 3 in query.grades.values(), query.id


def test_no_grade_is_given_twice_or_to_no_query():
    with (HERE / "grades.csv").open(encoding="utf-8", newline="") as lines:
        pairs = Counter((row["query"], row["service"]) for row in csv.DictReader(lines))
    assert max(pairs.values()) == 1
    assert {query for query, _ in pairs} == {query.id for query in queries()}


def test_the_others_read_both_languages_of_every_field():
    assert ROOT.is_dir()
    evening = next(one for one in documents() if one.key == "cote-fr-soir-mont-joli")
    said = evening.text("all", "both")
    for words in ("Francisation", "Mont-Joli", "18 h 30", "certificate", "travailleurs", "Learning French", "La Mitis"):
        assert words in said.replace("\u00a0", " "), words
    assert "certificate" not in evening.text("all", "fr")
