"""The plan of a dossier: the verbs of ``plans``, and what a dossier adds to them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from ancrage.accounts.models import User
from ancrage.core.dates import local_day
from ancrage.directory.models import NeedDomain
from ancrage.newcomers.actions.circle import CircleRefused, claim
from ancrage.newcomers.awaiting import something_awaits
from ancrage.newcomers.models import Case, CaseReferral, CaseState
from ancrage.newcomers.queries.plan_document import plan_context, plan_language
from ancrage.plans import actions as plans
from ancrage.plans.actions import Owner, PlanRefused
from ancrage.plans.models import ActionPlan, ChangeKind, PlanChange, PlanVersion

T = TypeVar("T")


@transaction.atomic
def write_plan(verb: Callable[..., T], *, case: Case, by: User, at: datetime, **values: Any) -> T:
    """Run one of the verbs of ``plans.actions`` on the plan of ``case``, which comes from ``for_page``.

    :raises PlanRefused: on a closed dossier, or for the reasons of the verb.
    """
    _check_open(case)
    expected = values.get("expected_revision")
    if expected is not None and not case.sees_restricted:
        values["expected_revision"] = _as_seen(case, expected)
    return verb(by=by, at=at, owner=_owner(case), **values)


@transaction.atomic
def hand_over(*, case: Case, by: User, at: datetime, **values: Any) -> PlanVersion:
    """Note that the person has a version of their plan; they see it in their space too.

    :raises PlanRefused: for the reasons of ``plans.actions.hand_over_version``.
    """
    version = write_plan(plans.hand_over_version, case=case, by=by, at=at, **values)
    something_awaits(case, by=by, at=at)
    return version


@transaction.atomic
def add_need(*, case: Case, domain: NeedDomain, by: User, at: datetime, **values: Any) -> PlanChange:
    """Add a need to the plan. In a sensitive domain, whoever follows a dossier that names nobody becomes named on it.

    ``case`` comes from ``for_page``.

    :raises PlanRefused: in a sensitive domain, for whoever is not named and does not follow the dossier, or
        follows it while others are named.
    """
    if domain.is_sensitive and not case.is_named:
        _name_agent(case, by=by, at=at)
    return write_plan(plans.add_need, case=case, by=by, at=at, plan=case.plan, domain=domain, **values)


def _name_agent(case: Case, *, by: User, at: datetime) -> None:
    reason = _(
        "Les besoins de ce domaine sont inscrits par les personnes nommées au dossier."
        " Demandez d’y être nommé, ou confiez-le à qui suit le dossier."
    )
    if case.agent_id != by.pk:
        raise PlanRefused(reason, field="domain")
    try:
        claim(case=case, by=by, at=at)
    except CircleRefused as refusal:
        raise PlanRefused(reason, field="domain") from refusal


@transaction.atomic
def undo_change(*, case: Case, change: PlanChange, by: User, at: datetime) -> PlanChange:
    """Undo a change of the plan.

    :raises PlanRefused: for a need already behind a referral, or for the reasons of ``plans.undo_change``.
    """
    if change.kind == ChangeKind.NEED_ADDED and CaseReferral.objects.filter(case=case, need=change.row).exists():
        raise PlanRefused(_("Un aiguillage répond déjà à ce besoin."))
    return write_plan(plans.undo_change, case=case, by=by, at=at, change=change)


@transaction.atomic
def make_version(*, case: Case, expected_revision: int, by: User, at: datetime) -> PlanVersion:
    """Freeze the plan, to be proposed to the person in French and in the language of their documents that day."""
    day = local_day(at)
    return write_plan(
        plans.make_version,
        case=case,
        by=by,
        at=at,
        plan=case.plan,
        expected_revision=expected_revision,
        language=plan_language(case.person, day),
        context=plan_context(case, day),
    )


def _check_open(case: Case) -> None:
    held = Case.objects.select_for_update(of=("self",), no_key=True).only("state").get(pk=case.pk)
    if held.state == CaseState.CLOSED:
        raise PlanRefused(_("Ce dossier est fermé. Rouvrez-le pour changer son plan."))


def _as_seen(case: Case, expected: int) -> int:
    """``expected``, or the revision of now when all that changed since is hidden from the reader: nothing may tell it."""
    plan = ActionPlan.objects.select_for_update(of=("self",)).get(pk=case.plan_id)
    seen = PlanChange.objects.filter(plan=plan).since(expected).unrestricted()
    return expected if seen.exists() else max(expected, plan.revision)


def _owner(case: Case) -> Owner:
    return Owner(about=(case.pk, case.person_id), region=case.region.code)
