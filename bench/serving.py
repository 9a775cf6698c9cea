"""A server as production runs it, for as long as it is measured."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

WORKERS = 2


@contextmanager
def serving(target: str, port: int, settings: str, url: str, *, workers: int = WORKERS) -> Iterator[int]:
    """``target`` on ``port`` with the database of ``url``, ready to answer. Gives its process."""
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", target, "--host", "127.0.0.1", "--port", str(port),
        "--workers", str(workers), "--blocking-threads", "2", "--workers-kill-timeout", "3", "--no-access-log",
        "--log-level", "warning",
    ]  # fmt: skip
    process = subprocess.Popen(command, env=environment(settings, url), start_new_session=True)
    try:
        _wait(port)
        yield process.pid
    finally:
        process.terminate()
        process.wait(10)


def environment(settings: str, url: str) -> dict[str, str]:
    return {
        **os.environ,
        "DATABASE_URL": url,
        "DATABASE_POOL_SIZE": "2",
        "DJANGO_SETTINGS_MODULE": settings,
        "DEMO": "0",
        "DEBUG": "0",
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "SECURE": "0",
        # Who measures asks more in a minute than anyone.
        "API_PER_MINUTE": "0",
        "ANCRAGE_FIELD_KEY": "bench field key",
        "ANCRAGE_SEAL_KEY": "bench seal key",
        "SECRET_KEY": "bench secret key 0123456789 0123456789 0123456789 0123456789",
        "CLOCK_OFFSET_DAYS": str(_days_since_world()),
    }


def _days_since_world() -> int:
    return (datetime.now(UTC) - datetime(2021, 7, 14, tzinfo=UTC)).days


def _wait(port: int) -> None:
    for _ in range(150):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2)
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit(f"Nothing answers on port {port}.")
