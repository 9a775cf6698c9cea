"""``make bench``: 1 000 and 100 000 dossiers. ``make bench-full``: a million. Populations are kept between runs."""

import argparse
import json
import subprocess
import sys
from collections import defaultdict
from typing import Any

from ancrage.config import checkout, postgres
from bench.load import Seen, load, typical, warm
from bench.results import Measured, write
from bench.serving import environment, serving

OURS, BARE = 8701, 8702
ROUNDS, SECONDS, CONNECTIONS = 5, 5, 8
SETTINGS = "ancrage.config.settings"


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--full", action="store_true", help="1 000 and 1 000 000 dossiers")
    sizes = (1_000, 1_000_000) if parser.parse_args().full else (1_000, 100_000)
    server = checkout.embedded("bench")
    postgres.start(server)
    try:
        measured = [row for size in sizes for row in measure(server, size)]
    finally:
        postgres.stop(server)
    write(measured, sizes)


def measure(server: postgres.Server, size: int) -> list[Measured]:
    """The pages of one population, and the bare page beside them."""
    url = server.url(f"bench_{size}")
    postgres.create_database(server, f"bench_{size}")
    _run("bench.populate", url, str(size))
    facts = json.loads(_run("bench.session", url))
    pages: dict[str, dict[str, Any]] = {**facts["pages"], "Django nu": {"path": "/bare/", "statements": 3, "bytes": 0}}
    busy: dict[str, list[Seen]] = defaultdict(list)
    alone: dict[str, list[Seen]] = defaultdict(list)
    with (
        serving("ancrage.config.wsgi:application", OURS, SETTINGS, url),
        serving("bench.bare_wsgi:application", BARE, "bench.bare", url),
    ):
        for turn in range(ROUNDS):
            for page, about in pages.items():
                port = BARE if about["path"] == "/bare/" else OURS
                address = f"http://127.0.0.1:{port}{about['path']}"
                if turn == 0:
                    warm(address, facts["cookies"], connections=CONNECTIONS)
                busy[page].append(load(address, facts["cookies"], connections=CONNECTIONS, seconds=SECONDS))
                alone[page].append(load(address, facts["cookies"], connections=1, seconds=SECONDS // 2))
    return [
        Measured(page, size, typical(busy[page]), typical(alone[page]), about["statements"], about["bytes"])
        for page, about in pages.items()
    ]


def _run(module: str, url: str, *words: str) -> str:
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


if __name__ == "__main__":
    main()
