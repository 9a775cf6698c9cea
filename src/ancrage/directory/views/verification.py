"""The verification link: an organisation says that its records are right, or what is not, without an account."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.core import now
from ancrage.core.clock import real_now
from ancrage.core.errors import Refused
from ancrage.directory.actions.proposals import propose
from ancrage.directory.actions.verifying import verify_by_link
from ancrage.directory.forms.records import RecordForm
from ancrage.directory.models import VerificationLink
from ancrage.directory.models.base import Record
from ancrage.directory.queries.contents import content_of, told_lines
from ancrage.directory.queries.items import sheet_of
from ancrage.directory.queries.records import organization_of
from ancrage.directory.queries.verifying import records_told
from ancrage.directory.tokens import link_of
from ancrage.ui.messages import toast


@page(permission=None, public=True, writes=True)
def verify(request: Request, token: str) -> HttpResponse:
    """What anyone reads of the organisation; one button says that it is all right."""
    link = link_of(token)
    if link is None or not link.is_open(real_now()):
        return _over(request, link)
    if request.method == "POST":
        try:
            verify_by_link(link=link, at=now())
        except Refused:
            return _over(request, link_of(token))
        return redirect("directory:verify", token)
    records = [(sheet_of(one), one, told_lines(one)) for one in records_told(link.organization)]
    return _unstored(render(request, "directory/verify.html", {"link": link, "records": records, "token": token}))


@page(permission=None, public=True, writes=True)
def verify_record(request: Request, token: str, kind: str, pk: UUID) -> HttpResponse:
    """What is not right of one record becomes a proposal."""
    link = link_of(token)
    if link is None or not link.is_open(real_now()):
        return _over(request, link)
    record = _told(link, kind, pk)
    form = RecordForm(
        request.POST if request.method == "POST" else None,
        sheet=sheet_of(record),
        content=content_of(record),
        organization=organization_of(record),
        at=now(),
        told_only=True,
    )
    if form.is_valid():
        try:
            propose(record=record, content=form.values(), by=link, user=None, link=link, at=now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            toast(request, _("Merci : la proposition est envoyée."))
            return redirect("directory:verify", token)
    return _unstored(render(request, "directory/verify_record.html", {"form": form, "record": record, "token": token}))


def _told(link: VerificationLink, kind: str, pk: UUID) -> Record:
    for record in records_told(link.organization):
        if record.pk == pk and sheet_of(record).slug == kind:
            return record
    raise Http404


def _over(request: Request, link: VerificationLink | None) -> HttpResponse:
    return _unstored(render(request, "directory/verify_over.html", {"link": link}, status=200 if link else 404))


def _unstored(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store, private"
    return response
