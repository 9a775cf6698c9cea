from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from ancrage.core.clock import now
from ancrage.messaging.actions import deliver
from ancrage.messaging.actions.delivering import MAX_ATTEMPTS

# Twelve tries over about a day, whatever failed, the database included: 30 s, then twice as long each time.
_RETRY = RetryStrategy(max_attempts=MAX_ATTEMPTS, exponential_wait=2, wait=30)


@app.task(name="ancrage.messaging.jobs.deliver_message", retry=_RETRY, pass_context=False)
def deliver_message(message_id: str) -> None:
    deliver(UUID(message_id), at=now())
