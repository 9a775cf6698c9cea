"""Load by wrk, and what it saw."""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from statistics import median

SCRIPT = Path(__file__).with_name("report.lua")


@dataclass(frozen=True)
class Seen:
    """Requests a second; median and 95th percentile in milliseconds."""

    rate: float
    middle: float
    p95: float


def load(url: str, cookies: str, *, connections: int, seconds: int) -> Seen:
    """:raises SystemExit: when any answer failed."""
    out = _wrk(url, cookies, connections=connections, seconds=seconds)
    line = next(line for line in out.splitlines() if line.startswith("ANCRAGE "))
    requests, microseconds, failed, middle, p95 = (float(word) for word in line.split()[1:])
    if failed or not requests:
        raise SystemExit(f"{url}: {failed:.0f} answers failed")
    return Seen(requests / microseconds * 1e6, middle / 1000, p95 / 1000)


def warm(url: str, cookies: str, *, connections: int) -> None:
    """Ask until every worker has composed its statements and PostgreSQL has read its pages: not counted."""
    _wrk(url, cookies, connections=connections, seconds=4)


def typical(runs: list[Seen]) -> Seen:
    return Seen(*(median(getattr(run, name) for run in runs) for name in ("rate", "middle", "p95")))


def _wrk(url: str, cookies: str, *, connections: int, seconds: int) -> str:
    wrk = shutil.which("wrk")
    if wrk is None:
        raise SystemExit("wrk is missing: apt-get install wrk")
    command = [
        *(wrk, f"-t{min(2, connections)}", f"-c{connections}", f"-d{seconds}s"),
        *("-s", str(SCRIPT), "-H", f"Cookie: {cookies}", url),
    ]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout
