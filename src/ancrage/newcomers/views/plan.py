"""The page of a dossier: its plan, and the buttons that act in place."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.core import now
from ancrage.core.dates import local_day
from ancrage.newcomers.actions.plan import undo_change, write_plan
from ancrage.newcomers.forms.plan import MarkForm, ReachedForm
from ancrage.newcomers.permissions import Permission
from ancrage.newcomers.views.dossier import dossier
from ancrage.newcomers.views.plan_pages import again, find, plan_page_of, writable, written
from ancrage.plans import actions as plans
from ancrage.plans.actions import PlanRefused
from ancrage.plans.models import Goal, PlanAction, PlanChange

CONSULTED = "newcomers.case.consulted"


@page(permission=Permission.READ_CASE, consults=CONSULTED)
def case(request: Request, case_id: UUID) -> HttpResponse:
    return plan_page_of(request, dossier(request, case_id))


@require_POST
@page(permission=Permission.WRITE_CASE, writes=True, consults=CONSULTED)
def action_mark(request: Request, case_id: UUID, action_id: UUID) -> HttpResponse:
    """Done, under way, abandoned, or open again."""
    case = writable(request, case_id)
    action = find(case, PlanAction, action_id)
    form = MarkForm(request.POST, case=case)
    if not form.is_valid():
        return again(request, case, _("Rien n’a été changé : refaites l’action voulue."))
    try:
        change = write_plan(plans.mark_action, case=case, action=action, **form.values(), by=request.user, at=now())
    except PlanRefused as refusal:
        return again(request, case, refusal)
    return written(request, case, change)


@require_POST
@page(permission=Permission.WRITE_CASE, writes=True, consults=CONSULTED)
def goal_mark(request: Request, case_id: UUID, goal_id: UUID) -> HttpResponse:
    """Reached today, or not after all."""
    case = writable(request, case_id)
    goal = find(case, Goal, goal_id)
    form = ReachedForm(request.POST, case=case)
    if not form.is_valid():
        return again(request, case, _("Rien n’a été changé : refaites l’action voulue."))
    at = now()
    values = form.values()
    reached_on = local_day(at) if values.pop("reached") else None
    try:
        change = write_plan(
            plans.mark_goal, case=case, goal=goal, reached_on=reached_on, **values, by=request.user, at=at
        )
    except PlanRefused as refusal:
        return again(request, case, refusal)
    return written(request, case, change)


@require_POST
@page(permission=Permission.WRITE_CASE, writes=True, consults=CONSULTED)
def plan_undo(request: Request, case_id: UUID, change_id: UUID) -> HttpResponse:
    case = writable(request, case_id)
    rows = PlanChange.objects.filter(plan=case.plan_id)
    if not case.is_named:
        rows = rows.unrestricted()
    change = get_object_or_404(rows.select_related("plan"), pk=change_id)
    try:
        undone = undo_change(case=case, change=change, by=request.user, at=now())
    except PlanRefused as refusal:
        return again(request, case, refusal)
    return written(request, case, undone)
