"""The public directory written to a file, in the format that its name says."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from shutil import copyfileobj
from typing import IO, Final

from ancrage.directory.queries.documents import Document
from ancrage.directory.queries.export_inclusion import as_inclusion
from ancrage.directory.queries.export_sheet import heads, rows
from ancrage.directory.queries.export_tables import write_tables
from ancrage.directory.queries.exports import Scope, as_lines, as_page, services_told, services_within
from ancrage.files.sheets import Format, sheet

SUFFIXES: Final = (".inclusion.json", ".json", ".ndjson", ".zip", ".csv", ".xlsx")


def write_export(path: Path, *, scope: Scope, at: datetime) -> int:
    """Write it beside its place, then put it there: a file is whole or is not. Returns how many services."""
    waiting = path.with_name(f".{path.name}.part")
    try:
        with waiting.open("wb") as file:
            count = write_to(file, path.name, scope=scope, at=at)
        waiting.replace(path)
    finally:
        waiting.unlink(missing_ok=True)
    return count


def write_to(file: IO[bytes], name: str, *, scope: Scope, at: datetime) -> int:
    if name.endswith(".zip"):
        return write_tables(file, scope=scope, at=at)
    if name.endswith((".csv", ".xlsx")):
        kind = Format.CSV if name.endswith(".csv") else Format.XLSX
        with sheet(kind, heads(), rows(scope, at)) as made:
            copyfileobj(made, file)
        return total_of(scope)
    told = _Counted(services_told(scope, at))
    if name.endswith(".inclusion.json"):
        file.writelines(as_inclusion(scope, at, told))
        return told.count
    pieces = as_lines(told) if name.endswith(".ndjson") else as_page(told, total_of(scope))
    for piece in pieces:
        file.write(piece)
    return told.count


def total_of(scope: Scope) -> int:
    return services_within(scope).count()


class _Counted(Iterator[Document]):
    def __init__(self, found: Iterator[Document]) -> None:
        self.found, self.count = found, 0

    def __next__(self) -> Document:
        one = next(self.found)
        self.count += 1
        return one
