"""Documents asked of the person of a dossier."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.core import now
from ancrage.newcomers.actions.document_requests import (
    DocumentRequestRefused,
    ask_document,
    restore_request,
    withdraw_request,
)
from ancrage.newcomers.forms.document_requests import DocumentRequestForm
from ancrage.newcomers.models import DocumentRequest
from ancrage.newcomers.permissions import Permission
from ancrage.newcomers.views.dossier import dossier, form_page
from ancrage.ui.messages import toast, warn


@page(permission=Permission.WRITE_CASE, writes=True, consults="newcomers.case.consulted")
def document_ask(request: Request, case_id: UUID) -> HttpResponse:
    case = dossier(request, case_id, Permission.WRITE_CASE)
    form, back = DocumentRequestForm(request.POST or None), reverse("newcomers:documents", args=[case_id])
    if form.is_valid():
        try:
            asked = ask_document(case=case, **form.cleaned_data, by=request.user, at=now())
        except DocumentRequestRefused as refusal:
            form.refuse(refusal)
        else:
            undo = reverse("newcomers:document_ask_withdraw", args=[case_id, asked.pk])
            toast(request, _("C’est demandé : la personne le voit dans « Mon plan »."), undo)
            return redirect(back)
    title, submit = _("Demander un document"), _("Demander")
    lead = _("La personne verra dans « Mon plan » ce qui est demandé, et pourra l’ajouter ou dire qu’elle ne l’a pas.")
    return form_page(request, case, "documents", form, title=title, back=back, lead=lead, submit=submit)


@require_POST
@page(permission=Permission.WRITE_CASE, writes=True)
def document_ask_withdraw(request: Request, case_id: UUID, asked_id: UUID) -> HttpResponse:
    asked = _asked(request, case_id, asked_id)
    try:
        withdraw_request(asked=asked, by=request.user, at=now())
    except DocumentRequestRefused as refusal:
        warn(request, str(refusal))
    else:
        undo = reverse("newcomers:document_ask_restore", args=[case_id, asked_id])
        toast(request, _("Le document n’est plus demandé."), undo)
    return redirect("newcomers:documents", case_id)


@require_POST
@page(permission=Permission.WRITE_CASE, writes=True)
def document_ask_restore(request: Request, case_id: UUID, asked_id: UUID) -> HttpResponse:
    asked = _asked(request, case_id, asked_id)
    try:
        restore_request(asked=asked, by=request.user, at=now())
    except DocumentRequestRefused as refusal:
        warn(request, str(refusal))
    else:
        toast(request, _("Le document est de nouveau demandé."))
    return redirect("newcomers:documents", case_id)


def _asked(request: Request, case_id: UUID, asked_id: UUID) -> DocumentRequest:
    case = dossier(request, case_id, Permission.WRITE_CASE)
    return get_object_or_404(DocumentRequest.objects.filter(case=case), pk=asked_id)
