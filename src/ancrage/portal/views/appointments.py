"""The person's own appointments: confirmed, or to be moved."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from ancrage.core import now
from ancrage.newcomers.actions.answers import AnswerRefused, ask_to_move, confirm_appointment, take_answer_back
from ancrage.newcomers.models import CaseAppointment
from ancrage.portal.forms.space import MoveForm
from ancrage.portal.queries.appointments import coming
from ancrage.portal.views.own import own
from ancrage.portal.views.shown import SpaceRequest, answer, own_page
from ancrage.ui.messages import toast, warn


@require_POST
@own_page(writes=True)
def confirm(request: SpaceRequest, tie_id: UUID) -> HttpResponse:
    try:
        confirm_appointment(tie=_own(request, tie_id), by=request.user, at=now())
    except AnswerRefused:
        warn(request, request.words["not_now"])
    else:
        toast(request, request.words["confirmed"])
    return redirect("portal:plan")


@require_POST
@own_page(writes=True)
def take_back(request: SpaceRequest, tie_id: UUID) -> HttpResponse:
    try:
        take_answer_back(tie=_own(request, tie_id), by=request.user, at=now())
    except AnswerRefused:
        warn(request, request.words["not_now"])
    else:
        toast(request, request.words["noted"])
    return redirect("portal:plan")


@own_page(writes=True)
def move(request: SpaceRequest, tie_id: UUID) -> HttpResponse:
    """Ask for another moment, and say why."""
    tie, words = _own(request, tie_id, shown=True), request.words
    form = MoveForm(request.POST or None, words=words)
    if form.is_valid():
        try:
            ask_to_move(tie=tie, **form.cleaned_data, by=request.user, at=now())
        except AnswerRefused:
            warn(request, words["not_now"])
        else:
            toast(request, words["noted"])
        return redirect("portal:plan")
    context = {"form": form, "when": words.moment(tie.appointment.starts_at), "send": words.button("send_ask")}
    return answer(request, "portal/move.html", **context)


def _own(request: SpaceRequest, tie_id: UUID, *, shown: bool = False) -> CaseAppointment:
    return get_object_or_404(coming(own(request, shown=shown), now()), pk=tie_id)
