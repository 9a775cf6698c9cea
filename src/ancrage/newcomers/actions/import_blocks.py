"""The long work on a list, block by block: each is one transaction that also says how far it went.

Killed in the middle, a worker leaves whole blocks and nothing else; the next one goes on after the last.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from ancrage.accounts.access import Access, access_of
from ancrage.audit.actions import record
from ancrage.core.copying import insert_like, update
from ancrage.core.dates import local_day
from ancrage.core.ids import uuid7
from ancrage.newcomers.actions.import_rows import enter
from ancrage.newcomers.actions.imports import ImportRefused
from ancrage.newcomers.actions.inquiries import report_withheld
from ancrage.newcomers.models import ImportedRow, ImportStage, PersonImport, RowState
from ancrage.newcomers.permissions import Permission
from ancrage.newcomers.queries.blocking import probable_pairs
from ancrage.newcomers.queries.import_doubles import Entry, likest
from ancrage.newcomers.queries.import_homes import home_of
from ancrage.newcomers.queries.imports import pack, points_within, shown_twins
from ancrage.newcomers.queries.likeness import Likeness
from ancrage.newcomers.queries.reach import outcome_of

BLOCK: Final = 1000
_TOGETHER: Final = 32


@transaction.atomic
def check_block(*, sheet_id: UUID, after: int, entries: Sequence[Entry], last: int, at: datetime) -> bool:
    """Keep what was read of the lines ``after`` … ``last``, with whom each resembles. False: another worker did.

    :raises ImportRefused: when whoever asked for it may no longer import there.
    """
    sheet = held_sheet(sheet_id, ImportStage.CHECKING, after)
    if sheet is None:
        return False
    likes = _likes(entries, _access(sheet, at), sheet, at)
    made = [_row(entry, like, sheet) for entry, like in zip(entries, likes, strict=True)]
    insert_like(ImportedRow(sheet=sheet), made)
    count(sheet, Counter(row["state"] for row in made))
    sheet.position = last
    sheet.save(update_fields=["position", "counts"])
    return True


@transaction.atomic
def finish_check(*, sheet_id: UUID, after: int, entries: Sequence[Entry], at: datetime) -> None:
    """Once all rows are read: those that are probably one person within the list.

    :param entries: the rows without error, in order.
    """
    sheet = held_sheet(sheet_id, ImportStage.CHECKING, after)
    if sheet is None:
        return
    twins: dict[int, int] = {}
    for pair in probable_pairs([entry.traits for entry in entries]):
        twins.setdefault(entries[pair.other].line, entries[pair.one].line)
    found = list(sheet.rows.filter(state=RowState.GOOD, line__in=twins).defer("content", "before"))
    for row in found:
        row.state, row.double_line = RowState.DOUBLE, twins[row.line]
    update(found, ["state", "double_line"])
    count(sheet, Counter({RowState.GOOD: -len(found), RowState.DOUBLE: len(found)}))
    sheet.stage, sheet.moved_at, sheet.checked_at = ImportStage.CHECKED, at, at
    sheet.save(update_fields=["stage", "moved_at", "checked_at", "counts"])
    record("newcomers.import.checked", by=sheet.moved_by, on=sheet, at=at, region=sheet.service_point.region.code)


@transaction.atomic
def apply_block(*, sheet_id: UUID, at: datetime) -> bool:
    """Enter the next rows. False: there are no more, or the list is no longer being entered.

    :raises ImportRefused: when whoever asked for it may no longer import there.
    """
    sheet = held_sheet(sheet_id, ImportStage.APPLYING)
    if sheet is None:
        return False
    access = _access(sheet, at)
    rows = list(sheet.rows.filter(line__gt=sheet.position).order_by("line")[:BLOCK])
    if not rows:
        sheet.stage, sheet.moved_at, sheet.applied_at = ImportStage.APPLIED, at, at
        sheet.save(update_fields=["stage", "moved_at", "applied_at"])
        return False
    enter(sheet=sheet, rows=rows, access=access, at=at)
    count(sheet, Counter(row.result for row in rows if row.result))
    sheet.position = rows[-1].line
    sheet.save(update_fields=["position", "counts"])
    return True


@transaction.atomic
def note_trouble(*, sheet_id: UUID, reason: str) -> None:
    """Say what stops the list; it goes on once somebody asks for it."""
    PersonImport.objects.filter(pk=sheet_id).update(trouble=reason[:300])


def held_sheet(sheet_id: UUID, stage: ImportStage, position: int | None = None) -> PersonImport | None:
    """The list, when it still is where this worker believes."""
    rows = PersonImport.objects.select_for_update(of=("self",)).select_related("service_point__region", "moved_by")
    sheet = rows.filter(pk=sheet_id, stage=stage, trouble="").first()
    return None if sheet is None or position not in (None, sheet.position) else sheet


def _access(sheet: PersonImport, at: datetime) -> Access:
    """What whoever asked for it may do, now."""
    access = access_of(sheet.moved_by, at)
    points = points_within(access.scopes(Permission.IMPORT), local_day(at))
    if not points.filter(pk=sheet.service_point_id).exists():
        raise ImportRefused(
            _("La personne qui a lancé ce travail ne peut plus inscrire à ce point de services, ou il est fermé.")
        )
    return access


def _likes(entries: Sequence[Entry], access: Access, sheet: PersonImport, at: datetime) -> list[Likeness | None]:
    """Whom each row resembles, as far as whoever asked for it may know; for a row in error, nobody."""
    right = [entry for entry in entries if entry.is_right]
    found: dict[int, Likeness | None] = dict(zip((entry.line for entry in right), likest(right), strict=True))
    alike = [like for like in found.values() if like]
    # Of few lengths, since what is asked of each length is composed anew.
    outcome = outcome_of(alike + alike[-1:] * (-len(alike) % _TOGETHER), access)
    report_withheld(cases=list(dict.fromkeys(outcome.withheld)), by=sheet.moved_by, at=at)
    told = shown_twins(outcome)
    likes = [found.get(entry.line) for entry in entries]
    return [like if like and like.person.pk in told else None for like in likes]


def _row(entry: Entry, like: Likeness | None, sheet: PersonImport) -> dict[str, Any]:
    """The columns of an ``ImportedRow``."""
    state = RowState.GOOD if entry.is_right else RowState.WRONG
    row: dict[str, Any] = {"id": uuid7(), "line": entry.line, "state": str(state), "content": pack(entry.read)}
    row["home"] = home_of(sheet, entry.read.values)
    if like:
        row |= {"state": str(RowState.DOUBLE), "double_of": like.person.pk, "score": round(like.score)}
    return row


def count(sheet: PersonImport, more: Counter[str]) -> None:
    """Add ``more`` to the counts of ``sheet``, which the caller saves."""
    counts = Counter(sheet.counts)
    counts.update({str(key): number for key, number in more.items()})
    sheet.counts = {state: number for state, number in counts.items() if number}
