from ancrage.plans.models.catalogue import CatalogueAction, CatalogueGoal, Performer
from ancrage.plans.models.change import ChangeKind, PlanChange
from ancrage.plans.models.plan import (
    ActionPlan,
    ActionState,
    CoveredBy,
    Goal,
    Need,
    NeedState,
    PlanAction,
    Urgency,
)
from ancrage.plans.models.version import AcceptanceMode, PlanVersion

__all__ = [
    "AcceptanceMode",
    "ActionPlan",
    "ActionState",
    "CatalogueAction",
    "CatalogueGoal",
    "ChangeKind",
    "CoveredBy",
    "Goal",
    "Need",
    "NeedState",
    "Performer",
    "PlanAction",
    "PlanChange",
    "PlanVersion",
    "Urgency",
]
