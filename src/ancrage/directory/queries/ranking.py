"""In which order services answer. The weights were tuned on two thirds of ``bench/search``; the last third only reports."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from math import exp, log
from typing import Final

from ancrage.directory.queries import tags
from ancrage.directory.queries.candidates import DOMAIN, NEAR, OTHERS, OWN, Candidate
from ancrage.directory.queries.hints import is_filler
from ancrage.directory.queries.marks import BITS
from ancrage.directory.queries.places import Point, kilometres, nearest
from ancrage.directory.queries.understanding import Understood


@dataclass(frozen=True)
class Weights:
    """Of what is typed, of what means the same, of what is near it: in the names, about it, said of it."""

    own: tuple[float, float, float] = (0.85, 0.45, 0.35)
    others: tuple[float, float, float] = (0.7, 0.2, 0.4)
    near: tuple[float, float, float] = (0.55, 0.15, 0.2)
    more: float = 0.4
    domain: float = 0.5
    filler: float = 0.15
    covering: float = 0.2
    phrase: float = 0.25
    phrase_in_names: float = 0.2
    hint: float = 0.35
    near_by: float = 0.55
    far: float = 25.0
    is_open: float = 0.03
    fresh: float = 0.02


WEIGHTS: Final = Weights()
_DAYS_FRESH: Final = 365


@dataclass(frozen=True)
class Ranked:
    candidate: Candidate
    score: float
    kilometres: float | None = None
    point: Point | None = None


def ranked(
    found: Sequence[Candidate], understood: Understood, at: datetime, weights: Weights = WEIGHTS
) -> list[Ranked]:
    """The best first; equal ones in an order of their own, always the same."""
    rarity = _rarities(found, understood)
    point = understood.place.point if understood.place else None
    rows = []
    for one in found:
        at_point = nearest(point, one.points)
        away = kilometres(point, at_point) if point is not None and at_point is not None else None
        score = _words_score(one, understood, rarity, weights) + _fit_score(one, understood, away, at, weights)
        rows.append(Ranked(one, score, away, at_point))
    return sorted(rows, key=lambda row: (-row.score, row.candidate.service_id))


def _rarities(found: Sequence[Candidate], understood: Understood) -> list[float]:
    """By group, how telling it is: the fewer have it, the more."""
    count, telling = len(found), DOMAIN - 1
    have = [sum(1 for one in found if one.found[place] & telling) for place in range(len(understood.groups))]
    return [log(1 + (count - n + 0.5) / (n + 0.5)) + 0.3 for n in have]


def _words_score(one: Candidate, understood: Understood, rarity: Sequence[float], weights: Weights) -> float:
    """What of the words it has, each weighed by how telling it is."""
    total, most, covered, asked = 0.0, 0.0, 0, 0
    worth = _worth(weights)
    for group, bits, rare in zip(understood.groups, one.found, rarity, strict=True):
        share = rare * (1.0 if group.is_asked else weights.filler)
        total, most = total + share * worth[bits], most + share
        asked += group.is_asked
        covered += group.is_asked and bool(bits & (DOMAIN - 1))
    score = total / most if most else 0.0
    if asked:
        score += weights.covering * (covered / asked) ** 2
    return score + weights.phrase * (one.phrases > 0) + weights.phrase_in_names * (one.phrases > 1)


def _fit_score(one: Candidate, understood: Understood, away: float | None, at: datetime, weights: Weights) -> float:
    """Whether it is when, how, for whom and where it is asked for; whether it is open, and fresh."""
    score = weights.is_open * bool(one.marks & BITS[tags.OPEN])
    if understood.hints:
        told = [BITS.get(tag, 0) for tag in understood.hints]
        score += weights.hint * sum(bool(one.marks & bit) for bit in told) / len(told)
    if away is not None:
        score += weights.near_by * exp(-away / weights.far)
    return score + weights.fresh * exp(-max((at - one.modified_at).days, 0) / _DAYS_FRESH)


@cache
def _worth(weights: Weights) -> tuple[float, ...]:
    """By what is found of a group, its worth: worked out once, weighed thousands of times."""
    return tuple(_value(bits, weights) for bits in range(2 * DOMAIN))


def _value(bits: int, weights: Weights) -> float:
    best, more = 0.0, 0.0
    for first, worth in ((OWN, weights.own), (OTHERS, weights.others), (NEAR, weights.near)):
        for place, value in enumerate(worth):
            if bits & (first << place):
                best, more = max(best, value), more + value
    return best + weights.more * (more - best) + (weights.domain if bits & DOMAIN else 0.0)


def answered(row: Ranked, understood: Understood) -> list[str]:
    """The words it answers, or what means the same, as they were typed."""
    found = zip(understood.groups, row.candidate.found, strict=True)
    return [group.shown for group, bits in found if bits & (NEAR - 1) and not is_filler(group.text)]
