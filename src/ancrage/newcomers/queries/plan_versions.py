"""The versions of a plan, and how one differs from the plan as it stands."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ancrage.newcomers.models import Case
from ancrage.plans.models import PlanVersion
from ancrage.plans.queries import frozen_needs, plan_tree


@dataclass(frozen=True, slots=True)
class Difference:
    """``sign`` is « + », « − » or « ~ »; ``said`` the same in words."""

    sign: str
    said: str
    text: str


def versions_of(case: Case) -> QuerySet[PlanVersion]:
    """The newest first."""
    return PlanVersion.objects.filter(plan=case.plan_id).select_related("made_by").order_by("-number")


def differences(case: Case, version: PlanVersion) -> list[Difference]:
    """What was added, taken away or changed since ``version``, restricted needs left out."""
    then = _rows(version.content["needs"])
    today = _rows(frozen_needs(plan_tree(case.plan_id, restricted=False)))
    added = [Difference("+", _("Ajouté"), today[key]["text"]) for key in today if key not in then]
    gone = [Difference("−", _("Retiré"), then[key]["text"]) for key in then if key not in today]
    both = [key for key in today if key in then and today[key] != then[key]]
    return [*added, *gone, *(Difference("~", _("Changé"), today[key]["text"]) for key in both)]


def _rows(needs: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Needs, goals and actions by id, each without what it holds."""
    rows: dict[str, dict[str, Any]] = {}
    for need in needs:
        rows[need["id"]] = {name: need.get(name) for name in ("title", "texts", "urgency", "state")} | {
            "text": need["title"]
        }
        for goal in need["goals"]:
            rows[goal["id"]] = {name: value for name, value in goal.items() if name != "actions"}
            rows |= {action["id"]: action for action in goal["actions"]}
    return rows
