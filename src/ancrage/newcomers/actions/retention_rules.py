"""How long things are kept, as decided from a day on; what was decided before stays."""

from datetime import date, datetime, timedelta

from django.db import transaction

from ancrage.accounts.models import User
from ancrage.audit.actions import record
from ancrage.core.dates import local_day
from ancrage.newcomers.models import Kept, RetentionRule
from ancrage.territory.actions.dated_rules import make_room, take_back
from ancrage.territory.dated import from_day


@transaction.atomic
def change_retention(
    *, kept: Kept, days: int, basis: str, is_confirmed: bool, reason: str, starts_on: date, by: User, at: datetime
) -> RetentionRule:
    """From ``starts_on`` on, what is ``kept`` stays so many days.

    :raises RuleRefused: for a day that is past, or when a rule begins that day or later.
    """
    make_room(_locked(kept), starts_on, at)
    rule = RetentionRule.objects.create(
        kept=kept,
        days=days,
        basis=basis,
        is_confirmed=is_confirmed,
        reason=reason,
        during=from_day(starts_on),
        decided_by=by,
        decided_at=at,
    )
    record("newcomers.retentionrule.changed", by=by, on=rule, at=at, fields=["days", "basis", "is_confirmed", "during"])
    return rule


@transaction.atomic
def withdraw_retention(*, rule: RetentionRule, by: User, at: datetime) -> None:
    """Take back a delay to come, under which nothing was destroyed: the one before lasts again.

    :raises RuleRefused: once its day has come.
    """
    rules = _locked(rule.kept)
    if rule not in rules:
        return
    record("newcomers.retentionrule.withdrawn", by=by, on=rule, at=at, fields=["days", "during"])
    take_back(rules, rule, from_=local_day(at) + timedelta(days=1))


def _locked(kept: str) -> list[RetentionRule]:
    return list(RetentionRule.objects.select_for_update(of=("self",)).filter(kept=kept).order_by("during"))
