from procrastinate.contrib.django import app

from ancrage.audit.actions import seal
from ancrage.core.clock import real_now


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="audit.seal", lock="audit.seal")
def seal_register(timestamp: int) -> None:  # noqa: ARG001 - the queue passes the tick's time
    """Seal what was written in the last minute."""
    seal(at=real_now())
