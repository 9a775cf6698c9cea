"""Files taken in while clamd was away, or before there was one, are examined as soon as it answers."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import structlog
from django.db import transaction

from ancrage.files.enums import Scan
from ancrage.files.models import StoredFile
from ancrage.files.reading import FileUnreadable, content_of
from ancrage.files.scanner import ScannerAway, has_scanner, threat_in

log = structlog.get_logger(__name__)

Told = Callable[[StoredFile, datetime], None]
_told: list[Told] = []


def register_infection(tell: Told) -> None:
    """Have ``tell(file, at)`` called when a file already taken in turns out infected, by the context that holds it."""
    if tell not in _told:
        _told.append(tell)


def scan_waiting(*, at: datetime) -> int:
    """Examine every file that waits, one by one; how many were. Stops when clamd no longer answers: the rest waits."""
    if not has_scanner():
        return 0
    done = 0
    for pk in list(StoredFile.objects.to_scan().order_by("pk").values_list("pk", flat=True)):
        try:
            done += scan_file(pk, at=at)
        except ScannerAway:
            log.warning("scanner_away", scanned=done)
            break
        except FileUnreadable:
            log.exception("file_unreadable", file=str(pk))
    return done


@transaction.atomic
def scan_file(pk: UUID, *, at: datetime) -> bool:
    """Examine one file that waits; False when another worker did, or it is gone.

    :raises ScannerAway: when clamd does not answer: the file waits.
    :raises FileUnreadable: when its content is missing or altered.
    """
    stored = StoredFile.objects.to_scan().select_for_update(of=("self",), skip_locked=True).filter(pk=pk).first()
    if stored is None:
        return False
    stored.threat = threat_in(content_of(stored))[:120]
    stored.scan, stored.scanned_at = Scan.INFECTED if stored.threat else Scan.CLEAN, at
    stored.save(update_fields=["scan", "scanned_at", "threat"])
    if stored.threat:
        log.warning("file_infected", file=str(stored.pk), threat=stored.threat)
        for tell in _told:
            tell(stored, at)
    return True
