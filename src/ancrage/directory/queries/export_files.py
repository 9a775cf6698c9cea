"""The public directory written to a file, in the format that its name says."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from shutil import copyfileobj
from typing import IO, Final

from ancrage.directory.models import Service, Source
from ancrage.directory.queries.documents import Document
from ancrage.directory.queries.export_inclusion import as_inclusion
from ancrage.directory.queries.export_sheet import heads, rows
from ancrage.directory.queries.export_tables import write_tables
from ancrage.directory.queries.exports import as_lines, as_page, services_told
from ancrage.files.sheets import Format, sheet

SUFFIXES: Final = (".inclusion.json", ".json", ".ndjson", ".zip", ".csv", ".xlsx")


def write_export(path: Path, *, source: Source | None, at: datetime) -> int:
    """Write it beside its place, then put it there: a file is whole or is not. Returns how many services."""
    waiting = path.with_name(f".{path.name}.part")
    try:
        with waiting.open("wb") as file:
            count = write_to(file, path.name, source=source, at=at)
        waiting.replace(path)
    finally:
        waiting.unlink(missing_ok=True)
    return count


def write_to(file: IO[bytes], name: str, *, source: Source | None, at: datetime) -> int:
    if name.endswith(".zip"):
        return write_tables(file, source=source, at=at)
    if name.endswith((".csv", ".xlsx")):
        kind = Format.CSV if name.endswith(".csv") else Format.XLSX
        with sheet(kind, heads(), rows(source, at)) as made:
            copyfileobj(made, file)
        return total_of(source)
    told = _Counted(services_told(source, at))
    if name.endswith(".inclusion.json"):
        file.writelines(as_inclusion(source, at, told))
        return told.count
    pieces = as_lines(told) if name.endswith(".ndjson") else as_page(told, total_of(source))
    for piece in pieces:
        file.write(piece)
    return told.count


def total_of(source: Source | None) -> int:
    rows = Service.objects.filter(is_public=True, organization__is_public=True)
    return (rows.filter(source=source) if source else rows).count()


class _Counted(Iterator[Document]):
    def __init__(self, found: Iterator[Document]) -> None:
        self.found, self.count = found, 0

    def __next__(self) -> Document:
        one = next(self.found)
        self.count += 1
        return one
