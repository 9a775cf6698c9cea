"""A file of another directory brought in: services a second, read over, then written with what is told of them."""

from ancrage.config import checkout, postgres
from bench.populating import facts
from bench.results import number, table, verdict

MOST = 100_000
LEAST = 1_500
COPY = "bench_directory_import"
METHOD = f"""\
As many services as the directory holds, at most {number(MOST)}, in HSDS's JSON by lines, each with its organisation,
place, hours, phones, languages, areas and terms, brought as another source by the queue's own work, in blocks of 1,000.
« check » reads and compares without writing; « write » compares, writes every row by COPY, keeps what undoing needs,
and publishes (the JSON told, the index of words), which another process does once two thousand are read; « again » is
« write » of the same file a second time, which changes nothing; « undo » takes it all back. In a copy of the population,
dropped after. Microseconds are those of processors, of Python then of PostgreSQL, by service, of « write » alone, that
other process apart."""
HEAD = "Services | rows | check, /s | write, /s | again, /s | undo, /s | Python, µs | PostgreSQL, µs"
RATES = ("rows", "check", "write", "again", "undo", "python", "database")


def measure(urls: dict[int, str]) -> list[str]:
    seen = {size: _measured(url, min(size, MOST)) for size, url in urls.items()}
    rows = (" | ".join([number(size), *(number(round(one[name])) for name in RATES)]) for size, one in seen.items())
    marks = (
        verdict(
            f"at least {number(LEAST)} services/s written and published, {number(size)} services",
            number(round(one["write"])),
            one["write"] >= LEAST,
        )
        for size, one in seen.items()
    )
    return [*METHOD.splitlines(), "", *table(HEAD, rows), "", *table("Mark | Seen | Kept", marks)]


def _measured(url: str, rows: int) -> dict[str, float]:
    server = checkout.embedded("bench")
    postgres.drop_database(server, COPY)
    postgres.create_database(server, COPY, template=url.rpartition("/")[2])
    try:
        return facts("bench.directory_importing", server.url(COPY), str(rows))
    finally:
        postgres.drop_database(server, COPY)
