"""Mon plan: what the person sees of their own dossier, and marks in it."""

from typing import Final
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from ancrage.core import now, today
from ancrage.newcomers.models import CaseState
from ancrage.plans.actions import PlanRefused
from ancrage.portal.actions.own_plan import mark_done, take_back
from ancrage.portal.queries.appointments import own_appointments
from ancrage.portal.queries.asked import own_asked
from ancrage.portal.queries.history import own_history
from ancrage.portal.queries.moments import offered
from ancrage.portal.queries.plan import own_plan
from ancrage.portal.queries.satisfaction import question_for
from ancrage.portal.views.own import own
from ancrage.portal.views.shown import SpaceRequest, answer, own_page
from ancrage.ui import resubmission
from ancrage.ui.messages import toast, warn

_BUTTONS: Final = (
    "it_is_done", "not_done", "i_come", "change_answer", "cancel", "take_it_back", "choose_moment", "add_asked",
)  # fmt: skip


@own_page()
def plan(request: SpaceRequest) -> HttpResponse:
    case, words = own(request), request.words
    found = own_plan(case, request.user, words, today())
    coming, cancelled = own_appointments(case, request.user, words, now())
    context = {
        "plan": found,
        "progress": words.filled("progress", done=str(found.done), total=str(found.total)),
        "hello": words.filled("hello", name=case.person.given_names or case.person.full_name),
        "appointments": coming,
        "asked": own_asked(case, words),
        "offered": offered(case, words, now()),
        "cancelled": [(tie, words.moment(tie.appointment.starts_at)) for tie in cancelled],
        "is_asked": question_for(case, now()) is not None,
        "has_file": case.has_version,  # type: ignore[attr-defined] # found by own_case
        "is_open": case.state != CaseState.CLOSED,
        "buttons": {key: words.button(key) for key in _BUTTONS},
    }
    return answer(request, "portal/plan.html", **context)


@own_page()
def history(request: SpaceRequest) -> HttpResponse:
    return answer(request, "portal/history.html", events=own_history(own(request), request.words))


@own_page()
def resume(request: SpaceRequest) -> HttpResponse:
    """What was typed when the session ended comes back to its form."""
    held = resubmission.release(request, request.user.pk)
    if held is None:
        return redirect("portal:plan")
    own(request)
    context = {"held": held, "mark": resubmission.MARK, "send": request.words.button("go_on")}
    return answer(request, "portal/resume.html", **context)


@require_POST
@own_page(writes=True)
def action_done(request: SpaceRequest, action_id: UUID) -> HttpResponse:
    try:
        mark_done(case=own(request, shown=False), action_id=action_id, by=request.user, at=now())
    except PlanRefused:
        warn(request, request.words["not_now"])
    else:
        toast(request, request.words["marked"])
    return redirect("portal:plan")


@require_POST
@own_page(writes=True)
def action_undo(request: SpaceRequest, action_id: UUID) -> HttpResponse:
    try:
        take_back(case=own(request, shown=False), action_id=action_id, by=request.user, at=now())
    except PlanRefused:
        warn(request, request.words["not_now"])
    else:
        toast(request, request.words["unmarked"])
    return redirect("portal:plan")
