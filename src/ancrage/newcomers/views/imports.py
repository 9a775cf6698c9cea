"""Persons entered from a list: sent, its columns said, its rows read over, entered, and undone."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import structlog
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRefresh

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.core import now
from ancrage.core.dates import local_day
from ancrage.core.errors import Refused
from ancrage.core.paging import page_of
from ancrage.files.reading import FileHeld, FileUnreadable, StorageAway
from ancrage.files.sheets import CONTENT_TYPES, Format, sheet
from ancrage.newcomers.actions import imports as actions
from ancrage.newcomers.forms.imports import ApplyForm, ColumnsForm, RowForm, TabForm, UploadForm
from ancrage.newcomers.forms.rows import RowReader
from ancrage.newcomers.models import ImportedRow, ImportStage, PersonImport, RowState
from ancrage.newcomers.permissions import Permission
from ancrage.newcomers.queries import imports as queries
from ancrage.newcomers.queries.import_changes import changes_of
from ancrage.newcomers.queries.import_files import earlier_of, errors_of, first_lines
from ancrage.ui.messages import toast, warn

log = structlog.get_logger(__name__)
_ROWS, _SAMPLE = 25, 200


@page(permission=Permission.IMPORT)
def imports(request: Request) -> HttpResponse:
    rows = PersonImport.objects.visible_to(request.access).select_related("file", "service_point", "made_by")
    return render(request, "newcomers/imports.html", {"page": page_of(rows, "made_at", request.GET, size=20)})


@page(permission=Permission.IMPORT, writes=True)
def import_new(request: Request) -> HttpResponse:
    at = now()
    points = queries.points_within(request.access.scopes(Permission.IMPORT), local_day(at))
    form = UploadForm(request.POST or None, request.FILES or None, points=points)
    if form.is_valid():
        try:
            made = actions.receive(**form.cleaned_data, by=request.user, at=at)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect("newcomers:import_columns", made.pk)
    return render(request, "newcomers/import_new.html", {"form": form})


@page(permission=Permission.IMPORT, writes=True, consults="newcomers.import.consulted")
def import_columns(request: Request, sheet_id: UUID) -> HttpResponse:
    """What each column holds, shown beside its first values."""
    made = _sheet(request, sheet_id)
    if made.file is None or made.stage not in {ImportStage.COLUMNS, ImportStage.CHECKED}:
        return redirect("newcomers:import", made.pk)
    if (lines := _lines(made)) is None:
        request.consult(None)
        return render(request, "newcomers/import_unreadable.html", {"sheet": made}, status=503)
    form = ColumnsForm(request.POST or None, headings=made.headings, samples=lines, columns=made.columns)
    if form.is_valid() and (form.cleaned_data["is_sure"] or not _doubted(form, made, lines)):
        return _done(request, made, actions.set_columns, columns=form.columns())
    request.consult(made, region=made.service_point.region.code)
    earlier = earlier_of(made, request.access)
    tab_form = TabForm(sheet=made) if made.tabs else None
    context = {"sheet": made, "form": form, "tab_form": tab_form, "earlier": earlier}
    context["is_garbled"] = queries.is_garbled(lines)
    return render(request, "newcomers/import_columns.html", context)


@require_POST
@page(permission=Permission.IMPORT, writes=True)
def import_tab(request: Request, sheet_id: UUID) -> HttpResponse:
    """Another sheet of the workbook."""
    made = _sheet(request, sheet_id)
    form = TabForm(request.POST, sheet=made)
    if not form.is_valid():
        warn(request, str(form.errors["tab"][0]))
        return redirect("newcomers:import", made.pk)
    return _done(request, made, actions.choose_tab, **form.cleaned_data)


@page(permission=Permission.IMPORT, consults="newcomers.import.consulted")
def import_sheet(request: Request, sheet_id: UUID) -> HttpResponse:
    """Where the list is, and its rows: those to mend, those to settle, then what became of each."""
    made = _sheet(request, sheet_id)
    if made.stage == ImportStage.COLUMNS and made.file is not None:
        return redirect("newcomers:import_columns", made.pk)
    state = request.GET.get("etat", "")
    rows = queries.rows_in(made, state)
    shown = page_of(rows, "line", request.GET, descending=False, size=_ROWS)
    lines = queries.lines_shown(shown.rows, made, request.access)
    request.consult(made, about=queries.persons_in(lines), region=made.service_point.region.code)
    context = {
        "sheet": made,
        "page": shown,
        "lines": lines,
        "state": state,
        "states": queries.states_of(made),
        "form": _apply_form(request, made) if made.stage == ImportStage.CHECKED else None,
        "earlier": earlier_of(made, request.access),
        "is_undoable": PersonImport.objects.undoable(now()).filter(pk=made.pk).exists(),
    }
    return render(request, "newcomers/import.html", context)


@page(permission=Permission.IMPORT)
def import_progress(request: Request, sheet_id: UUID) -> HttpResponse:
    """The bar alone, asked again and again; once the work is over, the whole page."""
    made = _sheet(request, sheet_id)
    if not made.is_running:
        return HttpResponseClientRefresh()
    return render(request, "newcomers/import_progress.html", {"sheet": made})


@page(permission=Permission.IMPORT, consults="newcomers.import.consulted")
def import_errors(request: Request, sheet_id: UUID) -> HttpResponse | FileResponse:
    """The rows that were not entered, as they were sent, each with why: to be mended and sent again."""
    made = _sheet(request, sheet_id)
    delimiter = ";" if get_language() == "fr" else ","
    file = sheet(Format.CSV, *errors_of(made), delimiter=delimiter)
    request.consult(made, region=made.service_point.region.code)
    name = f"{_('lignes-en-erreur')}-{local_day(made.made_at)}.csv"
    return FileResponse(file, as_attachment=True, filename=name, content_type=CONTENT_TYPES[Format.CSV])


@page(permission=Permission.IMPORT, writes=True, consults="newcomers.import.consulted")
def import_row(request: Request, sheet_id: UUID, row_id: UUID) -> HttpResponse:
    """A row beside whom it resembles."""
    made = _sheet(request, sheet_id)
    row = get_object_or_404(ImportedRow.objects.filter(sheet=made, state=RowState.DOUBLE), pk=row_id)
    [line] = queries.lines_shown([row], made, request.access)
    changes = changes_of(line, request.access, local_day(now()))
    form = RowForm(request.POST or None, changes=changes, initial={"choice": row.choice, "fields_to_write": row.fields})
    if form.is_valid():
        row.sheet = made
        return _done(request, made, actions.choose, row=row, **form.cleaned_data)
    request.consult(made, about=queries.persons_in([line]), region=made.service_point.region.code)
    return render(request, "newcomers/import_row.html", {"sheet": made, "line": line, "form": form})


@require_POST
@page(permission=Permission.IMPORT, writes=True)
def import_apply(request: Request, sheet_id: UUID) -> HttpResponse:
    made = _sheet(request, sheet_id)
    form = _apply_form(request, made)
    if not form.is_valid():
        warn(request, " ".join(text for errors in form.errors.values() for text in map(str, errors)))
        return redirect("newcomers:import", made.pk)
    return _done(request, made, actions.start_applying, **form.cleaned_data)


@require_POST
@page(permission=Permission.IMPORT, writes=True)
def import_again(request: Request, sheet_id: UUID) -> HttpResponse:
    return _done(request, _sheet(request, sheet_id), actions.take_up_again)


@require_POST
@page(permission=Permission.IMPORT, writes=True)
def import_undo(request: Request, sheet_id: UUID) -> HttpResponse:
    return _done(request, _sheet(request, sheet_id), actions.start_undoing)


@require_POST
@page(permission=Permission.IMPORT, writes=True)
def import_drop(request: Request, sheet_id: UUID) -> HttpResponse:
    made = _sheet(request, sheet_id)
    answer = _done(request, made, actions.drop)
    made.refresh_from_db(fields=["stage"])
    if made.stage != ImportStage.DROPPED:
        return answer
    toast(request, _("L’importation est abandonnée : le fichier et ses lignes sont détruits."))
    return redirect("newcomers:imports")


def _sheet(request: Request, sheet_id: UUID) -> PersonImport:
    rows = PersonImport.objects.visible_to(request.access)
    return get_object_or_404(rows.select_related("file", "service_point__region", "made_by"), pk=sheet_id)


def _lines(made: PersonImport) -> list[list[str]] | None:
    """The first rows; nothing while the file waits to be examined or the storage does not give it back."""
    try:
        return first_lines(made, _SAMPLE)
    except FileHeld:
        return None
    except (FileUnreadable, StorageAway):
        log.exception("file_unreadable", file=str(made.file_id))
        return None


def _done(request: Request, made: PersonImport, act: Callable[..., None], **chosen: Any) -> HttpResponse:
    """Do it, then the list; a refusal is told there."""
    about = {} if "row" in chosen else {"sheet": made}
    try:
        act(**about, **chosen, by=request.user, at=now())
    except Refused as refusal:
        warn(request, str(refusal))
    address = reverse("newcomers:import", args=[made.pk])
    return redirect(f"{address}?etat={RowState.DOUBLE}" if "row" in chosen else address)


def _apply_form(request: Request, made: PersonImport) -> ApplyForm:
    names = queries.fields_of(made)
    may_update = request.access.can(Permission.WRITE_CASE)
    return ApplyForm(request.POST or None, names=names, may_update=may_update)


def _doubted(form: ColumnsForm, made: PersonImport, lines: list[list[str]]) -> bool:
    """Say beside each column that most of its cells are something else."""
    reader = RowReader(form.columns(), width=len(made.headings), today=local_day(now()))
    doubts = list(reader.doubtful(lines))
    form.tell(doubts)
    return bool(doubts)
