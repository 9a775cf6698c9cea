"""The table of ``bench/RESULTS.md``."""

import os
import platform
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bench.load import Seen

RESULTS = Path(__file__).with_name("RESULTS.md")
MARKS = {"Ma journée": 120, "Dossier": 90}
# What bare Django does where the marks were set: the same marks as shares of it hold on any machine.
BARE_OF_MARKS = 287
MOST_STATEMENTS = 14
MOST_GROWTH = 1.3


@dataclass(frozen=True)
class Measured:
    """One page at one size. ``alone`` is with a single connection: the server's time."""

    page: str
    size: int
    busy: Seen
    alone: Seen
    statements: int
    bytes: int


def write(measured: list[Measured], sizes: tuple[int, ...]) -> None:
    """Write the table, and say it."""
    by = {(row.page, row.size): row for row in measured}
    small, large = sizes
    lines = [
        *_head(),
        *(_line(row, by["Django nu", row.size]) for row in measured),
        "",
        *_verdicts(by, small, large),
        "",
    ]
    RESULTS.write_text("\n".join(lines), encoding="utf-8")
    print("\n".join(lines))


def _head() -> list[str]:
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    ).stdout.strip()
    return [
        "# Measures",
        "",
        f"{datetime.now(UTC):%Y-%m-%d}, commit {commit}, {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}.",
        "Made by `make bench`: granian with 2 workers of 2 threads on the embedded PostgreSQL, wrk with 8 connections",
        "(« alone »: one), five alternated runs, medians. « Django nu » is a bare Django page (session, user, 25 rows,",
        "18 kB) in the same run. Signed in as an agent of the service point that holds a fifth of the dossiers, whose",
        "Ma journée lists as much at each size: five requests, two of them probable doubles, five late, three answers.",
        "",
        "| Page | Dossiers | requests/s | median ms | p95 ms | alone, ms | statements | kB | beside bare Django |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]


def _line(row: Measured, bare: Measured) -> str:
    ratio = row.busy.rate / bare.busy.rate
    return (
        f"| {row.page} | {row.size:,} | {row.busy.rate:.0f} | {row.busy.middle:.1f} | {row.busy.p95:.1f} "
        f"| {row.alone.middle:.1f} | {row.statements} | {row.bytes / 1000:.0f} | {ratio:.2f} |"
    ).replace(",", "\u00a0")


def _verdicts(by: dict[tuple[str, int], Measured], small: int, large: int) -> list[str]:
    lines = ["| Mark | Seen | Kept |", "|---|--:|---|"]
    for page, rate in MARKS.items():
        at_small, at_large = by[page, small], by[page, large]
        growth = at_large.alone.middle / at_small.alone.middle
        statements = max(at_small.statements, at_large.statements)
        share, bare = at_large.busy.rate / by["Django nu", large].busy.rate, rate / BARE_OF_MARKS
        lines += [
            _verdict(
                f"{page}: at least {bare:.2f} of bare Django ({rate} of {BARE_OF_MARKS})",
                f"{share:.2f}",
                kept=share >= bare,
            ),
            _verdict(
                f"{page}: at least {rate} requests/s", f"{at_large.busy.rate:.0f}", kept=at_large.busy.rate >= rate
            ),
            _verdict(
                f"{page}: at most {MOST_STATEMENTS} statements", str(statements), kept=statements <= MOST_STATEMENTS
            ),
            _verdict(f"{page}: server time at most × {MOST_GROWTH}", f"{growth:.2f}", kept=growth <= MOST_GROWTH),
        ]
    return lines


def _verdict(mark: str, seen: str, *, kept: bool) -> str:
    return f"| {mark} | {seen} | {'yes' if kept else 'no'} |"
