"""The kinds of files taken in, told by their first bytes: a name or a declared type proves nothing."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class FileKind:
    """``label`` is what people call it, in any language of the site; the first of ``suffixes`` is the usual one."""

    content_type: str
    label: str
    suffixes: tuple[str, ...]
    signature: bytes


KINDS: Final = (
    FileKind("application/pdf", "PDF", (".pdf",), b"%PDF-"),
    FileKind("image/jpeg", "JPEG", (".jpg", ".jpeg"), b"\xff\xd8\xff"),
    FileKind("image/png", "PNG", (".png",), b"\x89PNG\r\n\x1a\n"),
)

CSV: Final = FileKind("text/csv", "CSV", (".csv", ".txt", ".tsv"), b"")
XLSX: Final = FileKind(
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "XLSX", (".xlsx", ".xlsm"), b"PK\x03\x04"
)
ODS: Final = FileKind("application/vnd.oasis.opendocument.spreadsheet", "ODS", (".ods",), b"PK\x03\x04")
JSON: Final = FileKind("application/json", "JSON", (".json", ".ndjson", ".jsonl"), b"")
ZIP: Final = FileKind("application/zip", "ZIP", (".zip",), b"PK\x03\x04")
SHEETS: Final = (CSV, XLSX, ODS)
"""What a list to import may be; ``files.spreadsheets`` tells them apart."""


def kind_of(content: bytes) -> FileKind | None:
    """The kind of ``content``, or None when it is of none that is taken in."""
    return next((kind for kind in KINDS if content.startswith(kind.signature)), None)


def kind_called(content_type: str) -> FileKind:
    return next(kind for kind in (*KINDS, *SHEETS, JSON, ZIP) if kind.content_type == content_type)
