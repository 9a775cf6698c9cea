"""Occupations found by everyday titles: how often right, how fast, beside the bare SQL of the same search."""

import sys
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from ancrage.config import postgres
from bench.occupations_asked import Title, titles
from bench.populating import facts
from bench.results import number, table, verdict

FILES = tuple(
    Path(__file__).parents[2] / "shared" / "data" / "cnp-2021" / name
    for name in ("appellations.csv", "groupes_de_base.csv")
)
MOST_MS, LEAST_RIGHT = 25, 0.95
NAMES = {"ancrage": "Ancrage", "sql": "SQL"}
PARTS = {"tuning": False, "reporting": True}
METHOD = """\
Everyday titles written by us (`bench/occupations.csv`), each asked once of the whole classification. A third, chosen by
a hash of the title, served only to report: no word list was written from it. « Ancrage » is `occupations.find`, its two
statements and what it does between them; « SQL » is the statement one would write by hand (`ILIKE`, or
`plainto_tsquery` in French, both indexed, ten occupations), through psycopg, in the same run."""


def is_possible() -> bool:
    """Whether the classification is beside the checkout, which has no copy of it."""
    return all(path.is_file() for path in FILES)


def measure(server: postgres.Server) -> list[str]:
    if not is_possible():
        sys.exit(f"occupations: {FILES[0].parent} is absent")
    postgres.create_database(server, "bench_occupations")
    seen = facts("bench.occupations_asked", server.url("bench_occupations"), *map(str, FILES))
    asked = titles()
    right = {by: [_right(by, part, seen, asked) for part in PARTS] for by in NAMES}
    p95 = {by: quantiles([spent for spent, _place in seen[by]], n=20)[-1] for by in NAMES}
    best = right["ancrage"][-1][1]
    rows = [
        " | ".join(
            [
                NAMES[by],
                *(f"{share:.1%}" for part in right[by] for share in part),
                f"{median(spent for spent, _place in seen[by]):.1f}",
                f"{p95[by]:.1f}",
            ]
        )
        for by in NAMES
    ]
    sizes = [sum(one.is_reporting == is_reporting for one in asked) for is_reporting in PARTS.values()]
    heads = [
        f"{name} ({number(size)}), {place}"
        for name, size in zip(PARTS, sizes, strict=True)
        for place in ("first", "first 3")
    ]
    return [
        *METHOD.splitlines(),
        "",
        *table(" | ".join(["By", *heads, "median ms", "p95 ms"]), rows),
        "",
        *table(
            "Mark | Seen | Kept",
            [
                verdict(
                    f"reporting part right in the first three, at least {LEAST_RIGHT:.0%}",
                    f"{best:.1%}",
                    best >= LEAST_RIGHT,
                ),
                verdict(f"p95 under {MOST_MS} ms", f"{p95['ancrage']:.1f} ms", p95["ancrage"] < MOST_MS),
            ],
        ),
    ]


def _right(by: str, part: str, seen: dict[str, Any], asked: list[Title]) -> tuple[float, float]:
    """The shares answered by the first, and by one of the first three."""
    places = [place for (_spent, place), one in zip(seen[by], asked, strict=True) if one.is_reporting == PARTS[part]]
    return tuple(sum(0 < place <= most for place in places) / len(places) for most in (1, 3))
