"""A migrated database kept from one run to the next, from which each test database is copied in an instant."""

import fcntl
import hashlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from django.db import connections

from tests.sources import ROOT, SOURCES

PREFIX = "ancrage_migrated_"
# The last ones stay: a run of another branch may be copying them.
KEPT = 4


@cache
def digest() -> str:
    """Another one whenever a migration, ours or a library's, changes."""
    seen = hashlib.sha256((ROOT / "requirements" / "dev.txt").read_bytes())
    for path in sorted(SOURCES.glob("*/migrations/*.py")):
        seen.update(str(path.relative_to(SOURCES)).encode() + path.read_bytes())
    # Data of migrations lies beside them.
    for path in sorted(SOURCES.glob("*/data/*")):
        seen.update(path.read_bytes())
    return seen.hexdigest()[:10]


def template() -> str:
    """The name of the migrated database, made the first time. Runs at once wait for one another."""
    name = PREFIX + digest()
    with _lock(), connections["default"]._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s ORDER BY oid", [f"{PREFIX}%"])
        found = [row[0] for row in cursor.fetchall()]
        if name not in found:
            for old in found[:-KEPT]:
                cursor.execute(f'DROP DATABASE IF EXISTS "{old}" WITH (FORCE)')
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}_new" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{name}_new"')
            _migrate(f"{name}_new")
            cursor.execute(f'ALTER DATABASE "{name}_new" RENAME TO "{name}"')
    return name


def _migrate(name: str) -> None:
    """In a process of its own: what rendering a hundred migrations leaves in memory is not kept for the tests."""
    url = connections["default"].settings_dict["ANCRAGE_URL"]
    environment = os.environ | {"DATABASE_URL": f"{url.rpartition('/')[0]}/{name}", "STATEMENT_TIMEOUT_MS": "0"}
    environment.pop("ANCRAGE_EMBEDDED", None)
    command = [sys.executable, "-W", "ignore", "-m", "django", "migrate", "-v0", "--settings", "tests.settings"]
    done = subprocess.run(command, env=environment, cwd=ROOT, check=False, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"The migrations failed:\n{done.stderr}")


@contextmanager
def _lock() -> Iterator[None]:
    """One for each server: two checkouts have theirs."""
    server = hashlib.sha256(connections["default"].settings_dict["ANCRAGE_URL"].rpartition("/")[0].encode())
    with (Path(tempfile.gettempdir()) / f"{PREFIX}{os.getuid()}_{server.hexdigest()[:10]}.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
