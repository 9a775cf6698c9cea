import structlog
from procrastinate.contrib.django import app

from ancrage.core.clock import real_now
from ancrage.files.actions import remove_orphans

log = structlog.get_logger(__name__)


# In UTC: in the night of Québec, all year round.
@app.periodic(cron="40 6 * * *")
@app.task(name="files.remove_orphans", queueing_lock="files.remove_orphans", lock="files.remove_orphans")
def remove_orphan_files(timestamp: int) -> None:  # noqa: ARG001 - the queue passes the tick's time
    """Remove what transactions that failed, or processes killed, left in the storage."""
    if removed := remove_orphans(at=real_now()):
        log.info("orphan_files_removed", count=removed)
