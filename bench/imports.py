"""A list of persons entered from a spreadsheet: rows a second, checked then written, beside a bare COPY of the same."""

from ancrage.config import checkout, postgres
from bench.populating import facts
from bench.results import number, table, verdict

ROWS = 10_000
LEAST = 2_000
COPY = "bench_import"
METHOD = f"""\
A list of {number(ROWS)} persons (nine columns; one row in fifty is someone entered already, one in fifty is in error),
for a service point, by the queue's own job, in blocks of 1,000 rows: « check » reads each row by the rules of the entry
form and looks for whom it resembles among everyone entered; « write » enters persons, dossiers, plans, moments, history
and register; « undo » takes them all back. By a worker that has entered another list before, in a copy of the
population, dropped after. « COPY » is the same cells into a
table without an index, in the same run. Microseconds are those of processors, of Python then of PostgreSQL, by row,
check and write together."""
HEAD = "Dossiers | check, rows/s | write, rows/s | both, rows/s | undo, rows/s | COPY, rows/s | Python, µs | PostgreSQL, µs"
RATES = ("check", "write", "both", "undo", "copy", "python", "database")


def measure(urls: dict[int, str]) -> list[str]:
    seen = {size: _measured(url) for size, url in urls.items()}
    rows = (" | ".join([number(size), *(number(round(one[name])) for name in RATES)]) for size, one in seen.items())
    marks = (
        verdict(
            f"at least {number(LEAST)} rows/s checked and written, {number(size)} dossiers",
            number(round(one["both"])),
            one["both"] >= LEAST,
        )
        for size, one in seen.items()
    )
    return [*METHOD.splitlines(), "", *table(HEAD, rows), "", *table("Mark | Seen | Kept", marks)]


def _measured(url: str) -> dict[str, float]:
    server = checkout.embedded("bench")
    postgres.drop_database(server, COPY)
    postgres.create_database(server, COPY, template=url.rpartition("/")[2])
    try:
        return facts("bench.importing", server.url(COPY), str(ROWS))
    finally:
        postgres.drop_database(server, COPY)
