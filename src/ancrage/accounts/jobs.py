import structlog
from procrastinate.contrib.django import app

from ancrage.accounts.actions.notifications import send_digest
from ancrage.accounts.actions.sign_in import forget_old
from ancrage.accounts.queries import awaiting_digest
from ancrage.core import now

log = structlog.get_logger(__name__)


@app.periodic(cron="20 4 * * *")
@app.task(
    name="ancrage.accounts.jobs.forget", queueing_lock="accounts.forget", lock="accounts.forget", pass_context=False
)
def forget(timestamp: int) -> None:  # noqa: ARG001 - given by the scheduler
    forget_old(at=now())


# In UTC: before the day begins in Québec, all year round.
@app.periodic(cron="0 11 * * 1-5")
@app.task(
    name="ancrage.accounts.jobs.send_digests",
    queueing_lock="accounts.digests",
    lock="accounts.digests",
    pass_context=False,
)
def send_digests(timestamp: int) -> None:  # noqa: ARG001 - given by the scheduler
    """One by one, each in its transaction: killed and run again, nobody is written to twice."""
    at = now()
    for user in awaiting_digest():
        try:
            send_digest(user=user, at=at)
        except Exception:
            log.exception("digest_failed", user=str(user.pk))
