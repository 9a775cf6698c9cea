from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from ancrage.core.clock import now, real_now
from ancrage.portal.actions.signing_in import forget_codes, send_code

_RETRY = RetryStrategy(max_attempts=5, wait=5)


@app.task(name="ancrage.portal.jobs.send_sign_in_code", retry=_RETRY, pass_context=False)
def send_sign_in_code(code_id: str) -> None:
    send_code(code_id=UUID(code_id), real=real_now(), at=now())


@app.periodic(cron="50 5 * * *")
@app.task(name="portal.forget_codes", queueing_lock="portal.forget_codes")
def forget_sign_in_codes(timestamp: int) -> None:  # noqa: ARG001 - the queue passes the tick's time
    """Delete the codes asked the day before."""
    forget_codes(real=real_now())
