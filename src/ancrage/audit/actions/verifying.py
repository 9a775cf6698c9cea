"""Checking the register. It reads only; it sits beside sealing because both must hash alike."""

import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Exists, Max, Min, OuterRef

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
    """Recompute the chain from its first seal and compare. Memory stays flat whatever the size.

    Sealing goes on meanwhile: what is sealed after the start is left to the next check.
    """
    previous, checked, entries = GENESIS, 0, 0
    last = Seal.objects.aggregate(last=Max("no"))["last"] or 0
    stray = _sealed_by_none()
    sealed = _entries_by_seal(last)
    unsealed = AuditEntry.objects.unsealed().count()
    for expected, seal in enumerate(Seal.objects.filter(no__lte=last).order_by("no").iterator(), start=1):
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
    return Verification(checked, entries, unsealed, stray)


def _sealed_by_none() -> int | None:
    """The first number borne by an entry and by no seal; one statement, which sees a seal with its entries."""
    orphans = AuditEntry.objects.exclude(seal_no=None).exclude(Exists(Seal.objects.filter(no=OuterRef("seal_no"))))
    first: int | None = orphans.aggregate(first=Min("seal_no"))["first"]
    return first


def _entries_by_seal(last: int) -> Iterator[tuple[int | None, list[AuditEntry]]]:
    rows = AuditEntry.objects.filter(seal_no__lte=last).order_by("seal_no", "id").iterator(chunk_size=5_000)
    for number, group in groupby(rows, key=lambda entry: entry.seal_no):
        yield number, list(group)
