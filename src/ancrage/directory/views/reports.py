"""An error reported by anyone, without an account nor a script; and what becomes of it."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ancrage.accounts.http import Request
from ancrage.accounts.pages import client_address, page
from ancrage.core import now
from ancrage.core.errors import Refused
from ancrage.core.paging import page_of
from ancrage.directory.actions.reports import close_report, receive_report, reopen_report
from ancrage.directory.forms.reports import TRAP, CloseReportForm, ReportForm
from ancrage.directory.models import Organization, Service
from ancrage.directory.permissions import Permission
from ancrage.directory.queries.reports import reports_within
from ancrage.directory.queries.upkeep import upkeep_tabs
from ancrage.ui.messages import toast, warn


@page(permission=None, public=True, writes=True)
def report_error(request: Request, kind: str, pk: UUID) -> HttpResponse:
    """Of a public service or organisation."""
    organization, service = _public(kind, pk)
    form = ReportForm(request.POST if request.method == "POST" else None, record=pk, at=now())
    if form.is_valid() and form.slip is not None:
        try:
            receive_report(
                report_id=form.slip.report_id,
                organization=organization,
                service=service,
                **form.cleaned_data,
                address=client_address(request),
                at=now(),
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect("directory:report_received")
    address = "directory:public_service" if service else "directory:public_organization"
    context = {"form": form, "record": service or organization, "trap": TRAP, "back": reverse(address, args=[pk])}
    response = render(request, "directory/report_form.html", context)
    response.headers["Cache-Control"] = "no-store, private"
    return response


@page(permission=None, public=True)
def report_received(request: Request) -> HttpResponse:
    return render(request, "directory/report_received.html", {})


@page(permission=Permission.EDIT_DIRECTORY)
def reports(request: Request) -> HttpResponse:
    settled = "regles" in request.GET
    found = reports_within(request.access)
    rows = found.exclude(closed_at=None) if settled else found.open()
    shown = page_of(rows, "received_at", request.GET, descending=settled, size=25)
    context = {"page": shown, "settled": settled, "tabs": upkeep_tabs(request.access)}
    return render(request, "directory/reports.html", context)


@page(permission=Permission.EDIT_DIRECTORY, writes=True)
def report(request: Request, pk: UUID) -> HttpResponse:
    found = get_object_or_404(reports_within(request.access), pk=pk)
    form = CloseReportForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            close_report(report=found, **form.cleaned_data, by=request.user, at=now())
        except Refused as refusal:
            warn(request, str(refusal))
        else:
            toast(request, _("Le signalement est réglé."), reverse("directory:report_again", args=[pk]))
            return redirect("directory:reports")
    return render(request, "directory/report.html", {"report": found, "form": form})


@require_POST
@page(permission=Permission.EDIT_DIRECTORY, writes=True)
def report_again(request: Request, pk: UUID) -> HttpResponse:
    found = get_object_or_404(reports_within(request.access), pk=pk)
    reopen_report(report=found, by=request.user, at=now())
    toast(request, _("Le signalement attend de nouveau."))
    return redirect("directory:reports")


def _public(kind: str, pk: UUID) -> tuple[Organization, Service | None]:
    if kind == "services":
        rows = Service.objects.active().filter(is_public=True, organization__is_public=True)
        service = get_object_or_404(rows.select_related("organization__region"), pk=pk)
        return service.organization, service
    if kind != "organismes":
        raise Http404
    public = Organization.objects.active().filter(is_public=True).select_related("region")
    return get_object_or_404(public, pk=pk), None
