import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from ancrage.config import processes

SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]
STUBBORN = [sys.executable, "-c", "import signal, time; signal.signal(15, signal.SIG_IGN); time.sleep(60)"]
PARENT = """
import os, sys, time
from ancrage.config import processes
child = processes.spawn("sleeper", [sys.executable, "-c", "import time; time.sleep(60)"], os.environ)
print(child.process.pid, flush=True)
time.sleep(60)
"""


def eventually(condition: Callable[[], bool], *, within: float = 10) -> bool:
    end = time.monotonic() + within
    while not condition() and time.monotonic() < end:
        time.sleep(0.05)
    return condition()


def is_gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def test_a_child_dies_with_its_killed_parent() -> None:
    parent = subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE)
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    assert not is_gone(pid)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert eventually(lambda: is_gone(pid))


def test_stopping_ends_the_willing_and_the_stubborn() -> None:
    children = [processes.spawn("a", SLEEPER, os.environ), processes.spawn("b", STUBBORN, os.environ)]
    time.sleep(0.5)
    processes.stop(children, within=1)
    assert [child.is_alive for child in children] == [False, False]
    assert children[0].process.returncode in {-signal.SIGTERM, -signal.SIGKILL}
    assert children[1].process.returncode == -signal.SIGKILL


def test_a_dead_child_comes_back() -> None:
    child = processes.spawn("a", SLEEPER, os.environ)
    child.process.kill()
    child.process.wait()
    again = processes.respawn(child)
    assert again.is_alive
    processes.stop([again])
