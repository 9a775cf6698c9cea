"""The documents that the person gave: added, read, taken back; those of the service, and the plan, read."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

import structlog
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from ancrage.core import now, today
from ancrage.core.dates import local_day
from ancrage.core.errors import Refused
from ancrage.files.reading import FileHeld, FileUnreadable, StorageAway, read_file
from ancrage.newcomers.actions.documents import restore_document, strike_document
from ancrage.newcomers.models import Case, CaseState, Document
from ancrage.newcomers.queries.plan_handover import plan_document
from ancrage.portal.actions.telling import give_document
from ancrage.portal.forms.space import GiveForm
from ancrage.portal.queries.documents import (
    given_documents,
    latest_version,
    own_documents,
    own_handover,
    shown_documents,
)
from ancrage.portal.views.own import own
from ancrage.portal.views.shown import SpaceRequest, answer, file_page, own_page
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
    context = {"form": form, "is_open": case.state != CaseState.CLOSED, **_listed(case, request)}
    buttons = {key: words.button(key) for key in ("take_away", "put_back")}
    return answer(request, "portal/documents.html", **context, send=words.button("give"), buttons=buttons)


@file_page(consults="portal.document.consulted")
def document(request: SpaceRequest, document_id: UUID) -> HttpResponse:
    """The file itself, to be saved: nothing of it runs in a page of ours."""
    case = own(request, shown=False)
    row = get_object_or_404(own_documents(case, request.user), pk=document_id)
    try:
        content = read_file(row.file)
    except FileHeld:
        return _away(request, "document_held", HTTPStatus.OK)
    except (FileUnreadable, StorageAway) as fault:
        log.exception("file_unreadable", file=str(row.file_id))
        status = HTTPStatus.SERVICE_UNAVAILABLE if isinstance(fault, StorageAway) else HTTPStatus.NOT_FOUND
        return _away(request, "document_away", status)
    request.consult(row, about=[case.pk, case.person_id], region=case.region.code)
    return _handed(content, row.file.name, row.file.content_type)


@file_page(consults="portal.plan_printed.consulted")
def plan_file(request: SpaceRequest) -> HttpResponse:
    """The plan as it was last proposed, in French and the person's language, to be kept or printed."""
    case = own(request, shown=False)
    version = latest_version(case)
    if version is None:
        raise Http404
    made = plan_document(own_handover(case, version, today()), at=now())
    request.consult(version, about=[case.pk, case.person_id], region=case.region.code)
    return _handed(made, "mon-plan.pdf", "application/pdf")


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


def _own(request: SpaceRequest, document_id: UUID) -> Document:
    case = own(request, shown=False)
    return get_object_or_404(given_documents(case, request.user), pk=document_id)


def _listed(case: Case, request: SpaceRequest) -> dict[str, Any]:
    day, version = request.words.day, latest_version(case)
    return {
        "listed": [(row, day(row.added_at)) for row in given_documents(case, request.user)],
        "shown": [(row, day(row.shared_at or row.added_at)) for row in shown_documents(case, request.user)],
        "plan_made_on": request.words.dated("plan_made_on", local_day(version.made_at)) if version else "",
    }


def _away(request: SpaceRequest, said: str, status: int) -> HttpResponse:
    """The document is not handed over, and why: nothing is shown."""
    request.consult(None)
    found = answer(request, "portal/document_away.html", said=request.words[said])
    found.status_code = status
    return found


def _handed(content: bytes, name: str, content_type: str) -> HttpResponse:
    found = HttpResponse(content, content_type=content_type)
    found["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    found["Content-Security-Policy"] = "default-src 'none'; sandbox"
    found["X-Content-Type-Options"] = "nosniff"
    return found
