"""Directorates, service points, host offices and teams, through time."""

from dataclasses import dataclass
from datetime import date
from typing import cast
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.core import today
from ancrage.core.clock import now
from ancrage.territory.actions.structure import (
    StructureRefused,
    Unit,
    change_unit,
    cover,
    end_unit,
    open_unit,
    serve,
)
from ancrage.territory.dated import from_day
from ancrage.territory.models import Directorate, HostOffice, ServicePoint, Team
from ancrage.ui.messages import toast
from ancrage.workspace.forms.structure import FORMS, CoverForm, DayForm, EndForm, ServeForm
from ancrage.workspace.permissions import Permission
from ancrage.workspace.queries import structure as queries


@dataclass(frozen=True)
class Kind:
    """A kind of unit, as addresses and titles name it."""

    slug: str
    model: type[Directorate] | type[HostOffice] | type[ServicePoint] | type[Team]
    new: str | Promise


KINDS = {
    kind.slug: kind
    for kind in (
        Kind("directions", Directorate, gettext_lazy("Ajouter une direction régionale")),
        Kind("points", ServicePoint, gettext_lazy("Ajouter un point de services")),
        Kind("bureaux", HostOffice, gettext_lazy("Ajouter un bureau hôte")),
        Kind("equipes", Team, gettext_lazy("Ajouter une équipe")),
    )
}


def _kind(slug: str) -> Kind:
    if slug not in KINDS:
        raise Http404
    return KINDS[slug]


def _unit(slug: str, pk: UUID) -> Unit:
    return cast("Unit", get_object_or_404(_kind(slug).model, pk=pk))


@page(permission=Permission.MANAGE_STRUCTURE)
def index(request: Request) -> HttpResponse:
    """The structure on a day: today, or another to see how it was or will be."""
    form = DayForm(request.GET or None)
    day: date = (form.is_valid() and form.cleaned_data["day"]) or today()
    context = {"form": form, "day": day, "structure": queries.structure_on(day), "kinds": KINDS.values()}
    return render(request, "workspace/structure/index.html", context)


@page(permission=Permission.MANAGE_STRUCTURE, writes=True)
def add(request: Request, kind: str) -> HttpResponse:
    found = _kind(kind)
    form = FORMS[found.model](request.POST or None, day=today())
    if form.is_valid():
        start = form.cleaned_data.pop("start")
        try:
            unit = open_unit(found.model(**form.cleaned_data, during=from_day(start)), by=request.user, at=now())
        except StructureRefused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            toast(request, _("C’est ajouté."))
            return redirect("workspace:unit", kind, unit.pk)
    return render(request, "workspace/structure/form.html", {"form": form, "title": found.new})


@page(permission=Permission.MANAGE_STRUCTURE)
def detail(request: Request, kind: str, pk: UUID) -> HttpResponse:
    unit, day = _unit(kind, pk), today()
    context = {
        "unit": unit,
        "kind": kind,
        "coverage": queries.coverage_of(unit) if isinstance(unit, Directorate) else [],
        "area": queries.area_of(unit, day) if isinstance(unit, ServicePoint) else [],
        "people": queries.people_at(unit, day),
        **(queries.hours_of_point(unit, day) if isinstance(unit, ServicePoint) else {}),
    }
    return render(request, "workspace/structure/unit.html", context)


@page(permission=Permission.MANAGE_STRUCTURE, writes=True)
def change(request: Request, kind: str, pk: UUID) -> HttpResponse:
    unit = _unit(kind, pk)
    shape = FORMS[type(unit)]
    form = shape(request.POST or None, initial=shape.values_of(unit), day=today(), is_new=False)
    if form.is_valid():
        try:
            change_unit(unit, values=form.cleaned_data, by=request.user, at=now())
        except StructureRefused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            toast(request, _("C’est enregistré."))
            return redirect("workspace:unit", kind, pk)
    context = {"form": form, "title": _("Modifier « %(name)s »") % {"name": unit.name}, "unit": unit, "kind": kind}
    return render(request, "workspace/structure/form.html", context)


@page(permission=Permission.MANAGE_STRUCTURE, writes=True)
def end(request: Request, kind: str, pk: UUID) -> HttpResponse:
    unit = _unit(kind, pk)
    form = EndForm(request.POST or None, initial={"before": today()})
    if form.is_valid():
        try:
            end_unit(unit, **form.cleaned_data, by=request.user, at=now())
        except StructureRefused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            toast(request, _("La fin est enregistrée."))
            return redirect("workspace:unit", kind, pk)
    context = {"form": form, "title": _("Terminer « %(name)s »") % {"name": unit.name}, "unit": unit, "kind": kind}
    return render(request, "workspace/structure/form.html", context)


@page(permission=Permission.MANAGE_STRUCTURE, writes=True)
def add_region(request: Request, pk: UUID) -> HttpResponse:
    """Give a region to a directorate."""
    unit = get_object_or_404(Directorate.objects.all(), pk=pk)
    form = CoverForm(request.POST or None, initial={"start": today()})
    if form.is_valid():
        try:
            cover(directorate=unit, **form.cleaned_data, by=request.user, at=now())
        except StructureRefused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            toast(request, _("La région relève maintenant de cette direction."))
            return redirect("workspace:unit", "directions", pk)
    context = {"form": form, "title": _("Ajouter une région"), "unit": unit, "kind": "directions"}
    return render(request, "workspace/structure/form.html", context)


@page(permission=Permission.MANAGE_STRUCTURE, writes=True)
def add_area(request: Request, pk: UUID) -> HttpResponse:
    """Send the requests of municipalities to a service point."""
    unit = get_object_or_404(ServicePoint.objects.select_related("region"), pk=pk)
    form = ServeForm(request.POST or None, initial={"start": today()}, region=unit.region_id)
    if form.is_valid():
        start = form.cleaned_data["start"]
        try:
            serve(service_point=unit, municipalities=form.municipalities, start=start, by=request.user, at=now())
        except StructureRefused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            toast(request, _("Le territoire desservi est enregistré."))
            return redirect("workspace:unit", "points", pk)
    context = {"form": form, "title": _("Ajouter des municipalités desservies"), "unit": unit, "kind": "points"}
    return render(request, "workspace/structure/form.html", context)
