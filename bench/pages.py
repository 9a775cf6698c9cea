"""The pages that are opened most, under load, beside a bare Django page."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from bench.load import Seen, load, typical, warm
from bench.populating import SETTINGS, facts
from bench.results import number, table, verdict
from bench.serving import serving

OURS, BARE = 8701, 8702
CONNECTIONS = 8
LONG, SHORT = (5, 5), (3, 3)
"""Rounds and seconds of each: at a million, and below, where all parts are to hold in ten minutes."""
DJANGO = "Django nu"
LIST = 120
"""Requests a second that a list must serve."""
MARKS = {
    "Ma journée": LIST,
    "Dossier": 90,
    "Dossiers": LIST,
    "Demandes": LIST,
    "Aiguillages": LIST,
    "En retard": LIST,
    "Rendez-vous": LIST,
}
# What bare Django does where the marks were set: the same marks as shares of it hold on any machine.
BARE_OF_MARKS = 287
MOST_STATEMENTS = 14
MOST_GROWTH = 1.3
HEAD = "Page | Dossiers | requests/s | median ms | p95 ms | alone, ms | statements | kB | beside bare Django"
METHOD = """\
granian with 2 workers of 2 threads on the embedded PostgreSQL, wrk with 8 connections (« alone »: one), five
alternated runs (three below a million), medians. « Django nu » is a bare Django page (session, user, 25 rows, 18 kB)
in the same run. Signed in as an agent of the service point that holds a fifth of the dossiers, whose pages list as much
at each size: Ma journée five requests, two of them probable doubles, five late, three answers; the other lists a page
of 25."""


@dataclass(frozen=True)
class Measured:
    """One page at one size. ``alone`` is with a single connection: the server's time."""

    page: str
    size: int
    busy: Seen
    alone: Seen
    statements: int
    bytes: int


def measure(urls: dict[int, str]) -> list[str]:
    effort = LONG if max(urls) > 100_000 else SHORT
    measured = [row for size, url in urls.items() for row in _at(size, url, *effort)]
    by = {(row.page, row.size): row for row in measured}
    small, large = urls
    return [
        *METHOD.splitlines(),
        "",
        *table(HEAD, [_line(row, by[DJANGO, row.size]) for row in measured]),
        "",
        *table("Mark | Seen | Kept", [line for page in MARKS for line in _verdicts(by, page, small, large)]),
    ]


def _at(size: int, url: str, rounds: int, seconds: int) -> list[Measured]:
    """The pages of one population, and the bare page beside them."""
    known = facts("bench.session", url)
    pages: dict[str, dict[str, Any]] = {**known["pages"], DJANGO: {"path": "/bare/", "statements": 3, "bytes": 0}}
    busy: dict[str, list[Seen]] = defaultdict(list)
    alone: dict[str, list[Seen]] = defaultdict(list)
    with (
        serving("ancrage.config.wsgi:application", OURS, SETTINGS, url),
        serving("bench.bare_wsgi:application", BARE, "bench.bare", url),
    ):
        for turn in range(rounds):
            for page, about in pages.items():
                address = f"http://127.0.0.1:{BARE if page == DJANGO else OURS}{about['path']}"
                if turn == 0:
                    warm(address, known["cookies"], connections=CONNECTIONS)
                busy[page].append(load(address, known["cookies"], connections=CONNECTIONS, seconds=seconds))
                alone[page].append(load(address, known["cookies"], connections=1, seconds=max(1, seconds // 2)))
    return [
        Measured(page, size, typical(busy[page]), typical(alone[page]), about["statements"], about["bytes"])
        for page, about in pages.items()
    ]


def _line(row: Measured, bare: Measured) -> str:
    ratio = row.busy.rate / bare.busy.rate
    return (
        f"{row.page} | {number(row.size)} | {row.busy.rate:.0f} | {row.busy.middle:.1f} | {row.busy.p95:.1f} "
        f"| {row.alone.middle:.1f} | {row.statements} | {row.bytes / 1000:.0f} | {ratio:.2f}"
    )


def _verdicts(by: dict[tuple[str, int], Measured], page: str, small: int, large: int) -> list[str]:
    rate, at_small, at_large = MARKS[page], by[page, small], by[page, large]
    growth = at_large.alone.middle / at_small.alone.middle
    statements = max(at_small.statements, at_large.statements)
    share, bare = at_large.busy.rate / by[DJANGO, large].busy.rate, rate / BARE_OF_MARKS
    return [
        verdict(
            f"{page}: at least {bare:.2f} of bare Django ({rate} of {BARE_OF_MARKS})", f"{share:.2f}", share >= bare
        ),
        verdict(f"{page}: at least {rate} requests/s", f"{at_large.busy.rate:.0f}", at_large.busy.rate >= rate),
        verdict(f"{page}: at most {MOST_STATEMENTS} statements", str(statements), statements <= MOST_STATEMENTS),
        verdict(f"{page}: server time at most × {MOST_GROWTH}", f"{growth:.2f}", growth <= MOST_GROWTH),
    ]
