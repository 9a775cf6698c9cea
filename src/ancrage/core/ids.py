from collections.abc import Collection, Iterator
from uuid import UUID

from uuid_utils.compat import uuid7 as _uuid7


def uuid7() -> UUID:
    """A new identifier, ordered by the time it was made.

    Migrations name this function: the library behind it may change, its name may not.
    """
    return _uuid7()


def is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


class PackedIds(Collection[UUID]):
    """Very many ids in order, sixteen bytes each: a million weigh less than a photograph."""

    def __init__(self) -> None:
        self._bytes = bytearray()

    def add(self, one: UUID) -> None:
        self._bytes += one.bytes

    def __len__(self) -> int:
        return len(self._bytes) // 16

    def __iter__(self) -> Iterator[UUID]:
        return (UUID(bytes=bytes(self._bytes[at : at + 16])) for at in range(0, len(self._bytes), 16))

    def __contains__(self, one: object) -> bool:
        return any(one == mine for mine in self)
