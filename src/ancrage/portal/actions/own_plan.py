"""The person marks their own actions, and takes it back."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from ancrage.accounts.models import User
from ancrage.newcomers.actions.plan import undo_change, write_plan
from ancrage.newcomers.models import Case
from ancrage.plans import actions as plans
from ancrage.plans.actions import PlanRefused
from ancrage.plans.models import ActionState, ChangeKind, Performer, PlanAction, PlanChange


@transaction.atomic
def mark_done(*, case: Case, action_id: UUID, by: User, at: datetime) -> None:
    """One of the actions that the person does. Twice changes nothing.

    :raises PlanRefused: for any other, or on a closed dossier.
    """
    rows = PlanAction.objects.select_related("goal__need__plan")
    own = rows.filter(plan=case.plan_id, performer=Performer.PERSON, goal__need__is_restricted=False)
    action = own.filter(pk=action_id).first()
    if action is None:
        raise PlanRefused(_("Cette action n’est plus à votre plan."))
    if action.state != ActionState.DONE:
        values = {"action": action, "expected_revision": None, "state": ActionState.DONE}
        write_plan(plans.mark_action, case=case, by=by, at=at, **values)


@transaction.atomic
def take_back(*, case: Case, action_id: UUID, by: User, at: datetime) -> None:
    """As it was before they said that it is done.

    :raises PlanRefused: when someone else said it, or it changed since.
    """
    said = PlanChange.objects.filter(plan=case.plan_id, row=action_id, kind=ChangeKind.ACTION_DONE, by=by)
    change = said.order_by("-revision").first()
    if change is None:
        raise PlanRefused(_("Cette action n’est plus à votre plan."))
    undo_change(case=case, change=change, by=by, at=at)
