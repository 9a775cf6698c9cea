from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import orjson
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from ancrage.api.middleware import LANGUAGES
from ancrage.api.queries.services import Services, Sought

_SNAPSHOT: Final = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"


class Command(BaseCommand):
    help = "Écrit tous les services publics, au complet, en HSDS : FICHIER.ndjson ou FICHIER.json."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FICHIER")
        parser.add_argument("--lang", choices=LANGUAGES, default=LANGUAGES[0])

    def handle(self, *, file: Path, lang: str, **_: Any) -> None:
        writers = {".ndjson": _lines, ".json": _page}
        if file.suffix not in writers:
            raise CommandError("Le nom du fichier finit par .ndjson ou par .json.")
        part = file.with_name(f"{file.name}.part")
        count = 0
        # One moment of the directory, whatever changes meanwhile; a file that is whole, or none.
        with transaction.atomic(), part.open("wb") as out:
            if not connection.savepoint_ids:
                _as_of_now()
            for piece, is_record in writers[file.suffix](Services(Sought(), english=lang == "en", full=True)):
                out.write(piece)
                count += is_record
        part.replace(file)
        self.stdout.write(f"{count}")


def _as_of_now() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_SNAPSHOT)


def _lines(services: Services) -> Iterator[tuple[bytes, bool]]:
    for record in services.everything():
        yield record.encode() + b"\n", True


def _page(services: Services) -> Iterator[tuple[bytes, bool]]:
    """One page that holds everything."""
    total = services.count()
    envelope = {"total_items": total, "total_pages": 1, "page_number": 1, "size": total, "first_page": True}
    envelope |= {"last_page": True, "empty": not total}
    yield orjson.dumps(envelope)[:-1] + b',"contents":[', False
    for number, record in enumerate(services.everything()):
        yield (b",\n" if number else b"") + record.encode(), True
    yield b"]}\n", False
