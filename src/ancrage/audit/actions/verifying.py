"""Checking the register. It reads only; it sits beside sealing because both must hash alike."""

import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from ancrage.audit.actions.sealing import GENESIS, chain_hash
from ancrage.audit.models import AuditEntry, Seal


@dataclass(frozen=True)
class Verification:
    """What was checked, and the first seal that does not hold (``None`` when all do)."""

    seals: int
    entries: int
    unsealed: int
    broken_seal: int | None

    @property
    def is_sound(self) -> bool:
        return self.broken_seal is None


def verify() -> Verification:
    """Recompute the chain from its first seal and compare. Memory stays flat whatever the size."""
    previous, checked, entries = GENESIS, 0, 0
    sealed = _entries_by_seal()
    unsealed = AuditEntry.objects.unsealed().count()
    for expected, seal in enumerate(Seal.objects.order_by("no").iterator(), start=1):
        number, rows = next(sealed, (None, []))
        holds = (
            seal.no == expected == number
            and seal.previous == previous
            and seal.entries == len(rows)
            and hmac.compare_digest(seal.hash, chain_hash(previous, seal.no, rows))
        )
        if not holds:
            return Verification(checked, entries, unsealed, seal.no)
        previous, checked, entries = seal.hash, checked + 1, entries + len(rows)
    stray = next(sealed, None)
    return Verification(checked, entries, unsealed, stray[0] if stray else None)


def _entries_by_seal() -> Iterator[tuple[int | None, list[AuditEntry]]]:
    rows = AuditEntry.objects.exclude(seal_no=None).order_by("seal_no", "id").iterator(chunk_size=5_000)
    for number, group in groupby(rows, key=lambda entry: entry.seal_no):
        yield number, list(group)
