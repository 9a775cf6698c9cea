from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.core import now, today
from ancrage.newcomers.actions.closing import ClosingRefused, close_case, reopen_case
from ancrage.newcomers.actions.transfer import TransferRefused, transfer_case
from ancrage.newcomers.forms.closing import CloseOneForm, ReopenForm, TransferForm, values_of
from ancrage.newcomers.models import Case
from ancrage.newcomers.permissions import Permission
from ancrage.newcomers.queries.appointments import planned_ahead
from ancrage.newcomers.queries.header import case_header
from ancrage.newcomers.queries.staff import staff_of_points
from ancrage.territory.models import ServicePoint
from ancrage.ui.messages import toast


@page(permission=Permission.WRITE_CASE, writes=True, consults="newcomers.case.consulted")
def case_close(request: Request, case_id: UUID) -> HttpResponse:
    case = get_object_or_404(Case.objects.for_page(request.access, Permission.WRITE_CASE), pk=case_id)
    at = now()
    planned = planned_ahead(case, at)
    form = CloseOneForm(request.POST or None, planned=planned)
    if form.is_valid():
        try:
            close_case(case=case, **values_of(form), by=request.user, at=at)
        except ClosingRefused as refusal:
            form.refuse(refusal)
        else:
            toast(request, _("Le dossier est fermé. Il peut être rouvert à tout moment."))
            return redirect("newcomers:case", case.pk)
    request.consult(case, about=[case.person_id], region=case.region.code)
    context = {"case": case, "header": case_header(case, request.access, at), "form": form, "planned": planned}
    return render(request, "newcomers/case_close.html", context)


@page(permission=Permission.WRITE_CASE, writes=True, consults="newcomers.case.consulted")
def case_reopen(request: Request, case_id: UUID) -> HttpResponse:
    case = get_object_or_404(Case.objects.for_page(request.access, Permission.WRITE_CASE), pk=case_id)
    at = now()
    form = ReopenForm(request.POST or None)
    if form.is_valid():
        try:
            reopen_case(case=case, **form.cleaned_data, by=request.user, at=at)
        except ClosingRefused as refusal:
            form.refuse(refusal)
        else:
            toast(request, _("Le dossier est rouvert."))
            return redirect("newcomers:case", case.pk)
    request.consult(case, about=[case.person_id], region=case.region.code)
    context = {"case": case, "header": case_header(case, request.access, at), "form": form}
    return render(request, "newcomers/case_reopen.html", context)


@page(permission=Permission.TRANSFER, writes=True, consults="newcomers.case.consulted")
def case_transfer(request: Request, case_id: UUID) -> HttpResponse:
    case = get_object_or_404(Case.objects.for_page(request.access, Permission.TRANSFER), pk=case_id)
    at = now()
    points = ServicePoint.objects.on(today()).exclude(pk=case.service_point_id).select_related("region").in_order()
    staff = staff_of_points(points, today())
    planned = planned_ahead(case, at)
    form = TransferForm(request.POST or None, points=points, staff=staff, planned=planned)
    if form.is_valid():
        try:
            transfer_case(case=case, **values_of(form), by=request.user, at=at)
        except TransferRefused as refusal:
            form.refuse(refusal)
        else:
            toast(request, _("Le dossier est transféré. Il a quitté votre liste."))
            return redirect("newcomers:cases")
    request.consult(case, about=[case.person_id], region=case.region.code)
    context = {"case": case, "header": case_header(case, request.access, at), "form": form, "planned": planned}
    return render(request, "newcomers/case_transfer.html", context)
