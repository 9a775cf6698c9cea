"""A list of persons entered from a spreadsheet: rows a second, checked then written, beside a bare COPY of the same.

`python -m bench.imports 1000 100000` measures populations made before, and prints the lines of its section.
"""

import json
import subprocess
import sys
from typing import Any

from ancrage.config import checkout, postgres
from bench.serving import environment

ROWS = 10_000
LEAST = 2_000
COPY = "bench_import"
METHOD = f"""\
A list of {ROWS:,} persons (nine columns; one row in fifty is someone entered already, one in fifty is in error), for a
service point, by the queue's own job, in blocks of 500 rows: « check » reads each row by the rules of the entry form
and looks for whom it resembles among everyone entered; « write » enters persons, dossiers, plans, moments, history and
register. In a copy of the population, dropped after. « COPY » is the same cells into a table without an index, in the
same run. Microseconds are those of processors, of Python then of PostgreSQL, by row, check and write together.""".replace(
    ",", "\u00a0", 1
)


def measure(urls: dict[int, str]) -> list[str]:
    """The lines of its section, for the address of each size's database."""
    seen = {size: _measured(url) for size, url in urls.items()}
    head = "Dossiers | check, rows/s | write, rows/s | both, rows/s | undo, rows/s | COPY, rows/s | Python, µs | PostgreSQL, µs"
    rows = [
        " | ".join(
            [_number(size), *(_number(round(one[name])) for name in ("check", "write", "both", "undo", "copy"))]
            + [f"{one[name]:.0f}" for name in ("python", "database")]
        )
        for size, one in seen.items()
    ]
    marks = [
        f"at least {_number(LEAST)} rows/s checked and written, at {_number(size)} dossiers | {_number(round(one['both']))} | "
        + ("yes" if one["both"] >= LEAST else "no")
        for size, one in seen.items()
    ]
    return [*METHOD.splitlines(), "", *_table(head, rows), "", *_table("Mark | Seen | Kept", marks)]


def _measured(url: str) -> dict[str, float]:
    server = checkout.embedded("bench")
    source = url.rpartition("/")[2]
    postgres.drop_database(server, COPY)
    postgres.create_database(server, COPY, template=source)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "bench.importing", str(ROWS)],
            env=environment("ancrage.config.settings", server.url(COPY)) | {"QUARANTINE_UNSCANNED": "0"},
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )
    finally:
        postgres.drop_database(server, COPY)
    if done.returncode:
        raise SystemExit("bench.importing failed")
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def _table(head: str, rows: list[str]) -> list[str]:
    return [f"| {head} |", "|---|" + "--:|" * head.count("|"), *(f"| {row} |" for row in rows)]


def _number(value: int) -> str:
    return f"{value:,}".replace(",", "\u00a0")


def main(*sizes: Any) -> None:
    server = checkout.embedded("bench")
    postgres.start(server)
    print("\n".join(measure({int(size): server.url(f"bench_{size}") for size in sizes})))


if __name__ == "__main__":
    main(*sys.argv[1:])
