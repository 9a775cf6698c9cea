"""What is read again of the file of a list: its first rows; what is handed back of it: its rows in error."""

from collections.abc import Iterable
from itertools import islice

from django.db.models import Q
from django.utils.translation import gettext as _

from ancrage.accounts.access import Access
from ancrage.files.reading import read_file
from ancrage.files.spreadsheets import lines_of
from ancrage.newcomers.models import ImportStage, PersonImport, RowResult, RowState
from ancrage.newcomers.queries.imports import label_of, unpack

_AT_ONCE = 500


def first_lines(sheet: PersonImport, number: int) -> list[list[str]]:
    """The first rows under the headings that hold something."""
    assert sheet.file is not None  # noqa: S101 for the types: the page asks first
    every = lines_of(read_file(sheet.file), sheet.tab)
    lines = (cells for line, cells in every if line > sheet.first_line and any(cells))
    return list(islice(lines, number))


def earlier_of(sheet: PersonImport, access: Access) -> PersonImport | None:
    """The first list of the very same content, the same sheet of it, unless it was given up or undone."""
    same = PersonImport.objects.visible_to(access).filter(sha256=sheet.sha256, made_at__lt=sheet.made_at)
    kept = same.filter(Q(tab=sheet.tab) | Q(tab=None)).exclude(stage__in=[ImportStage.DROPPED, ImportStage.UNDONE])
    return kept.select_related("made_by").order_by("made_at", "pk").first()


def errors_of(sheet: PersonImport) -> tuple[list[str], Iterable[list[str]]]:
    """Headings, and the rows that were not entered: as they were sent, after why."""
    head = [_("Ligne"), _("Pourquoi"), *sheet.headings]
    wrong = Q(state=RowState.WRONG) | Q(result__in=[RowResult.SKIPPED, RowResult.LEFT])
    rows = sheet.rows.filter(wrong).order_by("line")
    return head, (_row(row.line, row.why, row.content) for row in rows.iterator(chunk_size=_AT_ONCE))


def _row(line: int, why: str, content: str) -> list[str]:
    read = unpack(content)
    told = [f"{label_of(name)} : {text}" if name else text for name, text in read.errors.items()]
    return [str(line), " ".join(filter(None, [why, *told])), *read.cells]
