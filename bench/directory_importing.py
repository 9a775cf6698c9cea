"""Services brought into the directory of ``DATABASE_URL``, then undone: how fast, printed as JSON."""

import json
import re
import sys
from itertools import islice
from tempfile import TemporaryFile
from typing import IO

import django

from bench.importing import Spent, _spent

_KEY = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def main(number: int) -> None:
    django.setup()
    from ancrage.directory.models import Source
    from ancrage.territory.models import Region

    region = Region.objects.order_by("pk").first()
    # A worker has read others before: what it loads and composes once is not of the file.
    warm = Source.objects.create(name="bench-warm", format="hsds", region=region)
    with _file(200, b"fffe") as file:
        list(_stages(warm, file))
    source = Source.objects.create(name="bench", format="hsds", region=region)
    with _file(number, b"ffff") as file:
        check, write, again, undo = _stages(source, file)
    names = {"check": check, "write": write, "again": again, "undo": undo}
    rates = {name: number / spent[0] for name, spent in names.items()}
    python, database = (write[place] / number * 1e6 for place in (1, 2))
    json.dump({**rates, "rows": number, "python": python, "database": database}, sys.stdout)


def _file(number: int, mark: bytes) -> IO[bytes]:
    """The first services of the directory, under other keys: those of our own lists stay."""
    from ancrage.core import now
    from ancrage.directory.models import Source
    from ancrage.directory.queries.exports import EVERYTHING, as_lines, services_told
    from ancrage.directory.queries.import_world import world_of

    ours = {str(pk).encode() for pk in world_of(Source(region_id=None)).ours}

    def other(found: re.Match[bytes]) -> bytes:
        return found[0] if found[0] in ours else mark + found[0][4:]

    file = TemporaryFile()  # noqa: SIM115 - closed by whoever asked for it
    told = islice(services_told(EVERYTHING, now()), number)
    for line in as_lines(told):
        file.write(_KEY.sub(other, line))
    return file


def _stages(source: object, file: IO[bytes]) -> "list[Spent]":
    """What each takes: check, write, the same again, undo."""
    from ancrage.core import now
    from ancrage.core.actors import JobActor
    from ancrage.directory.actions.reading_blocks import go_through
    from ancrage.directory.actions.reading_undo import undo
    from ancrage.directory.actions.readings import receive, start_applying, start_undoing

    by = JobActor("bench")

    def read() -> None:
        file.seek(0)
        go_through(reading_id=reading.pk, file=file, clock=now)

    spent = []
    first = None
    for _time in range(2):
        reading = receive(source=source, name="bench", by=by, at=now())
        checked = _spent(read)
        start_applying(reading=reading, by=by, at=now())
        written = _spent(read)
        reading.refresh_from_db()
        assert reading.stage == "applied" and not reading.counts.get("wrong"), (reading.trouble, reading.counts)
        spent += [checked, written] if first is None else [written]
        first = first or reading
    assert set(reading.counts) == {"same"}, reading.counts
    start_undoing(reading=first, by=by, at=now())
    spent.append(_spent(lambda: undo(reading_id=first.pk, clock=now)))
    return spent


if __name__ == "__main__":
    main(int(sys.argv[1]))
