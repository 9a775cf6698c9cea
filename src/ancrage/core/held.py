"""What hardly changes, read once by each process and held for a while."""

import time
from collections.abc import Callable
from typing import Any, Final, Generic, TypeVar

T = TypeVar("T")
_SECONDS: Final = 60


class Held(Generic[T]):
    """Give what ``read`` gives, asked again after a minute."""

    def __init__(self, read: Callable[[], T]) -> None:
        self.__doc__ = read.__doc__
        self._read = read
        self._known: tuple[float, T] | None = None
        _every.append(self)

    def __call__(self) -> T:
        known = self._known
        if known is None or known[0] < time.monotonic():
            known = self._known = (time.monotonic() + _SECONDS, self._read())
        return known[1]

    def forget(self) -> None:
        self._known = None


_every: Final[list[Held[Any]]] = []


def forget_all() -> None:
    """For tests, whose worlds follow one another within the minute."""
    for one in _every:
        one.forget()


def held(read: Callable[[], T]) -> Held[T]:
    """Decorate a function without argument, whose value is only read."""
    return Held(read)
