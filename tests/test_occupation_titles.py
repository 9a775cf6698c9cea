"""The everyday titles that `make bench` asks: enough of them, answered by groups that exist, and none written for."""

import csv
from collections import Counter

from ancrage.directory.occupation_words import roots_of
from ancrage.directory.queries.everyday import _sayings
from bench.occupations_asked import titles

KINDS = {"masculine", "feminine", "plural", "typo", "english", "everyday"}


def test_there_are_three_hundred_of_every_kind_and_a_third_only_reports():
    asked = titles()
    assert len({one.title for one in asked}) == len(asked) == 300
    kinds = Counter(one.kind for one in asked)
    assert kinds.keys() == KINDS and min(kinds.values()) >= 30
    assert 0.28 < sum(one.is_reporting for one in asked) / len(asked) < 0.38


def test_no_everyday_saying_was_written_for_what_reports():
    assert not [one.title for one in titles() if one.is_reporting and tuple(sorted(roots_of(one.title))) in _sayings()]


def test_each_is_answered_by_a_group_and_most_are_not_written_so_in_the_file(shared):
    folder = shared / "data" / "cnp-2021"
    with (folder / "groupes_de_base.csv").open(encoding="utf-8", newline="") as lines:
        codes = {row["code"] for row in csv.DictReader(lines)}
    with (folder / "appellations.csv").open(encoding="utf-8", newline="") as lines:
        written = {row["appellation"].strip().lower() for row in csv.DictReader(lines)}
    asked = titles()
    assert not [one.title for one in asked if not set(one.codes) <= codes]
    assert sum(one.title.lower().replace("’", "'") not in written for one in asked) >= len(asked) / 3
