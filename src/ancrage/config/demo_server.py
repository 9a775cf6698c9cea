"""`ancrage demo`: PostgreSQL, the world, the web server and the worker, from one command to one Ctrl-C."""

import fcntl
import hashlib
import os
import shutil
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any

import django
from django.core.management import call_command, get_commands
from django.db import connections

from ancrage.config import checkout, postgres, processes, safety
from ancrage.config.terminal import pick, say

READY_WITHIN = 60.0
RESTARTS = 5


class _Stop(BaseException):  # not an error: nothing on the way may take it for one
    """Someone asked the demo to end."""


class _CannotStartError(Exception):
    """The message tells why, and what to do."""


def run(port: int) -> int:
    """Run the demo until Ctrl-C. Gives the exit status."""
    before = _answer_signals(_ask_to_stop, _ask_to_stop)
    server = None
    try:
        with _only_one():
            _refuse_taken(port)
            server = _open_database(port)
            _prepare()
            _serve(port)
    except (_CannotStartError, postgres.PostgresError) as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    except BaseException as problem:
        if not _was_asked(problem):
            raise
        say("\nArrêt…", "\nStopping…")
    finally:
        _answer_signals(signal.SIG_IGN, signal.SIG_IGN)
        if server:
            postgres.stop(server)
        _answer_signals(*before)
    return 0


def reset() -> int:
    """Empty the demo: its database and its files. Only this checkout's own PostgreSQL is ever emptied."""
    if (server := checkout.use_own_database()) is None:
        problem = pick("DATABASE_URL est défini : rien n’est effacé.", "DATABASE_URL is set: nothing is erased.")
        sys.stderr.write(f"{problem}\n")
        return 1
    try:
        with _only_one():
            postgres.start(server)
            postgres.drop_database(server, postgres.USER)
            postgres.stop(server)
            shutil.rmtree(checkout.HOME / "media", ignore_errors=True)
    except (_CannotStartError, postgres.PostgresError) as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    say("La démonstration est vide. `make demo` la recharge.", "The demo is empty. `make demo` loads it again.")
    return 0


def _answer_signals(to_interrupt: Any, to_terminate: Any) -> tuple[Any, Any]:  # noqa: ANN401 - a handler, whatever its form
    """Set what Ctrl-C and an order to end do; gives what they did."""
    return signal.signal(signal.SIGINT, to_interrupt), signal.signal(signal.SIGTERM, to_terminate)


def _ask_to_stop(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - a signal handler
    raise _Stop


def _was_asked(problem: BaseException | None) -> bool:
    """Whether ``problem`` is the order to stop, or what a transaction says of being cut by it."""
    return problem is not None and (isinstance(problem, _Stop) or _was_asked(problem.__context__))


@contextmanager
def _only_one() -> Iterator[None]:
    """Hold this checkout: a second demo in the same folder would share its database."""
    checkout.HOME.mkdir(parents=True, exist_ok=True)
    with (checkout.HOME / "demo.lock").open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            message = pick(
                "La démonstration de ce dossier tourne déjà. Arrêtez-la (Ctrl-C) d’abord.",
                "The demo of this folder already runs. Stop it (Ctrl-C) first.",
            )
            raise _CannotStartError(message) from None
        yield


def _refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            message = pick(
                f"Le port {port} est pris ({error.strerror}). Choisissez-en un autre : make demo PORT={port + 1}",
                f"Port {port} is taken ({error.strerror}). Choose another: make demo PORT={port + 1}",
            )
            raise _CannotStartError(message) from None


def _open_database(port: int) -> postgres.Server | None:
    """Start PostgreSQL and load Django, as the demo sets them."""
    os.environ |= {"DEMO": "1", "PORT": str(port), "BASE_URL": f"http://localhost:{port}"}
    checkout.use_own_secrets()
    if server := checkout.use_own_database():
        say("PostgreSQL…", "PostgreSQL…")
        postgres.start(server)
    django.setup()
    return server


def _prepare() -> None:
    """Bring the database, the world and the static files up to date. Each costs little when nothing changed."""
    call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
    call_command("createcachetable", verbosity=0)
    if "load_demo_world" in get_commands() and not _worlds():
        say("Chargement du monde de démonstration (une seule fois)…", "Loading the demo world (only once)…")
        call_command("load_demo_world")
    _refuse_unsafe()
    os.environ["CLOCK_OFFSET_DAYS"] = str(next(iter(_worlds()), 0))
    _collect_static()
    connections.close_all()


def _refuse_unsafe() -> None:
    """The demo opens without a password: it says itself when it may not."""
    if found := safety.dangers():
        raise _CannotStartError("\n".join(found))


def _worlds() -> list[int]:
    """How far back the demo's world lies, in days; empty while none is loaded."""
    from django.apps import apps  # noqa: PLC0415 - models are ready only now

    world = apps.all_models["demo"].get("world")
    return list(world._default_manager.values_list("offset_days", flat=True)[:1]) if world else []


def _collect_static() -> None:
    from django.conf import settings  # noqa: PLC0415 - configured only now
    from django.contrib.staticfiles.finders import get_finders  # noqa: PLC0415

    seen = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            seen.update(f"{path} {storage.get_modified_time(path)}".encode())
    stamp = settings.STATIC_ROOT / ".stamp"
    if not stamp.exists() or stamp.read_text() != seen.hexdigest():
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        stamp.write_text(seen.hexdigest())


def _serve(port: int) -> None:
    """Start the web server and the worker, tell where they are, and watch them."""
    environment = os.environ | {"DATABASE_POOL_SIZE": "2", "STATEMENT_TIMEOUT_MS": "15000", "PYTHONUNBUFFERED": "1"}
    web = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)),
        *("--workers", "2", "--blocking-threads", "2", "--workers-kill-timeout", "3", "--respawn-failed-workers"),
        *("--no-ws", "--log-level", "warning", "ancrage.config.wsgi:application"),
    ]
    worker = [sys.executable, "-m", "django", "procrastinate", "worker", "--concurrency", "2"]
    children: list[processes.Child] = []
    try:
        children.append(processes.spawn("web", web, environment))
        children.append(processes.spawn("worker", worker, environment))
        _wait_ready(port, children[0])
        _welcome(port)
        _watch(children)
    finally:
        _answer_signals(signal.SIG_IGN, signal.SIG_IGN)
        processes.stop(children)


def _wait_ready(port: int, web: processes.Child) -> None:
    end = time.monotonic() + READY_WITHIN
    while time.monotonic() < end and web.is_alive:
        with (
            suppress(urllib.error.URLError, OSError),
            urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer,
        ):
            if answer.status == 200:
                return
        time.sleep(0.1)
    raise _CannotStartError(pick("Le serveur ne démarre pas.", "The server does not start."))


def _welcome(port: int) -> None:
    say(f"\nAncrage : http://localhost:{port}", f"\nAncrage: http://localhost:{port}")
    if "demo_accounts" in get_commands():
        call_command("demo_accounts")
        connections.close_all()
    say("Ctrl-C pour arrêter.", "Ctrl-C to stop.")


def _watch(children: list[processes.Child]) -> None:
    """Wait for ever. A process that dies is started again, a few times."""
    restarts = 0
    while True:
        time.sleep(0.5)
        for index, child in enumerate(children):
            if child.is_alive:
                continue
            restarts += 1
            if restarts > RESTARTS:
                raise _CannotStartError(pick(f"{child.name} s’arrête sans cesse.", f"{child.name} keeps stopping."))
            children[index] = processes.respawn(child)
