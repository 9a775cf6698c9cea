"""The documents that the person gave: added, read, taken back."""

from uuid import UUID

import structlog
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from ancrage.core import now
from ancrage.core.errors import Refused
from ancrage.files.reading import FileUnreadable, read_file
from ancrage.newcomers.actions.documents import restore_document, strike_document
from ancrage.newcomers.models import CaseState, Document
from ancrage.portal.actions.telling import give_document
from ancrage.portal.forms.space import GiveForm
from ancrage.portal.views.own import own
from ancrage.portal.views.shown import SpaceRequest, answer, own_page
from ancrage.ui.messages import toast

log = structlog.get_logger(__name__)


@own_page(writes=True)
def documents(request: SpaceRequest) -> HttpResponse:
    case, words = own(request), request.words
    form = GiveForm(request.POST or None, request.FILES or None, words=words)
    if form.is_valid():
        typed = {"file": form.cleaned_data["file"], "title": form.cleaned_data["document_title"]}
        try:
            give_document(case=case, **typed, by=request.user, at=now())
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            toast(request, words["document_kept"])
            return redirect("portal:documents")
    rows = case.documents.filter(added_by=request.user, is_restricted=False).order_by("-added_at", "-pk")
    listed = [(row, words.day(row.added_at)) for row in rows]
    context = {"form": form, "listed": listed, "is_open": case.state != CaseState.CLOSED}
    buttons = {key: words.button(key) for key in ("take_away", "put_back")}
    return answer(request, "portal/documents.html", **context, send=words.button("give"), buttons=buttons)


@own_page()
def document(request: SpaceRequest, document_id: UUID) -> HttpResponse:
    """The file itself, to be saved: nothing of it runs in a page of ours."""
    row = _own(request, document_id, shown=True)
    try:
        content = read_file(row.file)
    except FileUnreadable as error:
        log.exception("file_unreadable", file=str(row.file_id))
        raise Http404 from error
    found = HttpResponse(content, content_type=row.file.content_type)
    found["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=row.file.name)
    found["Content-Security-Policy"] = "default-src 'none'; sandbox"
    found["X-Content-Type-Options"] = "nosniff"
    return found


@require_POST
@own_page(writes=True)
def document_take_away(request: SpaceRequest, document_id: UUID) -> HttpResponse:
    strike_document(document=_own(request, document_id), by=request.user, at=now())
    toast(request, request.words["noted"])
    return redirect("portal:documents")


@require_POST
@own_page(writes=True)
def document_put_back(request: SpaceRequest, document_id: UUID) -> HttpResponse:
    restore_document(document=_own(request, document_id), by=request.user, at=now())
    toast(request, request.words["noted"])
    return redirect("portal:documents")


def _own(request: SpaceRequest, document_id: UUID, *, shown: bool = False) -> Document:
    case = own(request, shown=shown)
    rows = Document.objects.select_related("file", "case__region").filter(case=case, added_by=request.user)
    return get_object_or_404(rows, pk=document_id)
