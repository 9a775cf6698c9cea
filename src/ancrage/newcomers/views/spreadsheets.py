"""A list as a spreadsheet: whole, in constant memory; what is in the file is what the register says."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import FileResponse
from django.utils.translation import get_language

from ancrage.accounts.http import Request
from ancrage.core import now
from ancrage.core.dates import local_day
from ancrage.core.ids import PackedIds
from ancrage.files.sheets import CONTENT_TYPES, Format, sheet

AT_ONCE = 2000


def handed(
    request: Request,
    *,
    kind: Format,
    name: str,
    head: list[str],
    rows: Iterable[Any],
    row_of: Callable[[Any], list[Any]],
    about: Callable[[Any], Iterable[UUID]],
) -> FileResponse:
    """``rows`` in a file called ``name`` and the day. ``about`` says whom a row shows, for the register."""
    given = PackedIds()

    def told() -> Iterator[list[Any]]:
        # In a transaction, a pooler keeps the cursor's connection, and the server nothing but the cursor.
        with transaction.atomic():
            for row in rows:
                for one in about(row):
                    given.add(one)
                yield row_of(row)

    file = sheet(kind, head, told(), delimiter=";" if get_language() == "fr" else ",")
    request.consult(request.user, about=given)
    filename = f"{name}-{local_day(now())}.{kind}"
    return FileResponse(file, as_attachment=True, filename=filename, content_type=CONTENT_TYPES[kind])
