"""Adding to the plan and changing it, each on its own page; HTMX shows the same form in the plan."""

from functools import partial
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.core import today
from ancrage.directory.models import NeedDomain
from ancrage.newcomers.actions.plan import add_need, write_plan
from ancrage.newcomers.forms.plan import ActionForm, GoalForm, NeedEditForm, NeedForm, PostponeForm
from ancrage.newcomers.permissions import Permission
from ancrage.newcomers.queries.plan_document import plan_language
from ancrage.newcomers.views.plan_gone import gives_back
from ancrage.newcomers.views.plan_pages import find, form_page, writable
from ancrage.plans import actions as plans
from ancrage.plans.models import Goal, Need, PlanAction

CONSULTED = "newcomers.case.consulted"


@page(permission=Permission.WRITE_CASE, writes=True, consults=CONSULTED)
def need_add(request: Request, case_id: UUID) -> HttpResponse:
    case = writable(request, case_id)
    asked = NeedDomain.objects.filter(code=request.GET.get("domaine", "")).first()
    language = plan_language(case.person, today())
    form = NeedForm(request.POST or None, case=case, language=language, initial={"domain": asked})
    return form_page(request, case, form, _("Ajouter un besoin"), add_need)


@page(permission=Permission.WRITE_CASE, writes=True, consults=CONSULTED)
@gives_back
def need_edit(request: Request, case_id: UUID, need_id: UUID) -> HttpResponse:
    case = writable(request, case_id)
    need = find(case, Need, need_id)
    form = NeedEditForm(request.POST or None, case=case, row=need, language=plan_language(case.person, today()))
    return form_page(request, case, form, _("Modifier le besoin"), partial(write_plan, plans.change_need), need=need)


@page(permission=Permission.WRITE_CASE, writes=True, consults=CONSULTED)
@gives_back
def goal_add(request: Request, case_id: UUID, need_id: UUID) -> HttpResponse:
    case = writable(request, case_id)
    need = find(case, Need, need_id)
    form = GoalForm(request.POST or None, case=case, need=need, language=plan_language(case.person, today()))
    title = _("Ajouter un objectif à « %(need)s »") % {"need": need.title}
    return form_page(request, case, form, title, partial(write_plan, plans.add_goal), need=need)


@page(permission=Permission.WRITE_CASE, writes=True, consults=CONSULTED)
@gives_back
def goal_edit(request: Request, case_id: UUID, goal_id: UUID) -> HttpResponse:
    case = writable(request, case_id)
    goal = find(case, Goal, goal_id)
    language = plan_language(case.person, today())
    form = GoalForm(request.POST or None, case=case, need=goal.need, row=goal, language=language)
    return form_page(request, case, form, _("Modifier l’objectif"), partial(write_plan, plans.change_goal), goal=goal)


@page(permission=Permission.WRITE_CASE, writes=True, consults=CONSULTED)
@gives_back
def action_add(request: Request, case_id: UUID, goal_id: UUID) -> HttpResponse:
    case = writable(request, case_id)
    goal = find(case, Goal, goal_id)
    form = ActionForm(request.POST or None, case=case, goal=goal, language=plan_language(case.person, today()))
    title = _("Ajouter une action à « %(goal)s »") % {"goal": goal.text}
    return form_page(request, case, form, title, partial(write_plan, plans.add_action), goal=goal)


@page(permission=Permission.WRITE_CASE, writes=True, consults=CONSULTED)
@gives_back
def action_edit(request: Request, case_id: UUID, action_id: UUID) -> HttpResponse:
    case = writable(request, case_id)
    action = find(case, PlanAction, action_id)
    language = plan_language(case.person, today())
    form = ActionForm(request.POST or None, case=case, goal=action.goal, row=action, language=language)
    return form_page(
        request, case, form, _("Modifier l’action"), partial(write_plan, plans.change_action), action=action
    )


@page(permission=Permission.WRITE_CASE, writes=True, consults=CONSULTED)
def action_postpone(request: Request, case_id: UUID, action_id: UUID) -> HttpResponse:
    case = writable(request, case_id)
    action = find(case, PlanAction, action_id)
    form = PostponeForm(request.POST or None, case=case)
    title = _("Reporter « %(action)s »") % {"action": action.text}
    return form_page(request, case, form, title, partial(write_plan, plans.mark_action), action=action)
