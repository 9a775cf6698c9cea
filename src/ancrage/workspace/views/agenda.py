"""Mon agenda: one's week, absences, and the address that another calendar reads."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.agenda import actions
from ancrage.agenda.models import Absence
from ancrage.agenda.permissions import Permission
from ancrage.core import now, today
from ancrage.newcomers.permissions import Permission as Newcomers
from ancrage.newcomers.queries.groups import waiting_count
from ancrage.ui.forms import DayField
from ancrage.ui.messages import toast, warn
from ancrage.workspace.forms.agenda import AbsenceForm
from ancrage.workspace.queries import agenda as queries


@page(permission=Permission.OWN_AGENDA, consults="newcomers.list.consulted")
def agenda(request: Request) -> HttpResponse:
    return _week(request)


@page(permission=Permission.OWN_AGENDA, writes=True)
def absence_add(request: Request) -> HttpResponse:
    first = {"first_on": today(), "last_on": today()}
    form = AbsenceForm(request.POST or None, initial=first, colleagues=queries.colleagues(request.access))
    if form.is_valid():
        asked = form.cleaned_data
        span = queries.absence_span(asked["first_on"], asked["last_on"], asked["starts"], asked["ends"])
        try:
            absence = actions.declare_absence(
                worker=request.user,
                start=span[0],
                end=span[1],
                replaced_by=asked["replaced_by"],
                by=request.user,
                at=now(),
            )
        except actions.AbsenceRefused as refusal:
            form.refuse(refusal)
        else:
            toast(request, _("L’absence est inscrite."), reverse("workspace:absence_remove", args=[absence.pk]))
            _warn_of_meetings(request, absence)
            return redirect("workspace:agenda")
    return render(request, "workspace/agenda_form.html", {"form": form, "title": _("Inscrire une absence")})


@require_POST
@page(permission=Permission.OWN_AGENDA, writes=True)
def absence_remove(request: Request, pk: UUID) -> HttpResponse:
    absence = get_object_or_404(Absence.objects.filter(worker=request.user), pk=pk)
    span = [absence.during.lower.isoformat(), absence.during.upper.isoformat()]
    instead = {"remplacement": str(absence.replaced_by_id)} if absence.replaced_by_id else {}
    undo = reverse("workspace:absence_again", args=span, query=instead)
    actions.remove_absence(absence=absence, by=request.user, at=now())
    toast(request, _("L’absence est retirée."), undo)
    return redirect("workspace:agenda")


@require_POST
@page(permission=Permission.OWN_AGENDA, writes=True)
def absence_again(request: Request, start: str, end: str) -> HttpResponse:
    """Undo: the absence that was taken away."""
    try:
        span = datetime.fromisoformat(start), datetime.fromisoformat(end)
    except ValueError as error:
        raise Http404 from error
    if any(one.tzinfo is None for one in span):
        raise Http404
    instead = queries.colleague(request.access, request.GET.get("remplacement", ""))
    try:
        actions.declare_absence(
            worker=request.user, start=span[0], end=span[1], replaced_by=instead, by=request.user, at=now()
        )
    except actions.AbsenceRefused as refusal:
        warn(request, str(refusal))
    else:
        toast(request, _("L’absence est inscrite."))
    return redirect("workspace:agenda")


@require_POST
@page(permission=Permission.OWN_AGENDA, writes=True, consults="newcomers.list.consulted")
def address(request: Request) -> HttpResponse:
    """A new address, shown once; the earlier one no longer answers."""
    token = actions.make_feed(worker=request.user, by=request.user, at=now())
    return _week(request, settings.BASE_URL.rstrip("/") + reverse("agenda:feed", args=[token]))


@require_POST
@page(permission=Permission.OWN_AGENDA, writes=True)
def address_revoke(request: Request) -> HttpResponse:
    actions.revoke_feed(worker=request.user, by=request.user, at=now())
    toast(request, _("L’adresse ne répond plus."))
    return redirect("workspace:agenda")


def _week(request: Request, made: str = "") -> HttpResponse:
    monday = _monday(request)
    week = queries.week_of(request.access, monday)
    request.consult(request.user if queries.about(week) else None, about=queries.about(week))
    context = {
        "week": week,
        "monday": monday,
        "previous": monday - timedelta(days=7),
        "next": monday + timedelta(days=7),
        "can_write": request.access.can(Newcomers.WRITE_CASE),
        "feed": queries.open_feed(request.user),
        "made": made,
        "stranded": waiting_count(request.access, now()) if request.access.can(Newcomers.READ_CASE) else 0,
    }
    return render(request, "workspace/agenda.html", context)


def _monday(request: Request) -> date:
    """The one of the week asked for, else of this one."""
    try:
        day = DayField(required=False).clean(request.GET.get("semaine", "")) or today()
    except ValidationError:
        day = today()
    return day - timedelta(days=day.weekday())


def _warn_of_meetings(request: Request, absence: Absence) -> None:
    count = queries.planned_during(request.user, absence.during.lower, absence.during.upper)
    if count:
        text = ngettext(
            "%(n)d rendez-vous est prévu pendant cette absence : déplacez-le.",
            "%(n)d rendez-vous sont prévus pendant cette absence : déplacez-les.",
            count,
        )
        warn(request, text % {"n": count})
