from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.core import now
from ancrage.core.paging import page_of
from ancrage.employers.actions import interventions as actions
from ancrage.employers.forms.interventions import InterventionForm
from ancrage.employers.models import Employer, Intervention
from ancrage.employers.permissions import Permission
from ancrage.employers.queries.header import employer_header
from ancrage.employers.queries.interventions import held_of
from ancrage.ui.messages import toast, warn

_ROWS = 25


@page(permission=Permission.READ_EMPLOYER)
def interventions(request: Request, pk: UUID) -> HttpResponse:
    employer, counted = _employer(request, pk), request.GET.get("genre") == "personnalisees"
    shown = page_of(held_of(employer, counted=counted), "at", request.GET, size=_ROWS)
    header = employer_header(employer, request.access)
    context = {"employer": employer, "header": header, "page": shown, "is_counted": counted}
    return render(request, "employers/interventions.html", context)


@page(permission=Permission.WRITE_EMPLOYER, writes=True)
def intervention_add(request: Request, pk: UUID) -> HttpResponse:
    employer, at = _employer(request, pk, Permission.WRITE_EMPLOYER), now()
    form = InterventionForm(request.POST or None, at=at)
    if form.is_valid():
        try:
            noted = actions.note_intervention(employer=employer, **form.cleaned_data, by=request.user, at=at)
        except actions.InterventionRefused as refusal:
            form.refuse(refusal)
        else:
            toast(
                request, _("L’intervention est notée."), reverse("employers:intervention_strike", args=[pk, noted.pk])
            )
            return redirect("employers:interventions", pk)
    header = employer_header(employer, request.access)
    context = {
        "employer": employer,
        "header": header,
        "form": form,
        "title": _("Noter une intervention"),
        "tab": "interventions",
    }
    return render(request, "employers/form.html", context)


@require_POST
@page(permission=Permission.WRITE_EMPLOYER, writes=True)
def intervention_strike(request: Request, pk: UUID, intervention_id: UUID) -> HttpResponse:
    row = _intervention(request, pk, intervention_id)
    try:
        actions.strike_intervention(intervention=row, by=request.user, at=now())
    except actions.InterventionRefused as refusal:
        warn(request, str(refusal))
    else:
        undo = reverse("employers:intervention_restore", args=[pk, intervention_id])
        toast(request, _("L’intervention est annulée."), undo)
    return redirect("employers:interventions", pk)


@require_POST
@page(permission=Permission.WRITE_EMPLOYER, writes=True)
def intervention_restore(request: Request, pk: UUID, intervention_id: UUID) -> HttpResponse:
    row = _intervention(request, pk, intervention_id)
    try:
        actions.restore_intervention(intervention=row, by=request.user, at=now())
    except actions.InterventionRefused as refusal:
        warn(request, str(refusal))
    else:
        toast(request, _("L’intervention est rétablie."))
    return redirect("employers:interventions", pk)


def _employer(request: Request, pk: UUID, permission: Permission = Permission.READ_EMPLOYER) -> Employer:
    return get_object_or_404(Employer.objects.for_page(request.access, permission), pk=pk)


def _intervention(request: Request, pk: UUID, intervention_id: UUID) -> Intervention:
    employer = _employer(request, pk, Permission.WRITE_EMPLOYER)
    rows = Intervention.objects.filter(employer=employer).select_related("employer__region")
    return get_object_or_404(rows, pk=intervention_id)
