"""Group sessions: cohorts and their blocks, and who came, in one screen per block."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.agenda.actions import BookingRefused
from ancrage.agenda.actions import groups as agenda
from ancrage.agenda.models import Block, Cohort
from ancrage.core import Refused, now, today
from ancrage.core.clock import HOME_ZONE
from ancrage.core.paging import page_of
from ancrage.newcomers.actions import groups as actions
from ancrage.newcomers.forms.counter import NameForm
from ancrage.newcomers.forms.groups import AttendanceForm, BlockForm, CohortForm
from ancrage.newcomers.permissions import Permission
from ancrage.newcomers.queries.cases import points_within
from ancrage.newcomers.queries.groups import NOT_HELD, blocks_of, cohorts_within, roll_of, with_figures
from ancrage.ui.messages import toast, warn

CONSULTED = "newcomers.list.consulted"


@page(permission=Permission.READ_CASE)
def cohorts(request: Request) -> HttpResponse:
    """No name here."""
    rows = with_figures(cohorts_within(request.access), now())
    shown = page_of(rows, "opened_at", request.GET, size=25)
    context = {"page": shown, "can_write": request.access.can(Permission.WRITE_CASE)}
    return render(request, "newcomers/cohorts.html", context)


@page(permission=Permission.WRITE_CASE, writes=True)
def cohort_open(request: Request) -> HttpResponse:
    form = CohortForm(request.POST or None, points=points_within(request.access, today()))
    if form.is_valid():
        try:
            made = agenda.open_cohort(**form.cleaned_data, by=request.user, at=now())
        except agenda.CohortRefused as refusal:
            form.refuse(refusal)
        else:
            toast(request, _("La série est ouverte. Ajoutez ses blocs."))
            return redirect("newcomers:cohort", made.pk)
    return _form(request, form, _("Ouvrir une série"), reverse("newcomers:cohorts"))


@page(permission=Permission.READ_CASE, writes=True, consults=CONSULTED)
def cohort(request: Request, cohort_id: UUID) -> HttpResponse:
    """Its blocks, and who is inscribed; POST inscribes a dossier by its number."""
    found, at = _cohort(request, cohort_id), now()
    can_write = request.access.can(Permission.WRITE_CASE)
    form = NameForm(request.POST or None, access=request.access)
    if can_write and form.is_valid():
        try:
            made = actions.inscribe(case=form.cleaned_data["reference"], cohort=found, by=request.user, at=at)
        except Refused as refusal:
            form.add_error("reference", str(refusal))
        else:
            text = (
                _("C’est inscrit, place %(seat)d.") % {"seat": made.seat}
                if made.seat
                else _("C’est inscrit sur la liste d’attente.")
            )
            toast(request, text, reverse("newcomers:inscription_withdraw", args=[found.pk, made.pk]))
            return redirect("newcomers:cohort", found.pk)
    roll = roll_of(found, request.access)
    request.consult(request.user if roll.persons else None, about=roll.persons)
    context = {"cohort": found, "roll": roll, "blocks": blocks_of(found), "form": form, "can_write": can_write}
    return render(request, "newcomers/cohort.html", context | {"not_held": NOT_HELD})


@page(permission=Permission.WRITE_CASE, writes=True)
def block_add(request: Request, cohort_id: UUID) -> HttpResponse:
    found = _cohort(request, cohort_id)
    form = BlockForm(request.POST or None, cohort=found, today=today(), initial=_next_block(found, request))
    if form.is_valid():
        try:
            agenda.add_block(cohort=found, **form.values(), by=request.user, at=now())
        except BookingRefused as refusal:
            _refuse(form, refusal)
        else:
            toast(request, _("Le bloc est ajouté."))
            return redirect("newcomers:cohort", found.pk)
    return _form(request, form, _("Ajouter un bloc"), reverse("newcomers:cohort", args=[found.pk]), found)


@page(permission=Permission.WRITE_CASE, writes=True)
def block_change(request: Request, cohort_id: UUID, block_id: UUID) -> HttpResponse:
    found = _cohort(request, cohort_id)
    row = _block(found, block_id)
    form = BlockForm(request.POST or None, cohort=found, today=today(), initial=_as_typed(row))
    if form.is_valid():
        try:
            agenda.change_block(block=row, **form.values(), by=request.user, at=now())
        except BookingRefused as refusal:
            _refuse(form, refusal)
        else:
            toast(request, _("Le bloc est modifié. Prévenez les personnes inscrites."))
            return redirect("newcomers:cohort", found.pk)
    return _form(request, form, _("Modifier le bloc"), reverse("newcomers:cohort", args=[found.pk]), found)


@page(permission=Permission.READ_CASE, writes=True, consults=CONSULTED)
def block(request: Request, cohort_id: UUID, block_id: UUID) -> HttpResponse:
    """Who came: everybody whom the reader may see, saved at once."""
    found = _cohort(request, cohort_id)
    row, roll = _block(found, block_id), roll_of(found, request.access)
    seats = [one for one in roll.seated if one.may_write]
    form = AttendanceForm(request.POST or None, seats=seats, block=row)
    if seats and form.is_valid():
        try:
            changed = actions.note_attendance(block=row, said=form.said(), by=request.user, at=now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            text = ngettext(
                "%(n)d inscription à la feuille de présence.", "%(n)d inscriptions à la feuille de présence.", changed
            )
            toast(request, text % {"n": changed})
            return redirect("newcomers:cohort", found.pk)
    persons = [one.inscription.case.person_id for one in seats]
    request.consult(request.user if persons else None, about=persons)
    context = {"cohort": found, "sitting": row, "form": form, "seats": seats, "hidden": roll.taken - len(seats)}
    return render(request, "newcomers/block.html", context | {"is_held": row.appointment.state not in NOT_HELD})


@require_POST
@page(permission=Permission.WRITE_CASE, writes=True)
def block_cancel(request: Request, cohort_id: UUID, block_id: UUID) -> HttpResponse:
    row = _block(_cohort(request, cohort_id), block_id)
    try:
        agenda.cancel_block(block=row, by=request.user, at=now())
    except BookingRefused as refusal:
        warn(request, str(refusal))
    else:
        undo = reverse("newcomers:block_again", args=[cohort_id, row.pk])
        toast(request, _("Le bloc est annulé. Prévenez les personnes inscrites."), undo)
    return redirect("newcomers:cohort", cohort_id)


@require_POST
@page(permission=Permission.WRITE_CASE, writes=True)
def block_again(request: Request, cohort_id: UUID, block_id: UUID) -> HttpResponse:
    row = _block(_cohort(request, cohort_id), block_id)
    try:
        agenda.plan_block_again(block=row, by=request.user, at=now())
    except BookingRefused as refusal:
        warn(request, str(refusal))
    else:
        toast(request, _("Le bloc est de nouveau prévu."))
    return redirect("newcomers:cohort", cohort_id)


def _cohort(request: Request, cohort_id: UUID) -> Cohort:
    return get_object_or_404(cohorts_within(request.access), pk=cohort_id)


def _block(cohort: Cohort, block_id: UUID) -> Block:
    found = get_object_or_404(blocks_of(cohort), pk=block_id)
    found.cohort = cohort
    return found


def _next_block(cohort: Cohort, request: Request) -> dict[str, Any]:
    """A week after the last one, the same way; the first one with whoever adds it."""
    last = blocks_of(cohort).last()
    if last is None:
        return {"worker": request.user.pk, "mode": "place"}
    again = _as_typed(last)
    return again | {"day": again["day"] + timedelta(days=7), "topic": ""}


def _as_typed(row: Block) -> dict[str, Any]:
    booked = row.appointment
    start, end = (one.astimezone(HOME_ZONE) for one in (booked.starts_at, booked.ends_at))
    return {
        "topic": row.topic,
        "day": start.date(),
        "starts": f"{start:%H:%M}",
        "ends": f"{end:%H:%M}",
        "worker": booked.worker_id,
        "mode": booked.mode,
        "room": booked.room_id,
        "interpreter_language": booked.interpreter_language,
    }


def _refuse(form: BlockForm, refusal: BookingRefused) -> None:
    """What agenda says of the slot is said beside the hour."""
    form.add_error("room" if refusal.field == "room" else "starts", str(refusal))


def _form(request: Request, form: Any, title: str, back: str, cohort: Cohort | None = None) -> HttpResponse:  # noqa: ANN401 - any of ours
    return render(request, "newcomers/cohort_form.html", {"form": form, "title": title, "back": back, "cohort": cohort})
