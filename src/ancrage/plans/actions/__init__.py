from ancrage.plans.actions.changing import NOBODY, Owner, PlanChanged, PlanRefused
from ancrage.plans.actions.goals import add_goal, change_goal, mark_goal
from ancrage.plans.actions.needs import add_need, change_need
from ancrage.plans.actions.steps import add_action, change_action, mark_action
from ancrage.plans.actions.undo import undo_change
from ancrage.plans.actions.versions import accept_version, hand_over_version, make_version, undo_hand_over

__all__ = [
    "NOBODY",
    "Owner",
    "PlanChanged",
    "PlanRefused",
    "accept_version",
    "add_action",
    "add_goal",
    "add_need",
    "change_action",
    "change_goal",
    "change_need",
    "hand_over_version",
    "make_version",
    "mark_action",
    "mark_goal",
    "undo_change",
    "undo_hand_over",
]
