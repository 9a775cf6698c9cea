"""The side of the staff: the invitation, and the switch, from the dossier."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.core import now
from ancrage.newcomers.models import Case
from ancrage.newcomers.permissions import Permission
from ancrage.newcomers.queries.cases import case_for_page
from ancrage.newcomers.queries.header import case_header
from ancrage.portal.actions import invitations as actions
from ancrage.portal.actions.invitations import InvitationRefused, Told
from ancrage.portal.forms.access import InviteForm
from ancrage.portal.queries.access import access_page
from ancrage.portal.queries.words import SpaceWords
from ancrage.ui.messages import toast

CONSULTED = "newcomers.case.consulted"


@page(permission=Permission.WRITE_CASE, writes=True, consults=CONSULTED)
def access(request: Request, case_id: UUID) -> HttpResponse:
    """Where the access stands; a new invitation is shown once, in the answer to the form."""
    case = _dossier(request, case_id)
    form, told = InviteForm(request.POST or None, person=case.person), None
    if form.is_valid():
        try:
            told = actions.invite(case=case, **form.cleaned_data, by=request.user, at=now())
        except InvitationRefused as refusal:
            form.refuse(refusal)
    if told and told.link:
        return _printed(request, case, told, SpaceWords(form.cleaned_data["language"]))
    return _show(request, case, form=form, told=told)


@require_POST
@page(permission=Permission.WRITE_CASE, writes=True)
def invitation_withdraw(request: Request, case_id: UUID) -> HttpResponse:
    actions.withdraw_invitation(case=_dossier(request, case_id), by=request.user, at=now())
    toast(request, _("L’invitation ne sert plus."))
    return redirect("portal:access", case_id)


@require_POST
@page(permission=Permission.WRITE_CASE, writes=True)
def access_close(request: Request, case_id: UUID) -> HttpResponse:
    """At once: what is open on the person's phone closes at its next page."""
    actions.close_space(case=_dossier(request, case_id), by=request.user, at=now())
    toast(request, _("L’accès est coupé."), reverse("portal:access_reopen", args=[case_id]))
    return redirect("portal:access", case_id)


@require_POST
@page(permission=Permission.WRITE_CASE, writes=True)
def access_reopen(request: Request, case_id: UUID) -> HttpResponse:
    actions.reopen_space(case=_dossier(request, case_id), by=request.user, at=now())
    toast(
        request,
        _("L’accès est rétabli. La personne entre avec le même secret; un appareil ajouté est à ajouter de nouveau."),
    )
    return redirect("portal:access", case_id)


def _dossier(request: Request, case_id: UUID) -> Case:
    found = case_for_page(case=case_id, access=request.access, permission=Permission.WRITE_CASE)
    if not found:
        raise Http404
    return found[0]


def _printed(request: Request, case: Case, told: Told, words: SpaceWords) -> HttpResponse:
    """A sheet that may be left on a table: it names nobody."""
    request.consult(case, about=[case.person_id], region=case.region.code)
    until = words.day(told.invitation.expires_at)
    with override("fr"):
        return render(request, "portal/printed.html", {"case": case, "told": told, "words": words, "until": until})


def _show(request: Request, case: Case, **context: Any) -> HttpResponse:
    request.consult(case, about=[case.person_id], region=case.region.code)
    shown = {"header": case_header(case, request.access, now()), "tab": "", "at": now(), **access_page(case, now())}
    return render(request, "portal/access.html", {"case": case, **shown, **context})
