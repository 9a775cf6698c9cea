"""The actions of a plan: who does what, by when."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from ancrage.accounts.models import User
from ancrage.core.dates import local_day
from ancrage.plans.actions.changing import NOBODY, Owner, PlanRefused, change_fields, keep, lock
from ancrage.plans.models import ActionState, CatalogueAction, ChangeKind, Goal, PlanAction, PlanChange

_OPEN = ActionState.open_states()
NEXT: Mapping[ActionState, tuple[ActionState, ...]] = {
    ActionState.TODO: (ActionState.DOING, ActionState.DONE, ActionState.POSTPONED, ActionState.ABANDONED),
    ActionState.DOING: (ActionState.TODO, ActionState.DONE, ActionState.POSTPONED, ActionState.ABANDONED),
    ActionState.POSTPONED: (*_OPEN, ActionState.DONE, ActionState.ABANDONED),
    ActionState.DONE: (ActionState.TODO,),
    ActionState.ABANDONED: (ActionState.TODO,),
}
"""What may follow each state."""
_KINDS: Mapping[ActionState, ChangeKind] = {
    ActionState.TODO: ChangeKind.ACTION_REOPENED,
    ActionState.DOING: ChangeKind.ACTION_STARTED,
    ActionState.DONE: ChangeKind.ACTION_DONE,
    ActionState.POSTPONED: ChangeKind.ACTION_POSTPONED,
    ActionState.ABANDONED: ChangeKind.ACTION_ABANDONED,
}


@transaction.atomic
def add_action(
    *,
    goal: Goal,
    expected_revision: int | None,
    text: str,
    performer: str,
    by: User,
    at: datetime,
    entry: CatalogueAction | None = None,
    translations: Mapping[str, str] | None = None,
    due_on: date | None = None,
    owner: Owner = NOBODY,
) -> PlanChange:
    """Add an action, last of its goal; the same one twice is fine. ``change.row`` is its id.

    An entry of the catalogue without a day is due after its usual number of days.
    """
    held = lock(goal.need.plan, expected_revision)
    if due_on is None and entry is not None:
        due_on = local_day(at) + timedelta(days=entry.usual_days)
    values = {
        "text": text,
        "entry": entry,
        "translations": dict(translations or {}),
        "performer": performer,
        "due_on": due_on,
    }
    action = PlanAction.objects.create(goal=goal, position=goal.actions.count(), **values)
    return keep(held, ChangeKind.ACTION_ADDED, action, before={}, after=values, by=by, at=at, owner=owner)


@transaction.atomic
def change_action(
    *,
    action: PlanAction,
    expected_revision: int | None,
    text: str,
    performer: str,
    by: User,
    at: datetime,
    entry: CatalogueAction | None = None,
    translations: Mapping[str, str] | None = None,
    due_on: date | None = None,
    owner: Owner = NOBODY,
) -> PlanChange | None:
    """Change what differs; ``None`` when nothing does."""
    held = lock(action.goal.need.plan, expected_revision)
    action.refresh_from_db(fields=["text", "entry", "translations", "performer", "due_on"])
    values = {
        "text": text,
        "entry_id": entry.pk if entry else None,
        "translations": dict(translations or {}),
        "performer": performer,
        "due_on": due_on,
    }
    before, after = change_fields(action, values)
    if not after:
        return None
    return keep(held, ChangeKind.ACTION_CHANGED, action, before=before, after=after, by=by, at=at, owner=owner)


@transaction.atomic
def mark_action(
    *,
    action: PlanAction,
    expected_revision: int | None,
    state: str,
    by: User,
    at: datetime,
    due_on: date | None = None,
    owner: Owner = NOBODY,
) -> PlanChange:
    """Move an action to ``state``; done, it bears the day.

    :param due_on: the new day of an action put off, to come.
    :raises PlanRefused: when ``state`` cannot follow, or an action is put off to a day gone by.
    """
    held = lock(action.goal.need.plan, expected_revision)
    action.refresh_from_db(fields=["state", "due_on", "done_on"])
    now, then = ActionState(action.state), ActionState(state)
    if then not in NEXT[now]:
        raise PlanRefused(_("Cette action est déjà « %(state)s ».") % {"state": now.label})
    day = local_day(at)
    values: dict[str, object] = {"state": then, "done_on": day if then is ActionState.DONE else None}
    if then is ActionState.POSTPONED:
        if due_on is None or due_on <= day:
            raise PlanRefused(_("Choisissez un jour à venir."), field="due_on")
        values["due_on"] = due_on
    before, after = change_fields(action, values)
    return keep(held, _KINDS[then], action, before=before, after=after, by=by, at=at, owner=owner)
