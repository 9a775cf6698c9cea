from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ancrage.accounts.models import User
from ancrage.core.dates import local_day
from ancrage.plans.actions.changing import NOBODY, Owner, PlanRefused, change_fields, keep, lock
from ancrage.plans.models import CatalogueGoal, ChangeKind, Goal, Need, PlanChange


@transaction.atomic
def add_goal(
    *,
    need: Need,
    expected_revision: int | None,
    text: str,
    by: User,
    at: datetime,
    entry: CatalogueGoal | None = None,
    translations: Mapping[str, str] | None = None,
    target_on: date | None = None,
    owner: Owner = NOBODY,
) -> PlanChange:
    """Add a goal to ``need``, last. ``change.row`` is its id.

    :param translations: what the agent typed, by language; an entry of the catalogue has its own.
    """
    held = lock(need.plan, expected_revision)
    values = {"text": text, "entry": entry, "translations": dict(translations or {}), "target_on": target_on}
    goal = Goal.objects.create(need=need, position=need.goals.count(), **values)
    return keep(held, ChangeKind.GOAL_ADDED, goal, before={}, after=values, by=by, at=at, owner=owner)


@transaction.atomic
def change_goal(
    *,
    goal: Goal,
    expected_revision: int | None,
    text: str,
    by: User,
    at: datetime,
    entry: CatalogueGoal | None = None,
    translations: Mapping[str, str] | None = None,
    target_on: date | None = None,
    owner: Owner = NOBODY,
) -> PlanChange | None:
    """Change what differs; ``None`` when nothing does."""
    held = lock(goal.need.plan, expected_revision)
    goal.refresh_from_db(fields=["text", "entry", "translations", "target_on"])
    values = {
        "text": text,
        "entry_id": entry.pk if entry else None,
        "translations": dict(translations or {}),
        "target_on": target_on,
    }
    before, after = change_fields(goal, values)
    if not after:
        return None
    return keep(held, ChangeKind.GOAL_CHANGED, goal, before=before, after=after, by=by, at=at, owner=owner)


@transaction.atomic
def mark_goal(
    *,
    goal: Goal,
    expected_revision: int | None,
    reached_on: date | None,
    by: User,
    at: datetime,
    owner: Owner = NOBODY,
) -> PlanChange | None:
    """Say that the goal is reached, or, with ``None``, that it is not after all."""
    held = lock(goal.need.plan, expected_revision)
    goal.refresh_from_db(fields=["reached_on"])
    if reached_on and reached_on > local_day(at):
        raise PlanRefused(_("Cette date n’est pas encore passée."), field="reached_on")
    before, after = change_fields(goal, {"reached_on": reached_on})
    if not after:
        return None
    kind = ChangeKind.GOAL_REACHED if reached_on else ChangeKind.GOAL_REOPENED
    return keep(held, kind, goal, before=before, after=after, by=by, at=at, owner=owner)
