from uuid import UUID

import structlog
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.core import now
from ancrage.core.paging import page_of
from ancrage.files.actions import FileRefused
from ancrage.files.models import StoredFile
from ancrage.files.reading import FileHeld, FileUnreadable, StorageAway, read_file
from ancrage.newcomers.actions.documents import (
    DocumentRefused,
    add_document,
    restore_document,
    share_document,
    strike_document,
    unshare_document,
)
from ancrage.newcomers.forms.documents import DocumentForm
from ancrage.newcomers.models import Case, Document
from ancrage.newcomers.permissions import Permission
from ancrage.newcomers.queries.circle import seen_rows
from ancrage.newcomers.views.dossier import dossier, form_page, show
from ancrage.ui.messages import toast, warn

log = structlog.get_logger(__name__)


@page(permission=Permission.READ_CASE, consults="newcomers.case.consulted")
def documents(request: Request, case_id: UUID) -> HttpResponse:
    case = dossier(request, case_id)
    rows = seen_rows(Document.objects.filter(case=case, struck_at=None).select_related("file", "added_by"), case)
    listed = page_of(rows, "added_at", request.GET, size=20)
    asked = case.document_requests.open().select_related("kind", "asked_by").in_order()
    return show(request, "newcomers/documents.html", case, "documents", page=listed, asked=asked)


@page(permission=Permission.WRITE_CASE, writes=True, consults="newcomers.case.consulted")
def document_add(request: Request, case_id: UUID) -> HttpResponse:
    case = dossier(request, case_id, Permission.WRITE_CASE)
    form, back = DocumentForm(request.POST or None, request.FILES or None, case=case), _list_of(case)
    if form.is_valid():
        try:
            document = add_document(case=case, **form.cleaned_data, by=request.user, at=now())
        except (DocumentRefused, FileRefused) as refusal:
            form.refuse(refusal)
        else:
            undo = reverse("newcomers:document_strike", args=[case.pk, document.pk])
            toast(request, _("Le document est au dossier."), undo)
            return redirect(back)
    title, submit = _("Ajouter un document"), _("Ajouter le document")
    return form_page(request, case, "documents", form, title=title, back=back, submit=submit)


@page(permission=Permission.READ_CASE, consults="newcomers.document.consulted")
def document(request: Request, case_id: UUID, document_id: UUID) -> HttpResponse:
    """The file itself, to be saved: nothing of it runs in a page of ours."""
    case = dossier(request, case_id)
    rows = seen_rows(Document.objects.filter(case=case, struck_at=None).select_related("file"), case)
    row = get_object_or_404(rows, pk=document_id)
    try:
        content = read_file(row.file)
    except FileHeld:
        return show(request, "newcomers/document_held.html", case, "documents", document=row)
    except (FileUnreadable, StorageAway) as fault:
        log.exception("file_unreadable", file=str(row.file_id))
        is_away = isinstance(fault, StorageAway)
        answer = show(request, "newcomers/document_unreadable.html", case, "documents", document=row, is_away=is_away)
        answer.status_code = 503 if is_away else 404
        return answer
    request.consult(row, about=[case.pk, case.person_id], region=case.region.code)
    return _handed(row.file, content)


@require_POST
@page(permission=Permission.WRITE_CASE, writes=True)
def document_strike(request: Request, case_id: UUID, document_id: UUID) -> HttpResponse:
    row = _own(request, case_id, document_id)
    try:
        strike_document(document=row, by=request.user, at=now())
    except DocumentRefused as refusal:
        warn(request, str(refusal))
    else:
        toast(request, _("Le document est retiré."), reverse("newcomers:document_restore", args=[case_id, row.pk]))
    return redirect("newcomers:documents", case_id)


@require_POST
@page(permission=Permission.WRITE_CASE, writes=True)
def document_restore(request: Request, case_id: UUID, document_id: UUID) -> HttpResponse:
    row = _own(request, case_id, document_id)
    try:
        restore_document(document=row, by=request.user, at=now())
    except DocumentRefused as refusal:
        warn(request, str(refusal))
    else:
        toast(request, _("Le document est rétabli."))
    return redirect("newcomers:documents", case_id)


@require_POST
@page(permission=Permission.WRITE_CASE, writes=True)
def document_share(request: Request, case_id: UUID, document_id: UUID) -> HttpResponse:
    row = _own(request, case_id, document_id)
    try:
        share_document(document=row, by=request.user, at=now())
    except DocumentRefused as refusal:
        warn(request, str(refusal))
    else:
        undo = reverse("newcomers:document_unshare", args=[case_id, row.pk])
        toast(request, _("La personne voit ce document dans Mon plan."), undo)
    return redirect("newcomers:documents", case_id)


@require_POST
@page(permission=Permission.WRITE_CASE, writes=True)
def document_unshare(request: Request, case_id: UUID, document_id: UUID) -> HttpResponse:
    row = _own(request, case_id, document_id)
    unshare_document(document=row, by=request.user, at=now())
    undo = reverse("newcomers:document_share", args=[case_id, row.pk])
    toast(request, _("La personne ne voit plus ce document."), undo)
    return redirect("newcomers:documents", case_id)


def _own(request: Request, case_id: UUID, document_id: UUID) -> Document:
    case = dossier(request, case_id, Permission.WRITE_CASE)
    rows = seen_rows(Document.objects.filter(case=case).select_related("case__region"), case)
    return get_object_or_404(rows, pk=document_id)


def _list_of(case: Case) -> str:
    return reverse("newcomers:documents", args=[case.pk])


def _handed(file: StoredFile, content: bytes) -> HttpResponse:
    answer = HttpResponse(content, content_type=file.content_type)
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=file.name)
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
