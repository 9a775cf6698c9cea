"""Opening hours and rooms of the service points, working hours of the staff."""

from typing import Any, cast
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.agenda import actions
from ancrage.agenda.actions import Kept
from ancrage.agenda.models import PointHours, Room, WorkerHours
from ancrage.core import now, today
from ancrage.territory.models import ServicePoint
from ancrage.ui.forms import Form
from ancrage.ui.messages import toast
from ancrage.workspace.forms.agenda import PointHoursForm, RoomForm, WorkerHoursForm
from ancrage.workspace.forms.structure import EndForm
from ancrage.workspace.permissions import Permission
from ancrage.workspace.queries import agenda as queries

_KEPT: dict[str, type[PointHours] | type[WorkerHours] | type[Room]] = {
    "point": PointHours,
    "personnel": WorkerHours,
    "salle": Room,
}


@page(permission=Permission.MANAGE_STRUCTURE)
def workers(request: Request) -> HttpResponse:
    return render(request, "workspace/structure/workers.html", {"workers": queries.workers(today())})


@page(permission=Permission.MANAGE_STRUCTURE)
def worker(request: Request, pk: UUID) -> HttpResponse:
    user = get_object_or_404(queries.workers(today()), pk=pk)
    rows = WorkerHours.objects.between(today(), today().replace(year=9999)).filter(worker=user)
    context = {"worker": user, "hours": rows.select_related("service_point").in_order()}
    return render(request, "workspace/structure/worker_hours.html", context)


@page(permission=Permission.MANAGE_STRUCTURE, writes=True)
def worker_add(request: Request, pk: UUID) -> HttpResponse:
    user = get_object_or_404(queries.workers(today()), pk=pk)
    form = WorkerHoursForm(request.POST or None, day=today(), initial={"start": today(), "weekdays": range(5)})
    back = reverse("workspace:worker_hours", args=[pk])
    if form.is_valid() and _done(request, form, actions.open_hours, worker=user):
        return redirect(back)
    return _form(request, form, _("Inscrire des heures de travail"), user.full_name, back)


@page(permission=Permission.MANAGE_STRUCTURE, writes=True)
def point_add(request: Request, pk: UUID) -> HttpResponse:
    point = get_object_or_404(ServicePoint.objects.all(), pk=pk)
    form = PointHoursForm(request.POST or None, initial={"start": today(), "weekdays": range(5)})
    if form.is_valid() and _done(request, form, actions.open_hours, service_point=point):
        return redirect("workspace:unit", "points", pk)
    back = reverse("workspace:unit", args=["points", pk])
    return _form(request, form, _("Inscrire des heures d’ouverture"), point.name, back)


@page(permission=Permission.MANAGE_STRUCTURE, writes=True)
def room_add(request: Request, pk: UUID) -> HttpResponse:
    point = get_object_or_404(ServicePoint.objects.all(), pk=pk)
    form = RoomForm(request.POST or None, initial={"start": today()})
    if form.is_valid() and _done(request, form, actions.open_room, service_point=point):
        return redirect("workspace:unit", "points", pk)
    return _form(request, form, _("Ajouter une salle"), point.name, reverse("workspace:unit", args=["points", pk]))


@page(permission=Permission.MANAGE_STRUCTURE, writes=True)
def end(request: Request, what: str, pk: UUID) -> HttpResponse:
    if what not in _KEPT:
        raise Http404
    row = cast("Kept", get_object_or_404(_KEPT[what]._default_manager.select_related("service_point"), pk=pk))
    form = EndForm(request.POST or None, initial={"before": today()})
    back = (
        reverse("workspace:worker_hours", args=[row.worker_id])
        if isinstance(row, WorkerHours)
        else reverse("workspace:unit", args=["points", row.service_point_id])
    )
    if form.is_valid() and _done(request, form, actions.end_kept, row=row):
        return redirect(back)
    title = _("Terminer la salle") if isinstance(row, Room) else _("Terminer ces heures")
    return _form(request, form, title, row.service_point.name, back)


def _done(request: Request, form: Form, act: Any, **what: Any) -> bool:  # noqa: ANN401 - an action
    """Whether ``act`` took what was typed; else the form says why."""
    try:
        act(**what, **form.cleaned_data, by=request.user, at=now())
    except actions.HoursRefused as refusal:
        form.refuse(refusal)
        return False
    toast(request, _("C’est enregistré."))
    return True


def _form(request: Request, form: Form, title: str, about: str, back: str) -> HttpResponse:
    context = {"form": form, "title": title, "about": about, "back": back}
    return render(request, "workspace/structure/hours_form.html", context)
