"""A list that is given page by page, or all of it in constant memory."""

import hashlib
import time
from collections.abc import Hashable, Iterator
from typing import Final, Protocol

from django.core.cache import caches

_KEPT: Final = 5
_TIMES: Final = 20
"""Seconds during which a total is not counted again, and how many times what it took."""


class Listing(Protocol):
    """Records already written as JSON, in the order of their ids."""

    @property
    def key(self) -> Hashable:
        """What tells it from the others: those of the same key have as many records."""

    def page(self, offset: int, size: int) -> list[str]: ...

    def count(self) -> int: ...

    def everything(self) -> Iterator[str]: ...


def part_of(listing: Listing, offset: int, size: int) -> tuple[list[str], int]:
    """The records of a page, and how many there are in all: counted only when the page does not tell."""
    if offset and offset >= (total := total_of(listing)):
        return [], total
    rows = listing.page(offset, size)
    if len(rows) < size and (rows or not offset):
        return rows, offset + len(rows)
    return rows, total_of(listing)


def total_of(listing: Listing) -> int:
    """Counted again after a few seconds; the longer it takes, the longer it holds."""
    name = hashlib.blake2b(repr(listing.key).encode(), digest_size=16).hexdigest()
    known: int | None = caches["template_fragments"].get(f"api-{name}")
    if known is None:
        started = time.monotonic()
        known = listing.count()
        caches["template_fragments"].set(f"api-{name}", known, _KEPT + _TIMES * (time.monotonic() - started))
    return known
