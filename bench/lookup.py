"""Someone looked for from anywhere: names as they are typed, typos and all, beside the bare SQL of the same search."""

from statistics import median, quantiles
from typing import Any

from bench.populating import SETTINGS, facts
from bench.results import number, table, verdict
from bench.serving import serving

PORT = 8703
MOST_MS, MOST_TIMES = 60, 3
METHOD = """\
300 names of the population, each typed in one of five ways (as it is; one letter wrong; two letters swapped; without
accents, in capitals; the family name first), one after the other. « Ancrage » is the whole page, from the request to
its last byte; « SQL » is the statement one would write by hand for the same twenty dossiers, through psycopg, in the
same run. Signed in as an agent of the service point that holds a fifth of the dossiers."""


def measure(urls: dict[int, str]) -> list[str]:
    rows, marks = [], []
    for size, url in urls.items():
        with serving("ancrage.config.wsgi:application", PORT, SETTINGS, url):
            seen = facts("bench.searching", url, str(PORT))
        ours, bare = _p95(seen["ancrage"]), _p95(seen["sql"])
        rows += [
            _line("Ancrage", size, seen["ancrage"], seen["found"]),
            _line("SQL", size, seen["sql"], seen["found_sql"]),
        ]
        if size == max(urls):
            marks = [
                verdict(f"p95 under {MOST_MS} ms", f"{ours:.0f} ms", ours < MOST_MS),
                verdict(f"p95 at most × {MOST_TIMES} that of the SQL", f"{ours / bare:.2f}", ours <= bare * MOST_TIMES),
            ]
    head = "By | Dossiers | median ms | p95 ms | worst ms | names found"
    return [*METHOD.splitlines(), "", *table(head, rows), "", *table("Mark | Seen | Kept", marks)]


def _line(by: str, size: int, times: list[float], found: Any) -> str:
    return f"{by} | {number(size)} | {median(times):.1f} | {_p95(times):.1f} | {max(times):.1f} | {found}"


def _p95(times: list[float]) -> float:
    return quantiles(times, n=20)[-1]
