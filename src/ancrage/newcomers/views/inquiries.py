"""Questions to other service points about like dossiers, and the answers to theirs."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.core import now
from ancrage.core.errors import Refused
from ancrage.newcomers.actions.inquiries import answer, ask
from ancrage.newcomers.forms.inquiry import AnswerForm, AskForm
from ancrage.newcomers.models import Inquiry, InquiryKind
from ancrage.newcomers.permissions import Permission
from ancrage.newcomers.queries.inquiries import received, sent
from ancrage.newcomers.queries.passes import read_hint_pass
from ancrage.ui.messages import toast, warn

_MOST = 50


@page(permission=Permission.WRITE_CASE, consults="newcomers.list.consulted")
def inquiries(request: Request) -> HttpResponse:
    """Questions received and put; the open ones first."""
    waiting = list(received(request.access).filter(answered_at=None).order_by("asked_at", "pk")[:_MOST])
    done = list(received(request.access).exclude(answered_at=None).order_by("-answered_at", "-pk")[:_MOST])
    mine = list(sent(request.access).order_by("-asked_at", "-pk")[:_MOST])
    request.consult(request.user, about=[one.case.person_id for one in (*waiting, *done)])
    return render(request, "newcomers/inquiries.html", {"waiting": waiting, "done": done, "mine": mine})


@require_POST
@page(permission=Permission.OPEN_CASE, writes=True)
def inquiry_ask(request: Request) -> HttpResponse:
    """Put a question from a hint: only the sealed slip of the search says about which dossier."""
    at = now()
    form = AskForm(request.POST)
    slip = read_hint_pass(request.POST.get("hint_pass", ""), request.user.pk, at)
    if slip is None or not form.is_valid():
        return _asked(
            request, _("Cette recherche est trop ancienne. Refaites-la, puis posez votre question."), is_sent=False
        )
    kind, note = InquiryKind(form.cleaned_data["kind"]), form.cleaned_data["note"]
    try:
        ask(case_id=slip.case_id, kind=kind, looked_for=slip.looked_for, note=note, by=request.user, at=at)
    except Refused as refusal:
        return _asked(request, str(refusal), is_sent=False)
    return _asked(request, _("Votre demande est envoyée. La réponse viendra dans vos vérifications."), is_sent=True)


@page(permission=Permission.WRITE_CASE, writes=True, consults="newcomers.case.consulted")
def inquiry(request: Request, inquiry_id: UUID) -> HttpResponse:
    """Answer a question about a dossier of one's own reach."""
    asked = get_object_or_404(received(request.access).select_related("case__region", "asked_by"), pk=inquiry_id)
    form = AnswerForm(request.POST or None)
    if form.is_valid():
        try:
            answer(inquiry=asked, **form.cleaned_data, by=request.user, at=now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return _answered(request, asked, is_same_person=form.cleaned_data["is_same_person"])
    request.consult(asked.case, about=[asked.case.person_id], region=asked.case.region.code)
    return render(request, "newcomers/inquiry.html", {"inquiry": asked, "form": form})


def _answered(request: Request, asked: Inquiry, *, is_same_person: bool) -> HttpResponse:
    if is_same_person and asked.kind == InquiryKind.TRANSFER and request.access.can(Permission.TRANSFER):
        toast(request, _("La réponse est envoyée. Transférez maintenant le dossier."))
        return redirect("newcomers:case_transfer", asked.case_id)
    toast(request, _("La réponse est envoyée."))
    return redirect("newcomers:inquiries")


def _asked(request: Request, text: str, *, is_sent: bool) -> HttpResponse:
    """In place of the hint's buttons for HTMX; otherwise on the page of the questions."""
    if "HX-Request" in request.headers:
        return render(request, "newcomers/inquiry_asked.html", {"text": text, "is_sent": is_sent})
    (toast if is_sent else warn)(request, text)
    return redirect("newcomers:inquiries")
