"""Sources of the directory: entered, read, read over, applied and undone."""

from collections.abc import Callable
from io import BytesIO
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRefresh

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.core import now
from ancrage.core.errors import Refused
from ancrage.core.paging import page_of
from ancrage.directory.actions import readings as actions
from ancrage.directory.actions.bringing import bring
from ancrage.directory.actions.sources import keep_source
from ancrage.directory.forms.sources import ApplyReadingForm, FileForm, SheetColumnsForm, SourceForm
from ancrage.directory.models import ReadingStage, Source, SourceReading
from ancrage.directory.permissions import Permission
from ancrage.directory.queries import sources as queries
from ancrage.directory.queries.sheet_headings import headings_of
from ancrage.files.reading import FileHeld, FileUnreadable, StorageAway, read_file
from ancrage.ui.messages import toast, warn

_ROWS = 25


@page(permission=Permission.EDIT_DIRECTORY)
def sources(request: Request) -> HttpResponse:
    rows = Source.objects.visible_to(request.access).select_related("region")
    shown = page_of(rows, "name", request.GET, descending=False, size=_ROWS)
    return render(request, "directory/sources.html", {"page": shown})


@page(permission=Permission.EDIT_DIRECTORY, writes=True)
def source_new(request: Request) -> HttpResponse:
    return _source_form(request, Source(rank=10), _("Ajouter une source"))


@page(permission=Permission.EDIT_DIRECTORY, writes=True)
def source_edit(request: Request, pk: UUID) -> HttpResponse:
    return _source_form(request, _source(request, pk), _("Changer la source"))


def _source_form(request: Request, source: Source, title: str) -> HttpResponse:
    form = SourceForm(request.POST or None, instance=source, regions=queries.regions_kept(request.access))
    if form.is_valid():
        kept = keep_source(source=form.instance, by=request.user, at=now())
        toast(request, _("La source est enregistrée."))
        return redirect("directory:source", kept.pk)
    return render(request, "directory/source_form.html", {"form": form, "source": source, "title": title})


@page(permission=Permission.EDIT_DIRECTORY)
def source(request: Request, pk: UUID) -> HttpResponse:
    """What it is, when it is read, and what was read of it."""
    found = _source(request, pk)
    rows = found.readings.select_related("file", "made_by")
    shown = page_of(rows, "made_at", request.GET, size=_ROWS)
    return render(request, "directory/source.html", {"source": found, "page": shown})


@page(permission=Permission.EDIT_DIRECTORY, writes=True)
def source_file(request: Request, pk: UUID) -> HttpResponse:
    """A file brought by hand."""
    found = _source(request, pk)
    form = FileForm(request.POST or None, request.FILES or None, source=found)
    if form.is_valid():
        try:
            reading = bring(source=found, **form.cleaned_data, by=request.user, at=now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect("directory:reading", reading.pk)
    return render(request, "directory/source_file.html", {"form": form, "source": found})


@page(permission=Permission.EDIT_DIRECTORY)
def reading(request: Request, pk: UUID) -> HttpResponse:
    """Where it is, and what it would change: what is wrong, what is new, what differs."""
    found = _reading(request, pk)
    if found.stage == ReadingStage.COLUMNS:
        return redirect("directory:reading_columns", pk)
    state = request.GET.get("etat", "")
    rows = found.entries.filter(state=state) if state else found.entries.all()
    shown = page_of(rows, "number", request.GET, descending=False, size=_ROWS)
    context = {
        "reading": found,
        "page": shown,
        "lines": queries.lines_of(shown.rows),
        "state": state,
        "states": queries.states_of(found),
        "unknown": queries.unknown_of(found),
        "form": ApplyReadingForm() if found.stage == ReadingStage.CHECKED else None,
        "is_undoable": SourceReading.objects.undoable(now()).filter(pk=pk).exists(),
    }
    return render(request, "directory/reading.html", context)


@page(permission=Permission.EDIT_DIRECTORY)
def reading_progress(request: Request, pk: UUID) -> HttpResponse:
    """The bar alone, asked again and again; once the work is over, the whole page."""
    found = _reading(request, pk)
    if not found.is_running:
        return HttpResponseClientRefresh()
    return render(request, "directory/reading_progress.html", {"reading": found})


@page(permission=Permission.EDIT_DIRECTORY, writes=True)
def reading_columns(request: Request, pk: UUID) -> HttpResponse:
    """What each column of a spreadsheet holds, remembered for the next one of this source."""
    found = _reading(request, pk)
    if found.stage not in {ReadingStage.COLUMNS, ReadingStage.CHECKED} or found.file is None:
        return redirect("directory:reading", pk)
    try:
        headings = headings_of(BytesIO(read_file(found.file)), found.source.mapping)
    except (FileHeld, FileUnreadable, StorageAway, Refused):
        warn(request, _("Le fichier reçu ne se lit pas pour le moment."))
        return redirect("directory:source", found.source_id)
    form = SheetColumnsForm(request.POST or None, headings=headings)
    if form.is_valid():
        return _done(request, found, actions.set_columns, mapping=form.mapping())
    return render(request, "directory/reading_columns.html", {"form": form, "reading": found})


@require_POST
@page(permission=Permission.EDIT_DIRECTORY, writes=True)
def reading_apply(request: Request, pk: UUID) -> HttpResponse:
    form = ApplyReadingForm(request.POST)
    chosen = form.cleaned_data if form.is_valid() else {}
    return _done(request, _reading(request, pk), actions.start_applying, **chosen)


@require_POST
@page(permission=Permission.EDIT_DIRECTORY, writes=True)
def reading_again(request: Request, pk: UUID) -> HttpResponse:
    return _done(request, _reading(request, pk), actions.take_up_again)


@require_POST
@page(permission=Permission.EDIT_DIRECTORY, writes=True)
def reading_undo(request: Request, pk: UUID) -> HttpResponse:
    return _done(request, _reading(request, pk), actions.start_undoing)


@require_POST
@page(permission=Permission.EDIT_DIRECTORY, writes=True)
def reading_drop(request: Request, pk: UUID) -> HttpResponse:
    found = _reading(request, pk)
    _done(request, found, actions.drop)
    return redirect("directory:source", found.source_id)


def _source(request: Request, pk: UUID) -> Source:
    return get_object_or_404(Source.objects.visible_to(request.access).select_related("region"), pk=pk)


def _reading(request: Request, pk: UUID) -> SourceReading:
    rows = SourceReading.objects.visible_to(request.access)
    return get_object_or_404(rows.select_related("file", "source__region", "made_by"), pk=pk)


def _done(request: Request, found: SourceReading, act: Callable[..., object], **chosen: Any) -> HttpResponse:
    """Do it, then the reading; a refusal is told there."""
    try:
        act(reading=found, **chosen, by=request.user, at=now())
    except Refused as refusal:
        warn(request, str(refusal))
    return redirect("directory:reading", found.pk)
