"""Work done by another process of this machine while this one goes on: two processors are used, and not one."""

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any, Final, Self

import django

from ancrage.core.memory import collect_rarely

_WAITING: Final = 2


def _ready() -> None:
    django.setup()
    collect_rarely()


class Beside:
    """One call at a time, in the order they are asked for. Leaving waits for them all; what failed there fails here.

    Nothing starts before the first call.
    """

    def __init__(self) -> None:
        self._process: ProcessPoolExecutor | None = None
        self._asked: deque[Future[Any]] = deque()

    def call(self, act: Callable[..., object], *args: Any) -> None:
        """Ask for it; no more than two wait."""
        if self._process is None:
            self._process = ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_ready)
        self._wait(_WAITING - 1)
        self._asked.append(self._process.submit(act, *args))

    def _wait(self, left: int) -> None:
        while len(self._asked) > left:
            self._asked.popleft().result()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_more: object) -> None:
        try:
            if kind is None:
                self._wait(0)
        finally:
            if self._process:
                self._process.shutdown(cancel_futures=True)
