"""A web server and a worker in processes of their own, on the database of the tests."""

import os
import signal
import socket
import socketserver
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from threading import Thread
from urllib.error import URLError

from django.conf import settings
from django.db import connection

from tests.sources import ROOT


def environment(settings_module: str, **more: str) -> Mapping[str, str]:
    """What a process needs to work on the database of this test."""
    server = settings.DATABASES["default"]["ANCRAGE_URL"].rpartition("/")[0]
    own = {"DATABASE_URL": f"{server}/{connection.settings_dict['NAME']}", "DJANGO_SETTINGS_MODULE": settings_module}
    inherited = {name: value for name, value in os.environ.items() if name != "ANCRAGE_EMBEDDED"}
    return {**inherited, **own, "PYTHONPATH": str(ROOT), **more}


class WebServer:
    """One worker of granian. ``kill`` is -9, on everything that it started."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(self.port), "--no-ws"]
        command += ["--workers", "1", "--blocking-threads", "2", "ancrage.config.wsgi:application"]
        served = environment("tests.e2e.served")
        self.process = subprocess.Popen(
            command, env=served, cwd=ROOT, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT
        )
        self._wait()

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def _wait(self) -> None:
        for _tried in range(600):
            with suppress(URLError, OSError), urllib.request.urlopen(f"{self.url}/readyz"):
                return
            time.sleep(0.1)
        raise AssertionError("the web server did not start")


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("localhost", 0))
        return int(found.getsockname()[1])


def work(*, mail_port: int) -> None:
    """A worker does what the queue holds, then ends. Its mail server listens at ``mail_port``, or does not."""
    command = [sys.executable, "-m", "django", "procrastinate", "worker", "--one-shot"]
    addressed = environment("ancrage.config.settings", EMAIL_URL=f"smtp://localhost:{mail_port}")
    subprocess.run(command, env=addressed, cwd=ROOT, check=True, capture_output=True)


class _Mailbox(socketserver.StreamRequestHandler):
    """Just enough of a mail server: takes every message and keeps its lines."""

    def handle(self) -> None:
        self._say("220 test")
        reading = False
        for line in self.rfile:
            if reading:
                reading = line != b".\r\n"
                self.server.lines.append(line.decode()) if reading else self._say("250 taken")  # type: ignore[attr-defined]
            elif line.upper().startswith(b"DATA"):
                reading = True
                self._say("354 go on")
            elif line.upper().startswith(b"QUIT"):
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@contextmanager
def mail_server() -> Iterator[tuple[int, list[str]]]:
    """Its port, and the lines that it receives."""
    with socketserver.ThreadingTCPServer(("localhost", 0), _Mailbox) as server:
        server.lines = []  # type: ignore[attr-defined]
        Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1], server.lines  # type: ignore[attr-defined]
        server.shutdown()
