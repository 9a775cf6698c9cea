"""The list of employers, and the file of one: opened, read, changed, given to someone to follow."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from ancrage.accounts.http import Request
from ancrage.accounts.models import User
from ancrage.accounts.pages import page
from ancrage.core import now
from ancrage.core.dates import local_day
from ancrage.core.paging import page_of
from ancrage.employers.actions.files import EmployerRefused, Opening, assign, change_employer, open_employer
from ancrage.employers.forms.files import ChangeForm, OpenForm
from ancrage.employers.forms.lists import EmployerFilters
from ancrage.employers.forms.people import AssignForm
from ancrage.employers.models import Employer
from ancrage.employers.permissions import Permission
from ancrage.employers.queries.header import employer_header, outcome_of
from ancrage.employers.queries.interventions import latest_of
from ancrage.employers.queries.lists import COUNTED, listed, total
from ancrage.employers.queries.staff import advisers_of, regions_kept
from ancrage.ui.messages import toast

_ROWS = 25


@page(permission=Permission.READ_EMPLOYER)
def employers(request: Request) -> HttpResponse:
    form = EmployerFilters(request.GET, access=request.access)
    filters = form.filters()
    shown = page_of(listed(request.access, filters), "changed_at", request.GET, size=_ROWS)
    found = total(request.access, filters)
    context = {"form": form, "page": shown, "total": found, "is_many": found > COUNTED, "is_filtered": bool(filters)}
    context["can_open"] = request.access.can(Permission.WRITE_EMPLOYER)
    return render(request, "employers/employers.html", context)


@page(permission=Permission.READ_EMPLOYER)
def employer(request: Request, pk: UUID) -> HttpResponse:
    found = get_object_or_404(Employer.objects.for_page(request.access), pk=pk)
    context = {
        "employer": found,
        "header": employer_header(found, request.access),
        "outcome": outcome_of(found),
        "latest": latest_of(found),
    }
    return render(request, "employers/employer.html", context)


@page(permission=Permission.WRITE_EMPLOYER, writes=True)
def employer_open(request: Request) -> HttpResponse:
    form = OpenForm(request.POST or None, regions=list(regions_kept(request.access)))
    if form.is_valid():
        try:
            opening = Opening(**form.opening())
            found = open_employer(opening=opening, adviser=request.user, by=request.user, at=now())
        except EmployerRefused as refusal:
            form.refuse(refusal)
        else:
            toast(request, _("La fiche est ouverte, et vous la suivez."))
            return redirect("employers:employer", found.pk)
    return render(request, "employers/open.html", {"form": form})


@page(permission=Permission.WRITE_EMPLOYER, writes=True)
def employer_change(request: Request, pk: UUID) -> HttpResponse:
    found = get_object_or_404(Employer.objects.for_page(request.access, Permission.WRITE_EMPLOYER), pk=pk)
    form = ChangeForm(request.POST or None, employer=found)
    if form.is_valid():
        try:
            change_employer(employer=found, values=form.cleaned_data, by=request.user, at=now())
        except EmployerRefused as refusal:
            form.refuse(refusal)
        else:
            toast(request, _("La fiche est enregistrée."))
            return redirect("employers:employer", pk)
    return render(request, "employers/form.html", _around(request, found, form, _("Modifier la fiche")))


@page(permission=Permission.ASSIGN_EMPLOYER, writes=True)
def employer_assign(request: Request, pk: UUID) -> HttpResponse:
    found = get_object_or_404(Employer.objects.for_page(request.access, Permission.ASSIGN_EMPLOYER), pk=pk)
    at = now()
    advisers = [(str(one.pk), one.full_name) for one in advisers_of(found.region, local_day(at))]
    form = AssignForm(request.POST or None, advisers=advisers, initial={"adviser": found.adviser_id})
    if form.is_valid():
        chosen = form.cleaned_data["adviser"]
        adviser = User.objects.get(pk=chosen) if chosen else None
        assign(employer=found, adviser=adviser, by=request.user, at=at)
        toast(request, _("Le suivi est confié.") if adviser else _("Personne ne suit plus cet employeur."))
        return redirect("employers:employer", pk)
    return render(request, "employers/form.html", _around(request, found, form, _("Confier le suivi")))


def _around(request: Request, employer: Employer, form: object, title: str) -> dict[str, object]:
    return {"employer": employer, "header": employer_header(employer, request.access), "form": form, "title": title}
