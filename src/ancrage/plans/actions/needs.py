from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ancrage.accounts.models import User
from ancrage.core.dates import local_day
from ancrage.directory.models import NeedDomain
from ancrage.plans.actions.changing import NOBODY, Owner, PlanRefused, change_fields, keep, lock
from ancrage.plans.models import ActionPlan, ChangeKind, Need, PlanChange


@transaction.atomic
def add_need(
    *,
    plan: ActionPlan,
    expected_revision: int | None,
    domain: NeedDomain,
    title: str,
    level: int,
    urgency: str,
    covered_by: str,
    by: User,
    at: datetime,
    translations: Mapping[str, str] | None = None,
    owner: Owner = NOBODY,
) -> PlanChange:
    """Add a need; the change returned holds it as ``change.need``. In a sensitive domain, it is restricted.

    :param translations: the title in other languages, as the agent typed it.
    :raises PlanChanged: when another change came in between.
    """
    held = lock(plan, expected_revision)
    values = {
        "domain": domain,
        "title": title,
        "translations": dict(translations or {}),
        "level": level,
        "urgency": urgency,
        "covered_by": covered_by,
    }
    need = Need.objects.create(plan=held, is_restricted=domain.is_sensitive, identified_on=local_day(at), **values)
    return keep(held, ChangeKind.NEED_ADDED, need, before={}, after=values, by=by, at=at, owner=owner)


@transaction.atomic
def change_need(
    *,
    need: Need,
    expected_revision: int | None,
    domain: NeedDomain,
    title: str,
    level: int,
    urgency: str,
    covered_by: str,
    state: str,
    by: User,
    at: datetime,
    translations: Mapping[str, str] | None = None,
    owner: Owner = NOBODY,
) -> PlanChange | None:
    """Change what is given and differs; ``None`` when nothing does.

    :raises PlanRefused: when the domain moves into or out of restricted access.
    """
    held = lock(need.plan, expected_revision)
    need.refresh_from_db()
    if domain.is_sensitive != need.is_restricted:
        reason = _("L’accès d’un besoin ne change pas avec son domaine. Ajoutez plutôt un autre besoin.")
        raise PlanRefused(reason, field="domain")
    values = {
        "domain_id": domain.pk,
        "title": title,
        "translations": dict(translations or {}),
        "level": level,
        "urgency": urgency,
        "covered_by": covered_by,
        "state": state,
    }
    before, after = change_fields(need, values)
    if not after:
        return None
    return keep(held, ChangeKind.NEED_CHANGED, need, before=before, after=after, by=by, at=at, owner=owner)
