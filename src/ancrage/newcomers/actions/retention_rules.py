"""How long things are kept, as decided from a day on; what was decided before stays."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ancrage.accounts.models import User
from ancrage.audit.actions import record
from ancrage.core.dates import local_day
from ancrage.core.errors import Refused
from ancrage.newcomers.models import Kept, RetentionRule
from ancrage.territory.dated import from_day
from ancrage.ui.formats import day


class RetentionRefused(Refused):
    """The delays stay as they are."""


@transaction.atomic
def change_retention(
    *, kept: Kept, days: int, basis: str, is_confirmed: bool, reason: str, starts_on: date, by: User, at: datetime
) -> RetentionRule:
    """From ``starts_on`` on, what is ``kept`` stays so many days.

    :raises RetentionRefused: for a day that is past, or when a rule begins that day or later.
    """
    if starts_on < local_day(at):
        raise RetentionRefused(
            _("Un délai ne change pas le passé : choisissez aujourd’hui ou plus tard."), field="starts_on"
        )
    rules = list(RetentionRule.objects.select_for_update(of=("self",)).filter(kept=kept).order_by("during"))
    if rules and rules[-1].starts_on >= starts_on:
        words = {"day": day(rules[-1].starts_on)}
        raise RetentionRefused(
            _("Un délai commence déjà le %(day)s : choisissez un jour après.") % words, field="starts_on"
        )
    if rules and rules[-1].is_on(starts_on):
        rules[-1].during = from_day(rules[-1].starts_on, starts_on)
        rules[-1].save(update_fields=["during"])
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

    :raises RetentionRefused: once its day has come.
    """
    rules = list(RetentionRule.objects.select_for_update(of=("self",)).filter(kept=rule.kept).order_by("during"))
    if rule not in rules:
        return
    if rule.starts_on <= local_day(at) or rules[-1] != rule:
        raise RetentionRefused(_("Ce délai a commencé ou un autre le suit : inscrivez-en un nouveau."))
    record("newcomers.retentionrule.withdrawn", by=by, on=rule, at=at, fields=["days", "during"])
    rule.delete()
    if len(rules) > 1 and rules[-2].ends_before == rule.starts_on:
        rules[-2].during = from_day(rules[-2].starts_on)
        rules[-2].save(update_fields=["during"])
