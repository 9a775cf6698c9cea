"""What the views of the plan share: rows within reach, the page, and the answer after a change."""

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django_htmx.http import reswap, retarget

from ancrage.accounts.http import Request
from ancrage.core import now
from ancrage.newcomers.forms.plan import PlanForm
from ancrage.newcomers.models import Case, CaseState
from ancrage.newcomers.permissions import Permission
from ancrage.newcomers.queries.case_side import case_side
from ancrage.newcomers.queries.header import case_header, may
from ancrage.newcomers.queries.plan import plan_page
from ancrage.newcomers.queries.plan_changes import ChangeLine, Removal, changes_since, removal_of
from ancrage.newcomers.queries.timeline import timeline
from ancrage.newcomers.views.dossier import dossier, show
from ancrage.plans.actions import PlanChanged, PlanRefused
from ancrage.plans.models import ChangeKind, Goal, Need, PlanAction, PlanChange
from ancrage.ui.messages import toast, warn
from ancrage.ui.returning import back_to, bringing_back

M = TypeVar("M", bound=Model)
_TO_NEED: dict[type[Model], str] = {Need: "", Goal: "need__", PlanAction: "goal__need__"}
_RELATED: dict[type[Model], str] = {Need: "plan", Goal: "need__plan", PlanAction: "goal__need__plan"}


class Gone(Http404):
    """The row was of the plan of ``case``; someone undid its adding."""

    def __init__(self, case: Case, model: type[Model], removal: Removal) -> None:
        super().__init__()
        self.case, self.model, self.removal = case, model, removal


def writable(request: Request, case_id: UUID) -> Case:
    return dossier(request, case_id, Permission.WRITE_CASE)


def find(case: Case, model: type[M], pk: UUID) -> M:
    """A row of the plan of ``case``; a restricted one only for whoever is named, to read as to write.

    :raises Gone: when it was there, and is no more.
    """
    path = _TO_NEED[model]
    rows = model._default_manager.filter(**{f"{path}plan": case.plan_id})
    if not case.is_named:
        rows = rows.filter(**{f"{path}is_restricted": False})
    if row := rows.select_related(_RELATED[model]).filter(pk=pk).first():
        return row
    if removal := removal_of(case, model, pk):
        raise Gone(case, model, removal)
    raise Http404


def plan_page_of(request: Request, case: Case, **context: Any) -> HttpResponse:
    """The whole page of the dossier."""
    events = timeline(case, limit=8)
    return show(request, "newcomers/case.html", case, "plan", events=events, **(_plan(request, case) | context))


def _plan(request: Request, case: Case) -> dict[str, Any]:
    at = now()
    language = (get_language() or "fr")[:2]
    writes = case.state != CaseState.CLOSED and may(case, request.access, Permission.WRITE_CASE)
    return {
        "plan": plan_page(case, at, language, can_write=writes),
        "side": case_side(case, request.access, at),
        "changes": [],
        "settled": "",
    }


def plan_card(
    request: Request, case: Case, *, need: UUID | None = None, changes: list[ChangeLine] | None = None
) -> HttpResponse:
    """The card of the plan alone, put back in its place by HTMX; the focus goes to ``need``, else to the top."""
    request.consult(None)
    fresh = dossier(request, case.pk)
    context = {"case": fresh, "header": case_header(fresh, request.access, now()), **_plan(request, fresh)}
    answer = render(request, "newcomers/plan_card.html", context | {"changes": changes or [], "settled": need or "top"})
    return reswap(retarget(answer, "#plan"), "outerHTML")


def written(request: Request, case: Case, change: PlanChange | None) -> HttpResponse:
    """After a change: the plan again, or the page one came from, with what was done and a way to undo it."""
    if change is None:
        toast(request, _("Rien n’a changé."))
    elif change.kind == ChangeKind.UNDONE:
        toast(request, _("Changement annulé : « %(what)s ».") % {"what": change.subject})
    else:
        said = f"{change.get_kind_display()} : « {change.subject} »."
        undo = reverse("newcomers:plan_undo", args=[case.pk, change.pk])
        toast(request, said, bringing_back(request, undo))
    if request.htmx:  # type: ignore[attr-defined] # set by django-htmx
        return plan_card(request, case, need=change.need_id if change else None)
    return redirect(back_to(request, f"{reverse('newcomers:case', args=[case.pk])}#plan"))


def again(request: Request, case: Case, reason: PlanRefused | str) -> HttpResponse:
    """Nothing was written: the plan as it stands, why, and what others changed meanwhile."""
    changes = changes_since(case, reason.since) if isinstance(reason, PlanChanged) else []
    if request.htmx:  # type: ignore[attr-defined] # set by django-htmx
        if not changes:
            toast(request, str(reason))
        return plan_card(request, case, changes=changes)
    if not changes:
        warn(request, str(reason))
        return redirect("newcomers:case", case.pk)
    return plan_page_of(request, dossier(request, case.pk), changes=changes)


def form_page(
    request: Request, case: Case, form: PlanForm, title: str, write: Callable[..., PlanChange | None], **given: Any
) -> HttpResponse:
    """A form over the plan: written, or shown with what is to be corrected or what changed meanwhile."""
    if form.is_valid():
        try:
            change = write(case=case, **given, **form.values(), by=request.user, at=now())
        except PlanRefused as refusal:
            form.refuse(refusal)
        else:
            return written(request, case, change)
    changes = changes_since(case, form.changed.since) if form.changed else []
    return form_answer(request, case, {"form": form, "form_title": title, "changes": changes})


def form_answer(request: Request, case: Case, context: dict[str, Any]) -> HttpResponse:
    """``plan_form.html``, whole or in the plan."""
    back = back_to(request, reverse("newcomers:case", args=[case.pk]))
    given = {"form_action": request.get_full_path(), "back": back, "changes": [], "gone": "", "typed": []}
    context = given | context
    if request.htmx:  # type: ignore[attr-defined] # set by django-htmx
        request.consult(None)
        return render(request, "newcomers/plan_form.html#form", {"case": case, **context})
    return show(request, "newcomers/plan_form.html", case, "plan", **context)
