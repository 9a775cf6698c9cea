from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Final

from django.db import connection, transaction

from ancrage.audit.actions import record
from ancrage.core.actors import Actor
from ancrage.core.ids import uuid7
from ancrage.employers.models import RegisterLoad
from ancrage.employers.register_file import read_businesses, read_names

_READ: Final = """
CREATE TEMPORARY TABLE IF NOT EXISTS register_read
    (id uuid, neq text, is_struck boolean, struck_on date) ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE IF NOT EXISTS names_read (neq text, name text) ON COMMIT DELETE ROWS;
DELETE FROM register_read;
DELETE FROM names_read;
"""
_KEEP: Final = """
INSERT INTO employers_registeredbusiness (id, neq, name, is_struck, struck_on)
SELECT DISTINCT ON (neq) read.id, read.neq, coalesce(named.name, ''), read.is_struck, read.struck_on
FROM register_read read
LEFT JOIN (SELECT neq, min(name) AS name FROM names_read GROUP BY neq) named USING (neq)
ORDER BY neq
ON CONFLICT (neq) DO UPDATE
    SET name = excluded.name, is_struck = excluded.is_struck, struck_on = excluded.struck_on
    WHERE (employers_registeredbusiness.name, employers_registeredbusiness.is_struck,
           employers_registeredbusiness.struck_on)
        IS DISTINCT FROM (excluded.name, excluded.is_struck, excluded.struck_on)
RETURNING xmax = 0
"""
_WITHDRAW: Final = (
    "DELETE FROM employers_registeredbusiness held WHERE NOT EXISTS (SELECT FROM register_read WHERE neq = held.neq)"
)


@transaction.atomic
def load_register(path: Path, *, by: Actor, at: datetime) -> RegisterLoad:
    """Keep the register of businesses as the file says it; what it no longer names goes. Again, it changes nothing.

    :raises RegisterRefused: for a file that is not it; nothing is changed.
    """
    with connection.cursor() as cursor:
        # Millions of lines: longer than what a page may ask.
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute(_READ)
        read = _copied(
            "register_read", ((uuid7(), one.neq, one.is_struck, one.struck_on) for one in read_businesses(path))
        )
        _copied("names_read", read_names(path))
        cursor.execute(_KEEP)
        kept = [is_new for (is_new,) in cursor.fetchall()]
        cursor.execute(_WITHDRAW)
        added, withdrawn = sum(kept), cursor.rowcount
    load = RegisterLoad.objects.create(at=at, read=read, added=added, changed=len(kept) - added, withdrawn=withdrawn)
    record("employers.register.loaded", by=by, on=load, at=at)
    return load


def _copied(table: str, rows: Iterable[tuple[object, ...]]) -> int:
    count = 0
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN") as target:
        for row in rows:
            target.write_row(row)
            count += 1
    return count
