"""What changed in a plan since someone read it, in words, for them to choose."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ancrage.newcomers.models import Case
from ancrage.plans.models import (
    ActionState,
    ChangeKind,
    CoveredBy,
    NeedState,
    Performer,
    PlanAction,
    PlanChange,
    Urgency,
)
from ancrage.ui.formats import day as in_words

_SHOWN = {
    "title": gettext_lazy("Besoin"),
    "text": gettext_lazy("Texte"),
    "urgency": gettext_lazy("Échéance"),
    "level": gettext_lazy("Intensité"),
    "covered_by": gettext_lazy("Pris en charge"),
    "state": gettext_lazy("État"),
    "performer": gettext_lazy("Par qui"),
    "due_on": gettext_lazy("Pour le"),
    "done_on": gettext_lazy("Faite le"),
    "target_on": gettext_lazy("Visé pour le"),
    "reached_on": gettext_lazy("Atteint le"),
    "translations": gettext_lazy("Traduction"),
}
_WORDS = {
    str(value): label
    for choices in (Urgency, CoveredBy, NeedState, ActionState, Performer)
    for value, label in choices.choices
}
_MOST = 20


@dataclass(frozen=True, slots=True)
class FieldChange:
    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ChangeLine:
    at: datetime
    who: str
    what: str
    subject: str
    fields: list[FieldChange]


@dataclass(frozen=True, slots=True)
class Removal:
    """Who took a row away; ``under``: the need of a goal, the goal of an action, where they still are."""

    who: str
    under: UUID | None


def removal_of(case: Case, model: type[Model], pk: UUID) -> Removal | None:
    """Who undid the adding of a row of the plan; None when it never was there, or must not be told."""
    rows = PlanChange.objects.filter(plan=case.plan_id, row=pk, kind=ChangeKind.UNDONE, after={}).select_related("by")
    change = (rows if case.is_named else rows.unrestricted()).first()
    if change is None:
        return None
    return Removal(change.by.full_name, _goal_of(pk) if model is PlanAction else change.need_id)


def _goal_of(action: UUID) -> UUID | None:
    """The goal of an action that is no more, from its history."""
    events = PlanAction.pgh_event_model.objects.filter(id=action)  # type: ignore[attr-defined] # by pghistory
    goal: UUID | None = events.order_by("-pgh_id").values_list("goal", flat=True).first()
    return goal


def changes_since(case: Case, revision: int) -> list[ChangeLine]:
    """What this reader has not seen of the plan read at ``revision``, the newest first. One statement."""
    rows = PlanChange.objects.filter(plan=case.plan_id).since(revision).select_related("by")
    if not case.sees_restricted:
        rows = rows.unrestricted()
    return [_line(row) for row in rows.order_by("-revision")[:_MOST]]


def _line(change: PlanChange) -> ChangeLine:
    names = [name for name in _SHOWN if change.before and name in {*change.before, *change.after}]
    fields = [
        FieldChange(str(_SHOWN[name]), _said(name, change.before.get(name)), _said(name, change.after.get(name)))
        for name in names
    ]
    return ChangeLine(change.at, change.by.full_name, change.get_kind_display(), change.subject, fields)


def _said(name: str, value: Any) -> str:  # noqa: ANN401 - as JSON holds it
    if value in (None, "", {}):
        return _("rien")
    if name.endswith("_on"):
        return in_words(date.fromisoformat(value))
    if isinstance(value, dict):
        return ", ".join(value.values())
    return str(value if name in {"title", "text"} else _WORDS.get(str(value), value))
