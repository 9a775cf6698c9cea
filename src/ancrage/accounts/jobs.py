from procrastinate.contrib.django import app

from ancrage.accounts.actions.sign_in import forget_old
from ancrage.core import now


@app.periodic(cron="20 4 * * *")
@app.task(
    name="ancrage.accounts.jobs.forget", queueing_lock="accounts.forget", lock="accounts.forget", pass_context=False
)
def forget(timestamp: int) -> None:  # noqa: ARG001 - given by the scheduler
    forget_old(at=now())
