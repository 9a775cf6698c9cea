"""Child processes of the demo: they die with it, whatever kills it."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


@dataclass
class Child:
    """One process of the demo, in a session of its own so that the terminal's Ctrl-C does not reach it."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    process: subprocess.Popen[bytes]

    @property
    def is_alive(self) -> bool:
        return self.process.poll() is None


def spawn(name: str, command: Sequence[str], environment: Mapping[str, str]) -> Child:
    process = subprocess.Popen(  # noqa: S603 - our own programs
        command,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=_die_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509 - before any thread
    )
    return Child(name, command, environment, process)


def respawn(child: Child) -> Child:
    """The same again, once what is left of the dead one is gone: killed, a server leaves workers on the port."""
    _signal_group(child, signal.SIGKILL)
    return spawn(child.name, child.command, child.environment)


def stop(children: Sequence[Child], *, within: float = 8.0) -> None:
    """Ask all of them to end, then kill what is left."""
    for child in children:
        if child.is_alive:
            child.process.terminate()
    end = time.monotonic() + within
    for child in children:
        with suppress(subprocess.TimeoutExpired):
            child.process.wait(max(0.1, end - time.monotonic()))
        _signal_group(child, signal.SIGKILL)
        child.process.wait()


def _signal_group(child: Child, number: signal.Signals) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.process.pid, number)


def _die_with_parent() -> None:
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
