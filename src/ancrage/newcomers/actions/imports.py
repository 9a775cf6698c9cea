"""Persons entered from a list: received, its columns said, its doubles settled, then entered or given up.

The long work, row by row, is a job's: ``import_blocks`` and ``import_undo``.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from ancrage.accounts.models import User
from ancrage.audit.actions import record
from ancrage.core import Refused
from ancrage.core.actors import Actor
from ancrage.files.actions import store_file
from ancrage.files.models import StoredFile
from ancrage.files.spreadsheets import sheet_kind
from ancrage.newcomers.models import (
    DoubleChoice,
    ImportColumns,
    ImportedRow,
    ImportStage,
    Person,
    PersonImport,
    RowState,
)
from ancrage.newcomers.models.imports import RUNNING
from ancrage.newcomers.queries.import_columns import print_of, remembered
from ancrage.newcomers.queries.import_tabs import MeasuredTab, measured
from ancrage.territory.models import ServicePoint

JOB: Final = "ancrage.newcomers.jobs.advance_import"


class ImportRefused(Refused):
    """The list stays where it is."""


@transaction.atomic
def receive(*, file: File[Any], service_point: ServicePoint, by: User, at: datetime) -> PersonImport:
    """Take a list in, for ``service_point``: of a workbook, its first sheet that holds one. Nobody is entered yet.

    :raises FileRefused: (field ``file``) when it is empty or too large.
    :raises SheetRefused: (field ``file``) when it cannot be read, or has no row under its headings.
    """
    stored = store_file(upload=file, at=at, judge=sheet_kind)
    file.seek(0)
    tabs = measured(file.read())
    sheet = PersonImport(
        file=stored,
        sha256=stored.sha256,
        service_point=service_point,
        made_by=by,
        made_at=at,
        moved_at=at,
        moved_by=by,
        tabs=tabs if len(tabs) > 1 else [],
    )
    _read_tab(sheet, tabs[0])
    sheet.save(force_insert=True)
    _record("newcomers.import.received", sheet, by=by, at=at)
    return sheet


@transaction.atomic
def choose_tab(*, sheet: PersonImport, tab: int, by: User, at: datetime) -> None:
    """Read another sheet of the workbook: its columns are to be said, what was checked of the other is dropped.

    :raises ImportRefused: (field ``tab``) for a sheet that holds no list, or once the rows are being entered.
    """
    held = _held(sheet, ImportStage.COLUMNS, ImportStage.CHECKED)
    found = next((one for one in held.tabs if one["place"] == tab), None)
    if found is None:
        raise ImportRefused(_("Cette feuille n’est pas dans le classeur."), field="tab")
    if tab == held.tab:
        return
    held.rows.all().delete()
    held.counts, held.checked_at = {}, None
    _read_tab(held, found)
    _move(held, ImportStage.COLUMNS, by=by, at=at, position=0)
    _record("newcomers.import.tab_chosen", held, by=by, at=at)


@transaction.atomic
def set_columns(*, sheet: PersonImport, columns: Mapping[str, int], by: User, at: datetime) -> None:
    """Say what each column holds, remember it for the next such list, and have the rows checked.

    :raises ImportRefused: once the rows are being entered.
    """
    held = _held(sheet, ImportStage.COLUMNS, ImportStage.CHECKED)
    ImportColumns.objects.update_or_create(
        service_point=held.service_point,
        headings=print_of(held.headings),
        defaults={"columns": dict(columns), "used_at": at},
    )
    held.rows.all().delete()
    held.columns, held.counts, held.checked_at = dict(columns), {}, None
    held.newest = Person.objects.order_by("-pk").values_list("pk", flat=True).first()
    _move(held, ImportStage.CHECKING, by=by, at=at, position=held.first_line)
    _record("newcomers.import.columns_set", held, by=by, at=at)
    _queue(held)


@transaction.atomic
def choose(*, row: ImportedRow, choice: str, fields_to_write: Sequence[str] = (), by: User, at: datetime) -> None:
    """Say what becomes of a row that is probably someone already entered.

    :raises ImportRefused: once the rows are being entered, or for a row that is nobody's double.
    """
    sheet = _held(row.sheet, ImportStage.CHECKED)
    if row.state != RowState.DOUBLE or (choice == DoubleChoice.UPDATE and row.double_of is None):
        raise ImportRefused(_("Cette ligne ne ressemble à personne de connu."))
    row.choice, row.fields = choice, list(fields_to_write) if choice == DoubleChoice.UPDATE else []
    row.save(update_fields=["choice", "fields"])
    about = [row.double_of] if row.double_of else []
    record("newcomers.import.double_settled", by=by, on=sheet, at=at, about=about)


@transaction.atomic
def start_applying(
    *, sheet: PersonImport, otherwise: str, fields_to_write: Sequence[str] = (), by: User, at: datetime
) -> None:
    """Have the rows that are right entered.

    :param otherwise: what becomes of the doubles for which nothing was chosen; to update, of which fields.
    :raises ImportRefused: unless the rows were checked and not entered yet, or when there is nobody to enter.
    """
    held = _held(sheet, ImportStage.CHECKED)
    if not held.rows.exclude(state=RowState.WRONG).exists():
        raise ImportRefused(_("Aucune ligne ne peut être inscrite."))
    held.otherwise = DoubleChoice(otherwise)
    held.otherwise_fields = list(fields_to_write) if otherwise == DoubleChoice.UPDATE else []
    _move(held, ImportStage.APPLYING, by=by, at=at, position=0)
    _record("newcomers.import.started", held, by=by, at=at)
    _queue(held)


@transaction.atomic
def start_undoing(*, sheet: PersonImport, by: User, at: datetime) -> None:
    """Have the whole list undone, but what somebody touched since.

    :raises ImportRefused: after thirty days, or unless it is all entered.
    """
    held = _held(sheet, ImportStage.APPLIED)
    if not PersonImport.objects.undoable(at).filter(pk=held.pk).exists():
        raise ImportRefused(_("Cette importation ne peut plus être annulée."))
    _move(held, ImportStage.UNDOING, by=by, at=at, position=0)
    _record("newcomers.import.undo_started", held, by=by, at=at)
    _queue(held)


@transaction.atomic
def take_up_again(*, sheet: PersonImport, by: User, at: datetime) -> None:
    """Go on after what stopped the job was mended.

    :raises ImportRefused: when nothing is at work.
    """
    held = _held(sheet, *RUNNING)
    held.trouble, held.moved_by = "", by
    held.save(update_fields=["trouble", "moved_by"])
    _record("newcomers.import.taken_up", held, by=by, at=at)
    _queue(held)


@transaction.atomic
def drop(*, sheet: PersonImport, by: User, at: datetime) -> None:
    """Give the list up before anybody is entered: its file and its rows are destroyed.

    :raises ImportRefused: once the rows are being entered.
    """
    held = _held(sheet, ImportStage.COLUMNS, ImportStage.CHECKING, ImportStage.CHECKED)
    _record("newcomers.import.dropped", held, by=by, at=at)
    _destroy(held)
    _move(held, ImportStage.DROPPED, by=by, at=at, position=0)


@transaction.atomic
def forget_imports(*, by: Actor, at: datetime) -> int:
    """Destroy files and rows that serve no more. Returns how many lists."""
    over = list(PersonImport.objects.to_forget(at).select_for_update(of=("self",)).order_by("pk"))
    for sheet in over:
        record("newcomers.import.forgotten", by=by, on=sheet, at=at)
        if sheet.stage in {ImportStage.COLUMNS, ImportStage.CHECKING, ImportStage.CHECKED}:
            sheet.stage = ImportStage.DROPPED
        _destroy(sheet)
    return len(over)


def _read_tab(sheet: PersonImport, tab: MeasuredTab) -> None:
    sheet.tab, sheet.headings = tab["place"], tab["headings"]
    sheet.first_line, sheet.last_line = tab["first"], tab["last"]
    sheet.columns = remembered(sheet.headings, sheet.service_point)


def _held(sheet: PersonImport, *stages: ImportStage) -> PersonImport:
    held = PersonImport.objects.select_for_update(of=("self",)).select_related("service_point__region").get(pk=sheet.pk)
    if held.stage not in stages:
        raise ImportRefused(_("Cette importation en est à une autre étape."))
    return held


def _move(sheet: PersonImport, stage: ImportStage, *, by: User, at: datetime, position: int) -> None:
    sheet.stage, sheet.moved_by, sheet.moved_at = stage, by, at
    sheet.position, sheet.trouble = position, ""
    sheet.save()


def _destroy(sheet: PersonImport) -> None:
    """The content of the file, then without a row, leaves the storage within two days."""
    sheet.rows.all().delete()
    file, sheet.file = sheet.file_id, None
    sheet.save(update_fields=["file", "stage"])
    if file is not None:
        StoredFile.objects.filter(pk=file).delete()


def _queue(sheet: PersonImport) -> None:
    """Committed with the stage, or not at all. One job at a time goes through a list."""
    app.configure_task(JOB, lock=f"newcomers.import.{sheet.pk}").defer(import_id=str(sheet.pk))


def _record(verb: str, sheet: PersonImport, *, by: Actor, at: datetime) -> None:
    record(verb, by=by, on=sheet, at=at, region=sheet.service_point.region.code)
