"""The hours before an appointment, as decided from a day on; what was decided before stays."""

from datetime import date, datetime

from django.db import transaction

from ancrage.accounts.models import User
from ancrage.audit.actions import record
from ancrage.core.dates import local_day
from ancrage.newcomers.models.delay import Delay
from ancrage.territory.actions.dated_rules import make_room, take_back
from ancrage.territory.dated import from_day


@transaction.atomic
def change_delay(*, model: type[Delay], hours: int, reason: str, starts_on: date, by: User, at: datetime) -> Delay:
    """From ``starts_on`` on, so many hours before.

    :raises RuleRefused: for a day that is past, or when another delay begins that day or later.
    """
    make_room(_locked(model), starts_on, at)
    during = from_day(starts_on)
    delay = model._default_manager.create(hours=hours, reason=reason, during=during, decided_by=by, decided_at=at)
    record("newcomers.delay.changed", by=by, on=delay, at=at, fields=["hours", "during"])
    return delay


@transaction.atomic
def withdraw_delay(*, delay: Delay, by: User, at: datetime) -> None:
    """Undo ``change_delay`` until the end of the day it begins: the one before lasts again.

    :raises RuleRefused: once it began, or when another follows it.
    """
    rules = _locked(type(delay))
    if delay in rules:
        record("newcomers.delay.withdrawn", by=by, on=delay, at=at, fields=["hours", "during"])
        take_back(rules, delay, from_=local_day(at))


def _locked(model: type[Delay]) -> list[Delay]:
    return list(model._default_manager.select_for_update(of=("self",)).order_by("during"))
