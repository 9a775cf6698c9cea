from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ancrage.accounts.models import User
from ancrage.plans.actions.changing import NOBODY, Owner, PlanRefused, keep, lock, plain
from ancrage.plans.models import ChangeKind, Goal, Need, PlanAction, PlanChange

_ADDITIONS = (ChangeKind.NEED_ADDED, ChangeKind.GOAL_ADDED, ChangeKind.ACTION_ADDED)
_DAYS = ("due_on", "done_on", "target_on", "reached_on")


@transaction.atomic
def undo_change(*, change: PlanChange, by: User, at: datetime, owner: Owner = NOBODY) -> PlanChange:
    """Bring back what ``change`` replaced, or take away what it added.

    :raises PlanRefused: when it was undone already, or what it touched has changed again since.
    """
    held = lock(change.plan, None)
    row = _row(change)
    if row is None or change.kind == ChangeKind.UNDONE:
        raise PlanRefused(_("Ce changement est déjà annulé."))
    written = plain({name: getattr(row, _column(name)) for name in change.after})
    if written != change.after:
        raise PlanRefused(_("« %(what)s » a changé depuis : modifiez plutôt la ligne.") % {"what": change.subject})
    if change.kind not in _ADDITIONS:
        for name, value in change.before.items():
            setattr(row, name, _value(name, value))
        row.save(update_fields=list(change.before))
        return keep(held, ChangeKind.UNDONE, row, before=change.after, after=change.before, by=by, at=at, owner=owner)
    if _holds_more(row):
        raise PlanRefused(_("« %(what)s » contient déjà autre chose.") % {"what": change.subject})
    undone = keep(held, ChangeKind.UNDONE, row, before=change.after, after={}, by=by, at=at, owner=owner)
    row.delete()
    return undone


def _row(change: PlanChange) -> Need | Goal | PlanAction | None:
    kind = change.kind.split("_")[0]
    match kind:
        case "need":
            return Need.objects.filter(pk=change.row).first()
        case "goal":
            return Goal.objects.select_related("need").filter(pk=change.row).first()
        case "action":
            return PlanAction.objects.select_related("goal__need").filter(pk=change.row).first()
    return None


def _holds_more(row: Need | Goal | PlanAction) -> bool:
    match row:
        case Need():
            return row.goals.exists()
        case Goal():
            return row.actions.exists()
    return False


def _column(name: str) -> str:
    return f"{name}_id" if name in {"entry", "domain"} else name


def _value(name: str, value: Any) -> Any:  # noqa: ANN401 - any field
    return date.fromisoformat(value) if name in _DAYS and value else value
