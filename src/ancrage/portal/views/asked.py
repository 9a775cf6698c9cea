"""The documents asked of the person: given, or not held."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from ancrage.core import now
from ancrage.core.errors import Refused
from ancrage.newcomers.actions.document_requests import DocumentRequestRefused, take_not_held_back
from ancrage.newcomers.models import DocumentRequest
from ancrage.portal.actions.telling import give_document, tell_not_held
from ancrage.portal.forms.space import AskedForm, NotHeldForm
from ancrage.portal.queries.asked import asked_of, in_words
from ancrage.portal.views.own import own
from ancrage.portal.views.shown import SpaceRequest, answer, own_page
from ancrage.ui.messages import toast, warn


@own_page(writes=True)
def give(request: SpaceRequest, asked_id: UUID) -> HttpResponse:
    """The document itself; a refused file keeps the page."""
    asked, words = _asked(request, asked_id, shown=True), request.words
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = AskedForm(*sent, words=words)
    if form.is_valid():
        what = {"file": form.cleaned_data["file"], "title": asked.kind.label_fr}
        try:
            give_document(case=asked.case, asked=asked, **what, by=request.user, at=now())
        except DocumentRequestRefused:
            warn(request, words["not_now"])
            return redirect("portal:plan")
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            toast(request, words["document_kept"])
            return redirect("portal:plan")
    shown = {"form": form, "asked": in_words(asked, words), "heading": words["add_asked"]}
    return answer(request, "portal/asked_form.html", **shown, send=words.button("give"))


@own_page(writes=True)
def not_held(request: SpaceRequest, asked_id: UUID) -> HttpResponse:
    asked, words = _asked(request, asked_id, shown=True), request.words
    form = NotHeldForm(request.POST or None, words=words, initial={"not_held": asked.not_held})
    if form.is_valid():
        try:
            tell_not_held(asked=asked, reason=form.cleaned_data["not_held"], by=request.user, at=now())
        except DocumentRequestRefused:
            warn(request, words["not_now"])
        else:
            toast(request, words["noted"])
        return redirect("portal:plan")
    shown = {"form": form, "asked": in_words(asked, words), "heading": words["do_not_have"]}
    return answer(request, "portal/asked_form.html", **shown, lead=words["not_held_lead"], send=words.button("send_it"))


@require_POST
@own_page(writes=True)
def take_back(request: SpaceRequest, asked_id: UUID) -> HttpResponse:
    try:
        take_not_held_back(asked=_asked(request, asked_id), by=request.user, at=now())
    except DocumentRequestRefused:
        warn(request, request.words["not_now"])
    else:
        toast(request, request.words["noted"])
    return redirect("portal:plan")


def _asked(request: SpaceRequest, asked_id: UUID, *, shown: bool = False) -> DocumentRequest:
    case = own(request, shown=shown)
    asked = get_object_or_404(asked_of(case), pk=asked_id)
    asked.case = case
    return asked
