"""One form for every record: kept while it is filled, refused beside what is wrong."""

import json
from collections.abc import Callable
from typing import Any, Final

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ancrage.accounts.http import Request
from ancrage.core import now
from ancrage.core.errors import Refused
from ancrage.directory.actions.drafts import drop_draft, keep_draft
from ancrage.directory.actions.records import RecordChanged
from ancrage.directory.forms.records import RecordForm
from ancrage.directory.models import Organization, RecordDraft
from ancrage.directory.models.base import Record
from ancrage.directory.queries.contents import content_of
from ancrage.directory.queries.items import SHEETS, Sheet, sheet_of
from ancrage.directory.queries.keeping import draft_of
from ancrage.directory.queries.records import organization_of
from ancrage.ui.formats import moment

KEEP: Final = "brouillon"
FORGET: Final = "oublier"


def sheet_or_404(slug: str) -> Sheet:
    if slug not in SHEETS:
        raise Http404
    return SHEETS[slug]


def editor(request: Request, record: Record, save: Callable[[RecordForm], str], **words: Any) -> HttpResponse:
    """The form of ``record``. ``save`` writes what is typed and says where to go next."""
    draft = draft_of(request.access, request.path)
    if request.method == "POST" and FORGET in request.POST:
        drop_draft(user=request.user, key=request.path)
        return redirect(request.path)
    form = _form(request, record, draft)
    if request.method == "POST" and KEEP in request.GET:
        typed = {**form.typed(), "seen": request.POST.get("seen", "")}
        keep_draft(user=request.user, key=request.path, typed=typed, at=now())
        return HttpResponse(_("Brouillon gardé %(moment)s") % {"moment": moment(now())})
    if form.is_valid():
        try:
            address = save(form)
        except RecordChanged as refusal:
            form.read_again(now())
            form.refuse(refusal)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            drop_draft(user=request.user, key=request.path)
            return redirect(address)
    return _shown(request, record, form=form, draft=draft, **words)


def _shown(request: Request, record: Record, **words: Any) -> HttpResponse:
    """``is_proposal``: what is typed is asked for, and not written."""
    organization = None if isinstance(record, Organization) else organization_of(record)
    context = {"organization": organization, "keep": f"{request.path}?{KEEP}=1", "is_proposal": False, **words}
    return render(request, "directory/record_form.html", context)


def _form(request: Request, record: Record, draft: RecordDraft | None) -> RecordForm:
    return RecordForm(
        request.POST if request.method == "POST" else None,
        sheet=sheet_of(record),
        content=content_of(record),
        organization=organization_of(record),
        at=now(),
        initial=json.loads(draft.typed) if draft else {},
    )
