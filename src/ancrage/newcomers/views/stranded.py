"""Appointments planned with someone who no longer meets people there: handed to another, or cancelled."""

from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ancrage.accounts.http import Request
from ancrage.accounts.models import User
from ancrage.accounts.pages import page
from ancrage.agenda.actions import BookingRefused
from ancrage.agenda.models import AppointmentState
from ancrage.core import now
from ancrage.core.paging import page_of
from ancrage.newcomers.actions import appointments as actions
from ancrage.newcomers.forms.appointments import HandForm
from ancrage.newcomers.models import CaseAppointment
from ancrage.newcomers.permissions import Permission
from ancrage.newcomers.queries.appointments import free_at, stranded
from ancrage.newcomers.queries.groups import stranded_blocks
from ancrage.newcomers.views.dossier import dossier, form_page
from ancrage.ui.formats import moment
from ancrage.ui.messages import toast, warn
from ancrage.ui.returning import back_to, bringing_back


@page(permission=Permission.READ_CASE, consults="newcomers.list.consulted")
def to_hand_over(request: Request) -> HttpResponse:
    shown = page_of(stranded(request.access, now()), "start", request.GET, descending=False, size=25)
    request.consult(request.user, about=[tie.case.person_id for tie in shown.rows])
    can_write = request.access.can(Permission.WRITE_CASE)
    context = {"page": shown, "blocks": stranded_blocks(request.access, now()), "can_write": can_write}
    return render(request, "newcomers/stranded.html", context)


@page(permission=Permission.READ_CASE, writes=True, consults="newcomers.case.consulted")
def appointment_hand(request: Request, case_id: UUID, tie_id: UUID) -> HttpResponse:
    """Who is free at that hour, or nobody: then it is cancelled."""
    tie, at = _tie_of(request, case_id, tie_id), now()
    case, row = tie.case, tie.appointment
    form = HandForm(request.POST or None, free=free_at(case, row, at))
    if form.is_valid():
        try:
            done = _decide(tie, form.taker, by=request.user, at=at)
        except BookingRefused as refusal:
            form.refuse(refusal)
        else:
            undo = reverse("newcomers:appointment_hand_undo", args=[case.pk, done.pk])
            said = (
                _("Le rendez-vous est confié.")
                if form.taker
                else _("Le rendez-vous est annulé : prévenez la personne.")
            )
            toast(request, said, bringing_back(request, undo))
            return redirect(_back(request))
    lead = _("%(when)s, avec %(name)s.") % {"when": moment(row.starts_at), "name": row.worker.full_name}
    title, submit = _("Confier le rendez-vous à quelqu’un d’autre"), _("Confier ou annuler")
    return form_page(request, case, "appointments", form, title=title, back=_back(request), lead=lead, submit=submit)


@require_POST
@page(permission=Permission.READ_CASE, writes=True)
def appointment_hand_undo(request: Request, case_id: UUID, tie_id: UUID) -> HttpResponse:
    tie = _tie_of(request, case_id, tie_id)
    undo = actions.undo_move if tie.appointment.is_planned else actions.plan_appointment_again
    try:
        undo(tie=tie, by=request.user, at=now())
    except BookingRefused as refusal:
        warn(request, str(refusal))
    else:
        toast(request, _("Le rendez-vous est comme avant."))
    return redirect(_back(request))


def _decide(tie: CaseAppointment, taker: User | None, *, by: User, at: datetime) -> CaseAppointment:
    if taker:
        return actions.hand_appointment(tie=tie, to=taker, by=by, at=at)
    actions.settle_appointment(tie=tie, state=AppointmentState.CANCELLED_BY_SERVICE, by=by, at=at)
    return tie


def _tie_of(request: Request, case_id: UUID, tie_id: UUID) -> CaseAppointment:
    """For whoever gives the dossiers out, or writes in them."""
    deciding = Permission.ASSIGN if request.access.can(Permission.ASSIGN) else Permission.WRITE_CASE
    case = dossier(request, case_id, deciding)
    tie = get_object_or_404(case.appointments.select_related("appointment__worker", "appointment__room"), pk=tie_id)
    tie.case = case
    return tie


def _back(request: Request) -> str:
    return back_to(request, reverse("newcomers:stranded"))
