"""The databases that are measured, and programs run against them."""

import json
import subprocess
import sys
from typing import Any

from ancrage.config import postgres
from bench.serving import environment

SETTINGS = "ancrage.config.settings"


def populated(server: postgres.Server, size: int) -> str:
    """The address of a database of ``size`` dossiers, filled the first time."""
    url = server.url(f"bench_{size}")
    postgres.create_database(server, f"bench_{size}")
    told("bench.populate", url, str(size))
    return url


def directory_of(server: postgres.Server, size: int) -> str:
    """The address of a database of ``size`` services, filled the first time."""
    url = server.url(f"bench_directory_{size}")
    postgres.create_database(server, f"bench_directory_{size}")
    told("bench.directory", url, str(size))
    return url


def facts(module: str, url: str, *words: str) -> dict[str, Any]:
    """What the program prints, as JSON."""
    found: dict[str, Any] = json.loads(told(module, url, *words))
    return found


def told(module: str, url: str, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", module, *words],
        env=environment(SETTINGS, url),
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{module} failed")
    return done.stdout
