from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from ancrage.accounts.models import User
from ancrage.audit.actions import record
from ancrage.core import Refused
from ancrage.core.dates import local_day
from ancrage.newcomers.actions.appointments import cancel_planned
from ancrage.newcomers.actions.follow_ups import agrees_to_later_contact
from ancrage.newcomers.actions.groups import leave_groups
from ancrage.newcomers.models import (
    Case,
    CaseMoment,
    CaseState,
    CaseTransition,
    ClosingReason,
    FollowUp,
    FollowUpState,
    OnlineRequest,
)
from ancrage.newcomers.queries.appointments import planned_ahead
from ancrage.referrals.models import ReferralState

if TYPE_CHECKING:
    from django.db.models import QuerySet


class ClosingRefused(Refused):
    """The dossier cannot be closed, or opened again."""


@transaction.atomic
def close_case(
    *, case: Case, reason: ClosingReason, note: str, by: User, at: datetime, planned: Collection[UUID] = ()
) -> None:
    """Close a dossier. Follow-ups to come are cancelled, but the last one when the person agreed to it.

    :param planned: the appointments that whoever closes was shown: they are cancelled.
    :raises ClosingRefused: when it is closed, or referrals still await an answer, or another appointment is planned.
    """
    case = _locked(case)
    if case.state == CaseState.CLOSED:
        raise ClosingRefused(_("Ce dossier est déjà fermé."))
    if case.referrals.filter(referral__state__in=ReferralState.awaiting_answer()).exists():
        raise ClosingRefused(_("Des aiguillages attendent une réponse. Retirez-les avant de fermer le dossier."))
    if planned_ahead(case, at).exclude(pk__in=planned).exists():
        raise ClosingRefused(_("Un rendez-vous est encore prévu. Annulez-le avant de fermer le dossier."))
    cancel_planned(case=case, seen=planned, by=by, at=at)
    leave_groups(case=case, by=by, at=at)
    case.state, case.closed_at, case.closing_reason = CaseState.CLOSED, at, reason
    case.save(update_fields=["state", "closed_at", "closing_reason"])
    kept = _last_planned(case) if agrees_to_later_contact(case, local_day(at)) else None
    cancelled = _planned(case).exclude(pk=kept.pk) if kept else _planned(case)
    cancelled.update(state=FollowUpState.CANCELLED)
    _moment(case, CaseMoment.CLOSED, note=note, by=by, at=at)


@transaction.atomic
def reopen_case(*, case: Case, note: str, by: User, at: datetime) -> None:
    """Open a closed dossier again; the follow-ups still to come are planned again. Without an agent, it waits for one.

    :raises ClosingRefused: when it is open, was destroyed as unwanted, or the person has another open dossier.
    """
    case = _locked(case)
    if case.state != CaseState.CLOSED:
        raise ClosingRefused(_("Ce dossier est déjà ouvert."))
    if OnlineRequest.objects.filter(case=case, destroyed_at__isnull=False).exists():
        raise ClosingRefused(_("Cette demande indésirable a été détruite : elle ne peut plus revenir."))
    if Case.objects.open().filter(person=case.person_id).exists():
        raise ClosingRefused(_("Cette personne a déjà un dossier ouvert."))
    case.state = CaseState.ACTIVE if case.agent_id else CaseState.REQUESTED
    case.closed_at = case.closing_reason = None
    case.save(update_fields=["state", "closed_at", "closing_reason"])
    case.follow_ups.filter(state=FollowUpState.CANCELLED, due_on__gte=local_day(at)).update(state=FollowUpState.PLANNED)
    _moment(case, CaseMoment.REOPENED, note=note, by=by, at=at)


def _locked(case: Case) -> Case:
    return Case.objects.select_for_update(of=("self",)).get(pk=case.pk)


def _planned(case: Case) -> "QuerySet[FollowUp]":
    return FollowUp.objects.planned().filter(case=case)


def _last_planned(case: Case) -> FollowUp | None:
    return _planned(case).order_by("-due_on").first()


def _moment(case: Case, kind: CaseMoment, *, note: str, by: User, at: datetime) -> None:
    CaseTransition.objects.create(case=case, at=at, by=by, kind=kind, note=note)
    record(f"newcomers.case.{kind}", by=by, on=case, at=at, about=[case.pk, case.person_id], region=case.region.code)
