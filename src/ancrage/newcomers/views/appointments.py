"""Appointments of a dossier: taken among the free slots, moved, cancelled, and whether the person came."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.agenda.actions import BookingRefused
from ancrage.agenda.models import AppointmentState
from ancrage.core import now, today
from ancrage.newcomers.actions import appointments as actions
from ancrage.newcomers.forms.appointments import BookForm, SettleForm, WishForm
from ancrage.newcomers.models import Case, CaseAppointment
from ancrage.newcomers.permissions import Permission
from ancrage.newcomers.queries.appointments import appointments_of, may_be_met, offer
from ancrage.newcomers.queries.groups import inscriptions_of
from ancrage.newcomers.queries.moments import offer_of
from ancrage.newcomers.views.dossier import dossier, show
from ancrage.ui.formats import moment
from ancrage.ui.messages import toast, warn
from ancrage.ui.returning import back_to, bringing_back

CONSULTED = "newcomers.case.consulted"


@page(permission=Permission.READ_CASE, consults=CONSULTED)
def appointments(request: Request, case_id: UUID) -> HttpResponse:
    case = dossier(request, case_id)
    planned, past = appointments_of(case)
    return show(
        request,
        "newcomers/appointments.html",
        case,
        "appointments",
        planned=planned,
        past=past,
        offer=offer_of(case, now()),
        inscriptions=inscriptions_of(case),
    )


@page(permission=Permission.WRITE_CASE, writes=True, consults=CONSULTED)
def appointment_book(request: Request, case_id: UUID) -> HttpResponse:
    case = dossier(request, case_id, Permission.WRITE_CASE)
    kept = {"interpreter_language": case.person.interpreter_language}
    asked, found, form = _forms(request, case, {}, kept)
    if form.is_valid():
        try:
            wish = asked.values() | form.cleaned_data
            tie = actions.book_appointment(case=case, **wish, by=request.user, at=now())
        except BookingRefused as refusal:
            form.refuse(refusal)
        else:
            when = {"when": moment(tie.appointment.starts_at)}
            toast(request, _("Le rendez-vous est pris : %(when)s.") % when)
            return _back(request, case_id)
    context = {"asked": asked, "offer": found, "form": form, "title": _("Prendre rendez-vous")}
    context["back"] = _back_path(request, case_id)
    return show(request, "newcomers/appointment_form.html", case, "appointments", **context)


@page(permission=Permission.WRITE_CASE, writes=True, consults=CONSULTED)
def appointment_move(request: Request, case_id: UUID, tie_id: UUID) -> HttpResponse:
    case = dossier(request, case_id, Permission.WRITE_CASE)
    tie = _tie(case, tie_id)
    row = tie.appointment
    first = {"worker": row.worker_id, "mode": row.mode, "minutes": row.length, "room": row.room_id}
    kept = {"subject": row.subject, "interpreter_language": row.interpreter_language}
    asked, found, form = _forms(request, case, first, kept)
    if form.is_valid():
        try:
            moved = actions.move_appointment(tie=tie, **asked.values(), **form.cleaned_data, by=request.user, at=now())
        except BookingRefused as refusal:
            form.refuse(refusal)
        else:
            undo = reverse("newcomers:appointment_move_undo", args=[case.pk, moved.pk])
            toast(request, _("Le rendez-vous est déplacé."), undo)
            return _back(request, case_id)
    context = {"asked": asked, "offer": found, "form": form, "moved": row, "tie": tie}
    context["back"] = _back_path(request, case_id)
    context["title"] = _("Déplacer le rendez-vous")
    return show(request, "newcomers/appointment_form.html", case, "appointments", **context)


@require_POST
@page(permission=Permission.WRITE_CASE, writes=True)
def appointment_settle(request: Request, case_id: UUID, tie_id: UUID) -> HttpResponse:
    """Present, absent, or cancelled by whom."""
    tie = _tie(dossier(request, case_id, Permission.WRITE_CASE), tie_id)
    form = SettleForm(request.POST)
    if not form.is_valid():
        warn(request, _("Rien n’a été changé : refaites l’action voulue."))
        return _back(request, case_id)
    state = form.cleaned_data["state"]
    try:
        actions.settle_appointment(tie=tie, state=state, by=request.user, at=now())
    except BookingRefused as refusal:
        warn(request, str(refusal))
    else:
        undo = bringing_back(request, reverse("newcomers:appointment_again", args=[case_id, tie_id]))
        toast(request, _said(state), undo)
    return _back(request, case_id)


@require_POST
@page(permission=Permission.WRITE_CASE, writes=True)
def appointment_again(request: Request, case_id: UUID, tie_id: UUID) -> HttpResponse:
    tie = _tie(dossier(request, case_id, Permission.WRITE_CASE), tie_id)
    try:
        actions.plan_appointment_again(tie=tie, by=request.user, at=now())
    except BookingRefused as refusal:
        warn(request, str(refusal))
    else:
        toast(request, _("Le rendez-vous est de nouveau prévu."))
    return _back(request, case_id)


@require_POST
@page(permission=Permission.WRITE_CASE, writes=True)
def appointment_move_undo(request: Request, case_id: UUID, tie_id: UUID) -> HttpResponse:
    tie = _tie(dossier(request, case_id, Permission.WRITE_CASE), tie_id)
    try:
        actions.undo_move(tie=tie, by=request.user, at=now())
    except BookingRefused as refusal:
        warn(request, str(refusal))
    else:
        toast(request, _("Le rendez-vous est revenu à sa première heure."))
    return _back(request, case_id)


def _forms(request: Request, case: Case, first: dict[str, Any], kept: dict[str, Any]) -> Any:  # noqa: ANN401 - three
    """What is asked (in the address), the slots that answer it, and the form that takes one."""
    day = today()
    staff = may_be_met(case, day)
    usual = request.user.pk if staff.filter(pk=request.user.pk).exists() else case.agent_id
    initial = {"worker": usual, "mode": "place", "minutes": 30, "first": day.isoformat()} | first
    asked = WishForm(request.GET, case=case, staff=staff, day=day, initial=initial)
    found = offer(asked.wish, asked.cleaned_data["first"], now()) if asked.is_valid() else None
    return asked, found, BookForm(request.POST or None, offer=found, initial=kept)


def _tie(case: Case, tie_id: UUID) -> CaseAppointment:
    rows = CaseAppointment.objects.filter(case=case).select_related("case__region", "appointment")
    return get_object_or_404(rows, pk=tie_id)


def _said(state: AppointmentState) -> str:
    return {
        AppointmentState.PRESENT: _("La présence est inscrite."),
        AppointmentState.ABSENT: _("L’absence est inscrite."),
    }.get(state, _("Le rendez-vous est annulé."))


def _back(request: Request, case_id: UUID) -> HttpResponse:
    return redirect(_back_path(request, case_id))


def _back_path(request: Request, case_id: UUID) -> str:
    return back_to(request, reverse("newcomers:appointments", args=[case_id]))
