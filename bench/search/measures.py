"""What a ranking is worth, and how sure a difference is."""

import math
import random
from collections.abc import Mapping, Sequence
from statistics import fmean

RIGHT = 2
DRAWS = 10_000


def ndcg(grades: Mapping[str, int], ranked: Sequence[str], *, depth: int = 10) -> float:
    """The gain of the first ``depth``, each place counting less than the one before, over the best one possible."""
    best = _gain(sorted(grades.values(), reverse=True)[:depth])
    return _gain([grades.get(key, 0) for key in ranked[:depth]]) / best if best else 0.0


def reciprocal_rank(grades: Mapping[str, int], ranked: Sequence[str]) -> float:
    """1 when the first is right, 1/2 when the second is the first right one; 0 when none is."""
    return next((1 / place for place, key in enumerate(ranked, 1) if grades.get(key, 0) >= RIGHT), 0.0)


def interval(differences: Sequence[float], *, seed: int, draws: int = DRAWS) -> tuple[float, float]:
    """Where the mean lies, 95 times in 100, were other queries of the same kind asked: percentile bootstrap."""
    chance = random.Random(seed)
    means = sorted(fmean(chance.choices(differences, k=len(differences))) for _ in range(draws))
    return means[int(draws * 0.025)], means[int(draws * 0.975) - 1]


def _gain(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / math.log2(place + 1) for place, grade in enumerate(grades, 1))
