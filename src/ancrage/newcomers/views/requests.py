from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.core import now
from ancrage.core.dates import local_day
from ancrage.core.errors import Refused
from ancrage.newcomers.actions import online as online_actions
from ancrage.newcomers.actions import requests as actions
from ancrage.newcomers.forms.requests import AssignForm, FirstContactForm
from ancrage.newcomers.models import Case, ContactNote, Listed
from ancrage.newcomers.permissions import Permission
from ancrage.newcomers.queries.appointments import planned_ahead
from ancrage.newcomers.queries.circle import seen_rows
from ancrage.newcomers.queries.request_columns import COLUMNS
from ancrage.newcomers.queries.requests import lines_of, request_lines, waiting
from ancrage.newcomers.queries.staff import staff_of_point
from ancrage.newcomers.views.lists import Listing
from ancrage.ui.messages import toast, warn
from ancrage.ui.returning import back_to, bringing_back

REQUESTS = Listing(Listed.REQUESTS, "newcomers:requests", COLUMNS, ())


def line_context(request: Request) -> dict[str, object]:
    """What a line of requests needs beside its row, here and in Ma journée."""
    return {
        "today": local_day(now()),
        "can_write": request.access.can(Permission.WRITE_CASE),
        "can_assign": request.access.can(Permission.ASSIGN),
        "can_open": request.access.can(Permission.OPEN_CASE),
    }


def can_pick(request: Request) -> bool:
    """Whether something may be done to several requests at once."""
    return request.access.can(Permission.WRITE_CASE) or request.access.can(Permission.ASSIGN)


@require_POST
@page(permission=Permission.WRITE_CASE, writes=True)
def take(request: Request, case_id: UUID) -> HttpResponse:
    case = _case(request, case_id, Permission.WRITE_CASE)
    try:
        actions.take(case=case, by=request.user, at=now())
    except Refused as refusal:
        _say(request, refusal)
    else:
        text = _("La demande de %(name)s est à vous.") % {"name": case.person.full_name}
        toast(request, text, bringing_back(request, reverse("newcomers:request_release", args=[case.pk])))
    return _line(request, case.pk)


@require_POST
@page(permission=Permission.WRITE_CASE, writes=True)
def release(request: Request, case_id: UUID) -> HttpResponse:
    case = _case(request, case_id, Permission.WRITE_CASE)
    try:
        actions.release(case=case, by=request.user, at=now())
    except Refused as refusal:
        _say(request, refusal)
    else:
        toast(request, _("La demande de %(name)s attend de nouveau.") % {"name": case.person.full_name})
    return _line(request, case.pk)


@page(permission=Permission.WRITE_CASE, writes=True, consults="newcomers.case.consulted")
def first_contact(request: Request, case_id: UUID) -> HttpResponse:
    case = _case(request, case_id, Permission.WRITE_CASE)
    form = FirstContactForm(request.POST or None)
    if form.is_valid():
        try:
            note = actions.note_first_contact(case=case, **form.cleaned_data, by=request.user, at=now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            undo = reverse("newcomers:request_contact_undo", args=[case.pk, note.pk])
            toast(request, _contact_words(note, case), bringing_back(request, undo) if note.is_reached else None)
            request.consult(None)
            return (
                _to_booking(request, case) if note.is_reached and "suite" in request.POST else _line(request, case.pk)
            )
    request.consult(case, about=[case.person_id], region=case.region.code)
    template = "newcomers/first_contact_row.html" if _in_place(request) else "newcomers/first_contact.html"
    context = {"case": case, "form": form, "back": _back(request)} | line_context(request)
    return render(request, template, context)


@require_POST
@page(permission=Permission.WRITE_CASE, writes=True)
def first_contact_undo(request: Request, case_id: UUID, note_id: UUID) -> HttpResponse:
    case = _case(request, case_id, Permission.WRITE_CASE)
    notes = ContactNote.objects.select_related("case__region").filter(case=case)
    note = get_object_or_404(seen_rows(notes, case), pk=note_id)
    try:
        actions.undo_first_contact(note=note, by=request.user, at=now())
    except Refused as refusal:
        _say(request, refusal)
    else:
        toast(request, _("Le premier contact est annulé : le délai court de nouveau."))
    return _line(request, case.pk)


@require_POST
@page(permission=Permission.WRITE_CASE, writes=True)
def discard(request: Request, case_id: UUID) -> HttpResponse:
    case = _case(request, case_id, Permission.WRITE_CASE)
    try:
        online_actions.discard(case=case, by=request.user, at=now())
    except Refused as refusal:
        _say(request, refusal)
    else:
        text = _("La demande de %(name)s est écartée.") % {"name": case.person.full_name}
        toast(request, text, bringing_back(request, reverse("newcomers:request_bring_back", args=[case.pk])))
    return _line(request, case.pk)


@require_POST
@page(permission=Permission.WRITE_CASE, writes=True)
def bring_back(request: Request, case_id: UUID) -> HttpResponse:
    case = _case(request, case_id, Permission.WRITE_CASE)
    try:
        online_actions.bring_back(case=case, by=request.user, at=now())
    except Refused as refusal:
        _say(request, refusal)
    else:
        toast(request, _("La demande de %(name)s attend de nouveau.") % {"name": case.person.full_name})
    return _line(request, case.pk)


@page(permission=Permission.ASSIGN, writes=True, consults="newcomers.case.consulted")
def assign(request: Request, case_id: UUID) -> HttpResponse:
    at = now()
    case = _case(request, case_id, Permission.ASSIGN)
    staff = staff_of_point(case.service_point_id, local_day(at)).in_order()
    planned = list(planned_ahead(case, at))
    form = AssignForm(request.POST or None, staff=staff, is_planned=bool(planned))
    if form.is_valid():
        try:
            actions.assign(case=case, **form.cleaned_data, by=request.user, at=at)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            toast(request, _("Le dossier est confié à %(name)s.") % {"name": form.cleaned_data["to"].full_name})
            return redirect(_back(request))
    request.consult(case, about=[case.person_id], region=case.region.code)
    return render(
        request, "newcomers/assign.html", {"case": case, "form": form, "back": _back(request), "planned": planned}
    )


def _case(request: Request, case_id: UUID, permission: Permission) -> Case:
    return get_object_or_404(Case.objects.for_page(request.access, permission), pk=case_id)


def _contact_words(note: ContactNote, case: Case) -> str:
    name = {"name": case.person.full_name}
    if note.is_reached:
        return _("Le premier contact avec %(name)s est noté.") % name
    return _("L’essai de joindre %(name)s est noté. Le délai court toujours.") % name


def _line(request: Request, case_id: UUID) -> HttpResponse:
    """The line as it is now, for HTMX, empty once it waits no more; otherwise the page one came from."""
    if not _in_place(request):
        return redirect(_back(request))
    is_listed = _back(request).startswith(reverse("newcomers:requests"))
    columns = REQUESTS.chosen(request) if is_listed else []
    rows = request_lines(waiting(request.access), columns).filter(pk=case_id)
    context = {"lines": lines_of(rows, request.access), "columns": columns, "page_path": _back(request)}
    context |= {**line_context(request), "picks": is_listed and can_pick(request)}
    return render(request, "newcomers/request_answer.html", context)


def _to_booking(request: Request, case: Case) -> HttpResponse:
    """The free slots, from where one comes back to the list; HTMX is told to leave the page."""
    path = bringing_back(request, reverse("newcomers:appointment_book", args=[case.pk]))
    return HttpResponse(headers={"HX-Redirect": path}) if _in_place(request) else redirect(path)


def _say(request: Request, refusal: Refused) -> None:
    """A notice on the next page; in place, where no page follows, a toast."""
    (toast if _in_place(request) else warn)(request, str(refusal))


def _in_place(request: Request) -> bool:
    return "HX-Request" in request.headers


def _back(request: Request) -> str:
    return back_to(request, reverse("newcomers:requests"))
