from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ancrage.accounts.models import User
from ancrage.audit.actions import record
from ancrage.core.dates import local_day, midday
from ancrage.plans.actions.changing import NOBODY, Owner, PlanRefused, lock
from ancrage.plans.models import AcceptanceMode, ActionPlan, PlanVersion
from ancrage.plans.queries import frozen_needs, plan_tree
from ancrage.ui.formats import day


@transaction.atomic
def make_version(
    *,
    plan: ActionPlan,
    expected_revision: int | None,
    language: str,
    context: Mapping[str, Any],
    by: User,
    at: datetime,
    owner: Owner = NOBODY,
) -> PlanVersion:
    """Freeze the plan as it stands, restricted needs left out, to be proposed to the person.

    :param language: handed over beside French: "en", "es", "ar", or "" for French alone.
    :param context: what the owner adds, as JSON: names, service point, referrals, next follow-up.
    :raises PlanRefused: when the plan is empty, or says what the last version says.
    """
    held = lock(plan, expected_revision)
    needs = plan_tree(held, restricted=False)
    if not any(need.goals for need in needs):
        raise PlanRefused(_("Le plan n’a pas encore d’objectif : il n’y a rien à remettre à la personne."))
    content = {"needs": frozen_needs(needs), "context": dict(context)}
    last = PlanVersion.objects.filter(plan=held).order_by("-number").first()
    if last is not None and last.content == content and last.language == language:
        raise PlanRefused(_("Rien n’a changé depuis la version %(number)d.") % {"number": last.number})
    version = PlanVersion.objects.create(
        plan=held,
        number=last.number + 1 if last else 1,
        revision=held.revision,
        content=content,
        language=language,
        made_at=at,
        made_by=by,
    )
    record("plans.version.made", by=by, on=version, at=at, about=owner.about, region=owner.region)
    return version


@transaction.atomic
def accept_version(*, version: PlanVersion, mode: str, by: User, at: datetime, owner: Owner = NOBODY) -> PlanVersion:
    """Note that the person accepts ``version``; ``by`` is the agent before them.

    :raises PlanRefused: when a later version exists, or this one is accepted already.
    """
    lock(version.plan, None)
    last = PlanVersion.objects.filter(plan=version.plan).order_by("-number")[0]
    if last.pk != version.pk:
        numbers = {"number": version.number, "last": last.number}
        raise PlanRefused(
            _("La version %(last)d a remplacé la version %(number)d : c’est elle qui s’accepte.") % numbers
        )
    if last.accepted_at is not None:
        raise PlanRefused(_("La version %(number)d est déjà acceptée.") % {"number": last.number})
    last.accepted_at, last.acceptance = at, AcceptanceMode(mode)
    last.save(update_fields=["accepted_at", "acceptance"])
    record("plans.version.accepted", by=by, on=last, at=at, about=owner.about, region=owner.region)
    return last


@transaction.atomic
def hand_over_version(*, version: PlanVersion, on: date, by: User, at: datetime, owner: Owner = NOBODY) -> PlanVersion:
    """Note that the document of ``version`` was given to the person on the day ``on``. Once.

    :raises PlanRefused: when that is noted already, for a day to come, or one before the version was made.
    """
    held = _held(version)
    if held.handed_over_at is not None:
        raise PlanRefused(_("La remise de la version %(number)d est déjà notée.") % {"number": held.number})
    if on > local_day(at):
        raise PlanRefused(_("Cette date n’est pas encore passée."), field="on")
    if on < local_day(held.made_at):
        numbers = {"number": held.number, "day": day(held.made_at)}
        raise PlanRefused(
            _("La version %(number)d n’existait pas : elle est établie le %(day)s.") % numbers, field="on"
        )
    held.handed_over_at = at if on == local_day(at) else max(held.made_at, midday(on))
    return _keep_handover(held, "plans.version.handed_over", by=by, at=at, owner=owner)


@transaction.atomic
def undo_hand_over(*, version: PlanVersion, by: User, at: datetime, owner: Owner = NOBODY) -> PlanVersion:
    """Say that ``version`` was not given to the person after all.

    :raises PlanRefused: when nothing says it was.
    """
    held = _held(version)
    if held.handed_over_at is None:
        raise PlanRefused(_("Aucune remise de la version %(number)d n’est notée.") % {"number": held.number})
    held.handed_over_at = None
    return _keep_handover(held, "plans.version.handover_undone", by=by, at=at, owner=owner)


def _held(version: PlanVersion) -> PlanVersion:
    """``version`` as it is now, its plan locked."""
    lock(version.plan, None)
    return PlanVersion.objects.get(pk=version.pk)


def _keep_handover(held: PlanVersion, verb: str, *, by: User, at: datetime, owner: Owner) -> PlanVersion:
    held.save(update_fields=["handed_over_at"])
    record(verb, by=by, on=held, at=at, fields=["handed_over_at"], about=owner.about, region=owner.region)
    return held
