"""Reads of a plan as a whole."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from ancrage.core.prepared import prepared
from ancrage.plans.models import ActionPlan, ActionState, Need, NeedState

LANGUAGES = ("en", "es", "ar")
"""The languages a plan may be handed over in, beside French."""


@dataclass(frozen=True, slots=True)
class ActionNode:
    id: UUID
    text: str
    texts: dict[str, str]
    performer: str
    due_on: date | None
    state: str
    done_on: date | None

    @property
    def is_open(self) -> bool:
        return self.state in ActionState.open_states()

    def is_late(self, day: date) -> bool:
        return self.is_open and self.due_on is not None and self.due_on < day


@dataclass(frozen=True, slots=True)
class GoalNode:
    id: UUID
    text: str
    texts: dict[str, str]
    target_on: date | None
    reached_on: date | None
    actions: list[ActionNode] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class NeedNode:
    id: UUID
    title: str
    texts: dict[str, str]
    domain: dict[str, str]
    domain_code: str
    icon: str
    level: int
    urgency: str
    state: str
    is_restricted: bool
    goals: list[GoalNode] = field(default_factory=list)

    @property
    def actions(self) -> list[ActionNode]:
        return [action for goal in self.goals for action in goal.actions]

    @property
    def is_settled(self) -> bool:
        return self.state in {NeedState.MET, NeedState.DROPPED}


_URGENCIES = ("urgent", "short", "medium", "long")


def plan_tree(plan: ActionPlan | UUID, *, restricted: bool) -> list[NeedNode]:
    """Needs → goals → actions, in one statement: settled needs last, the pressing ones first.

    :param restricted: whether the reader sees restricted needs; they are absent otherwise.
    """
    key = plan.pk if isinstance(plan, ActionPlan) else plan
    rows = _flat(plan=key, restricted=restricted)
    return sorted(_nest(rows).values(), key=lambda need: (need.is_settled, _URGENCIES.index(need.urgency)))


@prepared
def _flat(*, plan: UUID, restricted: bool) -> QuerySet[Need, Any]:
    rows = Need.objects.filter(plan=plan, **({} if restricted else {"is_restricted": False}))
    labels = [f"label_{language}" for language in ("fr", *LANGUAGES)]
    order = ("identified_on", "pk", "goals__position", "goals__pk", "goals__actions__position", "goals__actions__pk")
    flat: QuerySet[Need, Any] = rows.order_by(*order).values(
        "pk", "title", "translations", "level", "urgency", "state", "is_restricted",
        *(f"domain__{name}" for name in ("code", "icon", *labels)),
        *(f"goals__{name}" for name in ("pk", "text", "translations", "target_on", "reached_on")),
        *(f"goals__entry__{name}" for name in labels),
        *(f"goals__actions__{name}" for name in ("pk", "text", "translations", "performer", "due_on", "state", "done_on")),
        *(f"goals__actions__entry__{name}" for name in labels),
    )  # fmt: skip
    return flat


def _nest(rows: Iterable[dict[str, Any]]) -> dict[UUID, NeedNode]:
    needs: dict[UUID, NeedNode] = {}
    goals: dict[UUID, GoalNode] = {}
    for row in rows:
        need = needs.get(row["pk"]) or needs.setdefault(row["pk"], _need(row))
        key = row["goals__pk"]
        if key is None:
            continue
        if key not in goals:
            goals[key] = _goal(row)
            need.goals.append(goals[key])
        if row["goals__actions__pk"] is not None:
            goals[key].actions.append(_action(row))
    return needs


def _need(row: dict[str, Any]) -> NeedNode:
    return NeedNode(
        id=row["pk"],
        title=row["title"],
        texts={language: text for language, text in row["translations"].items() if language in LANGUAGES},
        domain={
            language: row[f"domain__label_{language}"] or row["domain__label_fr"] for language in ("fr", *LANGUAGES)
        },
        domain_code=row["domain__code"],
        icon=row["domain__icon"],
        level=row["level"],
        urgency=row["urgency"],
        state=row["state"],
        is_restricted=row["is_restricted"],
    )


def _goal(row: dict[str, Any]) -> GoalNode:
    return GoalNode(
        id=row["goals__pk"],
        text=row["goals__text"],
        texts=_texts(row, "goals__"),
        target_on=row["goals__target_on"],
        reached_on=row["goals__reached_on"],
    )


def _action(row: dict[str, Any]) -> ActionNode:
    prefix = "goals__actions__"
    return ActionNode(
        id=row[f"{prefix}pk"],
        text=row[f"{prefix}text"],
        texts=_texts(row, prefix),
        performer=row[f"{prefix}performer"],
        due_on=row[f"{prefix}due_on"],
        state=row[f"{prefix}state"],
        done_on=row[f"{prefix}done_on"],
    )


def _texts(row: dict[str, Any], prefix: str) -> dict[str, str]:
    """The text in each language that has it: what the agent typed, else the catalogue's."""
    typed = row[f"{prefix}translations"] or {}
    known = {language: typed.get(language) or row[f"{prefix}entry__label_{language}"] for language in LANGUAGES}
    return {language: text for language, text in known.items() if text}


def frozen_needs(needs: Iterable[NeedNode]) -> list[dict[str, Any]]:
    """The tree as JSON, as a version keeps it. Never of restricted needs: whoever gets a version reads it all."""
    return [
        {
            "id": str(need.id),
            "title": need.title,
            # Absent where nothing was typed, as in the versions made before it could be.
            **({"texts": need.texts} if need.texts else {}),
            "domain": need.domain,
            "icon": need.icon,
            "urgency": need.urgency,
            "state": need.state,
            "goals": [_json(asdict(goal)) for goal in need.goals],
        }
        for need in needs
        if not need.is_restricted
    ]


def _json(value: Any) -> Any:  # noqa: ANN401 - as JSON holds it
    if isinstance(value, dict):
        return {name: _json(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_json(one) for one in value]
    if isinstance(value, UUID):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value
