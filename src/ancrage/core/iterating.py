from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def blocks(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """``items`` by ``size``, the last block shorter."""
    left = iter(items)
    while block := list(islice(left, size)):
        yield block
