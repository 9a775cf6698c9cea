"""Sealing: every minute a job chains what was written since, so that writers never wait for one another."""

import hashlib
import hmac
from collections.abc import Iterable
from datetime import UTC, datetime

from django.conf import settings
from django.db import connection, transaction

from ancrage.audit.models import AuditEntry, Seal

GENESIS = "0" * 64
_LOCK = 0x616E6372  # any constant: the advisory lock of the sealers


@transaction.atomic
def seal(*, at: datetime) -> Seal | None:
    """Seal all entries not sealed yet, unless another sealer is at work or there is none.

    An entry that commits late goes in the next seal: none is missed, no order of commits is assumed.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            return None
    entries = list(AuditEntry.objects.unsealed().order_by("id")[:50_000])
    if not entries:
        return None
    last = Seal.objects.order_by("-no").first()
    previous = last.hash if last else GENESIS
    number = last.no + 1 if last else 1
    AuditEntry.objects.filter(pk__in=[entry.pk for entry in entries]).update(seal_no=number)
    return Seal.objects.create(
        no=number, at=at, entries=len(entries), previous=previous, hash=chain_hash(previous, number, entries)
    )


def chain_hash(previous: str, number: int, entries: Iterable[AuditEntry]) -> str:
    """The keyed hash of a seal. The key lives outside the database: whoever can write here cannot recompute it."""
    mac = hmac.new(settings.ANCRAGE_SEAL_KEY.encode(), digestmod=hashlib.sha256)
    mac.update(f"{previous}|{number}".encode())
    for entry in entries:
        mac.update(hashlib.sha256(canonical(entry).encode()).digest())
    return mac.hexdigest()


def canonical(entry: AuditEntry) -> str:
    """The entry as one text, independent of any server setting. Lengths keep two entries from reading the same."""
    parts = [
        str(entry.pk),
        entry.at.astimezone(UTC).strftime("%Y%m%d%H%M%S%f"),
        entry.actor,
        entry.verb,
        entry.target_type,
        entry.target_id,
        ",".join(str(item) for item in entry.about),
        ",".join(entry.fields),
        entry.region,
        entry.address or "",
    ]
    return "".join(f"{len(part)}:{part}" for part in parts)
