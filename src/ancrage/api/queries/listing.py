"""A list that is given page by page, or all of it in constant memory."""

import hashlib
import time
from collections.abc import Callable, Hashable, Iterator
from typing import Final, Protocol, TypeVar

from django.core.cache import caches

T = TypeVar("T")
_KEPT: Final = 5
_TIMES: Final = 20
"""Seconds during which what is long to read is not read again, and how many times what it took."""


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
    """Counted again after a few seconds."""
    return kept("total", listing.key, listing.count)


def kept(what: str, key: Hashable, read: Callable[[], T]) -> T:
    """What ``read`` gives, read again after a few seconds; the longer it takes, the longer it holds."""
    name = f"api-{what}-" + hashlib.blake2b(repr(key).encode(), digest_size=16).hexdigest()
    known: T | None = caches["template_fragments"].get(name)
    if known is None:
        started = time.monotonic()
        known = read()
        caches["template_fragments"].set(name, known, _KEPT + _TIMES * (time.monotonic() - started))
    return known
