"""Proposals: made by an organisation's own people, settled by whoever keeps the directory."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.core import now
from ancrage.core.errors import Refused
from ancrage.core.paging import page_of
from ancrage.directory.actions.proposals import propose, settle_proposal
from ancrage.directory.forms.proposals import SettleForm
from ancrage.directory.forms.records import RecordForm
from ancrage.directory.models import ProposalState
from ancrage.directory.models.base import Record
from ancrage.directory.permissions import Permission
from ancrage.directory.queries.items import ORGANIZATION
from ancrage.directory.queries.proposals import (
    named,
    own_organizations,
    own_proposals,
    proposals_within,
    record_of,
    side_by_side,
)
from ancrage.directory.queries.records import proposable
from ancrage.directory.queries.upkeep import upkeep_tabs
from ancrage.directory.views.editing import editor, sheet_or_404
from ancrage.ui.messages import toast, warn

_OWN = 30


@page(permission=Permission.PROPOSE, writes=True)
def propose_changes(request: Request, kind: str, pk: UUID) -> HttpResponse:
    record = get_object_or_404(proposable(sheet_or_404(kind), request.access), pk=pk)
    return _proposing(request, record, _("Proposer des changements : %(name)s") % {"name": record})


@page(permission=Permission.PROPOSE, writes=True)
def propose_new(request: Request, pk: UUID, kind: str) -> HttpResponse:
    """A service, a place or a programme that an organisation's people find missing."""
    sheet = sheet_or_404(kind)
    organization = get_object_or_404(proposable(ORGANIZATION, request.access), pk=pk)
    if sheet is ORGANIZATION:
        raise Http404
    record = sheet.model(organization=organization)  # type: ignore[misc] # all but organisations have one
    return _proposing(request, record, _("Proposer un %(word)s") % {"word": sheet.word})


@page(permission=Permission.PROPOSE)
def own_records(request: Request) -> HttpResponse:
    """What an organisation's people see of its records, and what became of what they asked."""
    context = {
        "organizations": own_organizations(request.access),
        "proposals": named(own_proposals(request.access)[:_OWN]),
    }
    return render(request, "directory/own_records.html", context)


@page(permission=Permission.EDIT_DIRECTORY)
def proposals(request: Request) -> HttpResponse:
    settled = "reglees" in request.GET
    found = proposals_within(request.access)
    rows = found.exclude(state=ProposalState.PENDING) if settled else found.pending()
    shown = page_of(rows, "made_at", request.GET, descending=settled, size=25)
    context = {"page": shown, "lines": named(shown.rows), "settled": settled, "tabs": upkeep_tabs(request.access)}
    return render(request, "directory/proposals.html", context)


@page(permission=Permission.EDIT_DIRECTORY, writes=True)
def proposal(request: Request, pk: UUID) -> HttpResponse:
    found = get_object_or_404(proposals_within(request.access), pk=pk)
    record = record_of(found)
    lines = side_by_side(found, record)
    form = SettleForm(request.POST if request.method == "POST" else None, lines=lines)
    if request.method == "POST" and found.decided_at:
        warn(request, _("Cette proposition est déjà réglée."))
        return redirect("directory:proposal", pk)
    if form.is_valid():
        try:
            settled = settle_proposal(proposal=found, **form.cleaned_data, by=request.user, at=now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            toast(request, f"{settled.get_state_display()}.")
            return redirect("directory:proposals")
    [(_row, name, asked)] = named([found])
    context = {"proposal": found, "record": record, "name": name, "asked": asked, "lines": lines, "form": form}
    return render(request, "directory/proposal.html", context)


def _proposing(request: Request, record: Record, title: str) -> HttpResponse:
    back = reverse("directory:own_records")

    def save(form: RecordForm) -> str:
        propose(record=record, content=form.values(), by=request.user, user=request.user, at=now())
        toast(request, _("La proposition est envoyée. Vous serez averti de la réponse."))
        return back

    return editor(request, record, save, title=title, back=back, is_proposal=True)
