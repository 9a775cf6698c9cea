import structlog
from procrastinate.contrib.django import app

from ancrage.core.clock import now, real_now
from ancrage.files.actions import remove_orphans
from ancrage.files.actions.scanning import scan_waiting

log = structlog.get_logger(__name__)


# In UTC: in the night of Québec, all year round.
@app.periodic(cron="40 6 * * *")
@app.task(name="files.remove_orphans", queueing_lock="files.remove_orphans", lock="files.remove_orphans")
def remove_orphan_files(timestamp: int) -> None:  # noqa: ARG001 - the queue passes the tick's time
    """Remove what transactions that failed, or processes killed, left in the storage."""
    if removed := remove_orphans(at=real_now()):
        log.info("orphan_files_removed", count=removed)


@app.periodic(cron="*/5 * * * *")
@app.task(name="files.scan_waiting", queueing_lock="files.scan_waiting", lock="files.scan_waiting")
def scan_waiting_files(timestamp: int) -> None:  # noqa: ARG001 - the queue passes the tick's time
    """Examine the files that waited for clamd."""
    if scanned := scan_waiting(at=now()):
        log.info("files_scanned", count=scanned)
