"""Everyday titles and the codes that answer them; asks for them all: printed as JSON for the run, in milliseconds."""

import csv
import hashlib
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SHOWN = 10
SQL = """
SELECT one.code, max(ts_rank(to_tsvector('french', held.title), query)) + max((held.title ILIKE %(like)s)::int) AS score
FROM directory_occupationtitle held JOIN directory_occupation one ON one.id = held.occupation_id,
    plainto_tsquery('french', %(typed)s) query
WHERE held.title ILIKE %(like)s OR to_tsvector('french', held.title) @@ query
GROUP BY one.code ORDER BY score DESC, one.code LIMIT 10
"""


@dataclass(frozen=True)
class Title:
    title: str
    language: str
    codes: tuple[str, ...]
    kind: str

    @property
    def is_reporting(self) -> bool:
        """Whether it only serves to report: a third, chosen by its text."""
        return int(hashlib.sha256(self.title.encode()).hexdigest(), 16) % 3 == 0


def titles() -> list[Title]:
    with Path(__file__).with_name("occupations.csv").open(encoding="utf-8", newline="") as lines:
        return [
            Title(row["title"], row["language"], tuple(row["codes"].split("|")), row["kind"])
            for row in csv.DictReader(lines)
        ]


def main(*files: str) -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from ancrage.directory.queries.occupations import find

    call_command("migrate", verbosity=0)
    call_command("load_occupations", *files, stdout=sys.stderr)

    def ours(typed: str) -> Sequence[str]:
        return [one.code for one in find(typed, limit=SHOWN)]

    def bare(typed: str) -> Sequence[str]:
        with connection.cursor() as cursor:
            cursor.execute(SQL, {"typed": typed, "like": f"%{typed}%"})
            return [row[0] for row in cursor.fetchall()]

    asked = titles()
    with connection.cursor() as cursor:
        # What one would write by hand has its indexes too.
        cursor.execute(
            "CREATE INDEX IF NOT EXISTS bare_likeness ON directory_occupationtitle USING gin (title gin_trgm_ops)"
        )
        cursor.execute(
            "CREATE INDEX IF NOT EXISTS bare_words ON directory_occupationtitle USING gin (to_tsvector('french', title))"
        )
        cursor.execute("VACUUM ANALYZE directory_occupationtitle, directory_occupationword")
    seen: dict[str, list[Any]] = {"ancrage": [], "sql": []}
    for one in asked[:20]:
        ours(one.title), bare(one.title)
    for one in asked:
        for by, ask in (("ancrage", ours), ("sql", bare)):
            started = time.perf_counter()
            codes = ask(one.title)
            spent = (time.perf_counter() - started) * 1000
            place = next((n for n, code in enumerate(codes, start=1) if code in one.codes), 0)
            seen[by].append((spent, place))
    json.dump(seen, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
