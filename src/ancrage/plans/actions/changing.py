"""What every change of a plan shares: the lock, the revision, the line of the ledger, the entry of the register."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.utils.translation import gettext as _

from ancrage.accounts.models import User
from ancrage.audit.actions import record
from ancrage.core.errors import Refused
from ancrage.plans.models import ActionPlan, ChangeKind, Goal, Need, PlanAction, PlanChange


class PlanRefused(Refused):
    pass


class PlanChanged(PlanRefused):
    """Someone else changed the plan since it was read at ``since``; it stands at ``revision`` now."""

    def __init__(self, *, since: int, revision: int) -> None:
        super().__init__(_("Le plan a changé pendant que vous écriviez. Voyez ce qui a changé, puis choisissez."))
        self.since = since
        self.revision = revision


@dataclass(frozen=True, slots=True)
class Owner:
    """What the plan belongs to, for the register: ids of the person and dossier, code of the region."""

    about: tuple[UUID, ...] = ()
    region: str = ""


NOBODY = Owner()


def lock(plan: ActionPlan, expected_revision: int | None) -> ActionPlan:
    """The plan, held until the end of the transaction.

    :param expected_revision: the one that was read; ``None`` when what follows checks by itself.
    :raises PlanChanged: when another change came in between.
    """
    held = ActionPlan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    if expected_revision is not None and held.revision != expected_revision:
        raise PlanChanged(since=expected_revision, revision=held.revision)
    return held


def keep(
    plan: ActionPlan,
    kind: ChangeKind,
    row: Need | Goal | PlanAction,
    *,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    by: User,
    at: datetime,
    owner: Owner,
) -> PlanChange:
    """Write the change down and give the plan its next revision. ``plan`` is locked."""
    plan.revision += 1
    plan.changed_at, plan.changed_by = at, by
    plan.save(update_fields=["revision", "changed_at", "changed_by"])
    need = need_of(row)
    change = PlanChange.objects.create(
        plan=plan,
        revision=plan.revision,
        at=at,
        by=by,
        kind=kind,
        need=need,
        is_restricted=need.is_restricted,
        row=row.pk,
        subject=str(row),
        before=plain(before),
        after=plain(after),
    )
    record(kind.verb, by=by, on=row, at=at, fields=[*before, *after], about=owner.about, region=owner.region)
    return change


def change_fields(row: Model, values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Write those of ``values`` that differ; returns the fields before and after, empty when nothing does."""
    before = {name: getattr(row, name) for name, value in values.items() if getattr(row, name) != value}
    after = {name: values[name] for name in before}
    for name, value in after.items():
        setattr(row, name, value)
    if after:
        row.save(update_fields=list(after))
    return before, after


def need_of(row: Need | Goal | PlanAction) -> Need:
    match row:
        case Need():
            return row
        case Goal():
            return row.need
    return row.goal.need


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """``values`` as JSON holds them: ids and days as texts."""
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: Any) -> Any:  # noqa: ANN401 - any field
    if isinstance(value, Model):
        return str(value.pk)
    if isinstance(value, UUID):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value
