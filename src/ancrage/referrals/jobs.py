from collections.abc import Callable

import structlog
from django.db.models import QuerySet
from procrastinate.contrib.django import app

from ancrage.core.actors import JobActor
from ancrage.core.clock import now
from ancrage.referrals.actions.expiring import expire
from ancrage.referrals.actions.sending import REMIND_BEFORE, remind
from ancrage.referrals.models import Referral

log = structlog.get_logger(__name__)


@app.periodic(cron="*/10 * * * *")
@app.task(name="referrals.expire", queueing_lock="referrals.expire", lock="referrals.expire")
def expire_referrals(timestamp: int) -> None:  # noqa: ARG001 - the queue passes the tick's time
    """Close what nobody answered, one by one: a faulty row stops no other."""
    at, by = now(), JobActor("referrals.expire")
    _each(Referral.objects.expired_by(at), lambda referral: expire(referral=referral, by=by, at=at))


@app.periodic(cron="5 12 * * 1-5")
@app.task(name="referrals.remind", queueing_lock="referrals.remind", lock="referrals.remind")
def remind_organizations(timestamp: int) -> None:  # noqa: ARG001 - the queue passes the tick's time
    """Remind, on a working morning, the organisations whose answer is nearly due."""
    at, by = now(), JobActor("referrals.remind")
    _each(Referral.objects.to_remind(at, REMIND_BEFORE), lambda referral: remind(referral=referral, by=by, at=at))


def _each(rows: QuerySet[Referral], act: Callable[[Referral], object]) -> None:
    for referral in rows.order_by("pk").iterator():
        try:
            act(referral)
        except Exception:
            log.exception("referral_job_failed", referral=str(referral.pk))
