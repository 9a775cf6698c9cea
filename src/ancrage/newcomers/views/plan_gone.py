"""Writing over a row that someone took away meanwhile: what was typed comes back, to be added anew."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeAlias
from uuid import UUID

from django.db.models import Model
from django.http import Http404, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from ancrage.accounts.http import Request
from ancrage.core import today
from ancrage.newcomers.forms.plan import ActionForm, GoalForm, NeedForm, PlanForm
from ancrage.newcomers.models import Case
from ancrage.newcomers.queries.plan_document import plan_language
from ancrage.newcomers.views.plan_pages import Gone, find, form_answer
from ancrage.plans.models import Goal, Need, PlanAction

View: TypeAlias = Callable[..., HttpResponse]
_TYPED = ("title", "text", "translation")


@dataclass(frozen=True, slots=True)
class Anew:
    """The form that adds what was typed, and where it is sent."""

    form: PlanForm
    action: str


def gives_back(view: View) -> View:
    """Around a page that writes: a row taken away since it was shown gives back what was typed over or under it."""

    @wraps(view)
    def giving_back(request: Request, case_id: UUID, **row: UUID) -> HttpResponse:
        try:
            return view(request, case_id, **row)
        except Gone as gone:
            if request.method != "POST":
                raise
            return _answer(request, gone, is_under=view.__name__.endswith("_add"))

    return giving_back


def _answer(request: Request, gone: Gone, *, is_under: bool) -> HttpResponse:
    anew = None if is_under else _anew(gone, request.POST)
    context: dict[str, Any] = {
        "form": anew.form if anew else None,
        "form_title": _("Ce que vous avez écrit"),
        "form_action": anew.action if anew else "",
        "gone": _said(gone),
        "typed": _typed(gone.case, request.POST),
    }
    return form_answer(request, gone.case, context)


def _typed(case: Case, posted: QueryDict) -> list[tuple[str, str]]:
    """Each text with the language it is in."""
    language = plan_language(case.person, today())
    said = [(name, str(posted[name])) for name in _TYPED if posted.get(name)]
    return [((language if name == "translation" else "fr"), text) for name, text in said]


def _said(gone: Gone) -> str:
    words = {
        Need: _("Ce besoin vient d’être retiré par %(who)s."),
        Goal: _("Cet objectif vient d’être retiré par %(who)s."),
        PlanAction: _("Cette action vient d’être retirée par %(who)s."),
    }
    return words[gone.model] % {"who": gone.removal.who}


def _anew(gone: Gone, typed: QueryDict) -> Anew | None:
    """The form to add it where it was; None when that is gone too."""
    case, under = gone.case, gone.removal.under
    data = typed.copy()
    data["revision"] = str(case.plan.revision)
    language = plan_language(case.person, today())
    if gone.model is Need:
        return Anew(NeedForm(data, case=case, language=language), reverse("newcomers:need_add", args=[case.pk]))
    if gone.model is Goal and (need := _still(case, Need, under)):
        form: PlanForm = GoalForm(data, case=case, need=need, language=language)
        return Anew(form, reverse("newcomers:goal_add", args=[case.pk, need.pk]))
    if gone.model is PlanAction and (goal := _still(case, Goal, under)):
        form = ActionForm(data, case=case, goal=goal, language=language)
        return Anew(form, reverse("newcomers:action_add", args=[case.pk, goal.pk]))
    return None


def _still(case: Case, model: type[Model], pk: UUID | None) -> Any:  # noqa: ANN401 - a row of the model
    try:
        return find(case, model, pk) if pk else None
    except Http404:
        return None
