from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.core import now
from ancrage.core.paging import page_of
from ancrage.newcomers.actions.notes import NoteRefused, restore_note, strike_note, write_note
from ancrage.newcomers.forms.notes import NoteForm
from ancrage.newcomers.models import Case, ContactNote
from ancrage.newcomers.permissions import Permission
from ancrage.newcomers.queries.circle import seen_rows
from ancrage.newcomers.queries.header import case_header
from ancrage.ui.messages import toast, warn


@page(permission=Permission.READ_CASE, consults="newcomers.case.consulted")
def notes(request: Request, case_id: UUID) -> HttpResponse:
    case = get_object_or_404(Case.objects.for_page(request.access), pk=case_id)
    rows = seen_rows(ContactNote.objects.filter(case=case, struck_at=None).select_related("by"), case)
    header = case_header(case, request.access, now())
    request.consult(case, about=[case.person_id], region=case.region.code)
    listed = page_of(rows, "at", request.GET, size=20)
    return render(request, "newcomers/notes.html", {"case": case, "header": header, "tab": "notes", "page": listed})


@page(permission=Permission.WRITE_CASE, writes=True, consults="newcomers.case.consulted")
def note_add(request: Request, case_id: UUID) -> HttpResponse:
    case = get_object_or_404(Case.objects.for_page(request.access, Permission.WRITE_CASE), pk=case_id)
    at = now()
    form = NoteForm(request.POST or None, case=case, at=at)
    if form.is_valid():
        try:
            note = write_note(case=case, **form.cleaned_data, by=request.user, at=at)
        except NoteRefused as refusal:
            form.refuse(refusal)
        else:
            toast(request, _("La note est au dossier."), reverse("newcomers:note_strike", args=[case.pk, note.pk]))
            return redirect("newcomers:notes", case.pk)
    request.consult(case, about=[case.person_id], region=case.region.code)
    context = {"case": case, "header": case_header(case, request.access, at), "tab": "notes", "form": form}
    return render(request, "newcomers/note_form.html", context)


@require_POST
@page(permission=Permission.WRITE_CASE, writes=True)
def note_strike(request: Request, case_id: UUID, note_id: UUID) -> HttpResponse:
    note = _own(request, case_id, note_id)
    try:
        strike_note(note=note, by=request.user, at=now())
    except NoteRefused as refusal:
        warn(request, str(refusal))
    else:
        toast(request, _("La note est annulée."), reverse("newcomers:note_restore", args=[case_id, note_id]))
    return redirect("newcomers:notes", case_id)


@require_POST
@page(permission=Permission.WRITE_CASE, writes=True)
def note_restore(request: Request, case_id: UUID, note_id: UUID) -> HttpResponse:
    note = _own(request, case_id, note_id)
    try:
        restore_note(note=note, by=request.user, at=now())
    except NoteRefused as refusal:
        warn(request, str(refusal))
    else:
        toast(request, _("La note est rétablie."))
    return redirect("newcomers:notes", case_id)


def _own(request: Request, case_id: UUID, note_id: UUID) -> ContactNote:
    case = get_object_or_404(Case.objects.for_page(request.access, Permission.WRITE_CASE), pk=case_id)
    rows = seen_rows(ContactNote.objects.filter(case=case).select_related("case__region"), case)
    return get_object_or_404(rows, pk=note_id)
