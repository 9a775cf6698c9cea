"""The list of every dossier as a spreadsheet: how much memory the server takes to write it."""

import http.client
import time
from pathlib import Path

from bench.populating import SETTINGS, facts
from bench.results import number, table, verdict
from bench.serving import serving

PORT = 8704
MOST_MB = 200
METHOD = """\
Everything a directorate of all the regions may read, with the columns of the list, by one worker of the server as
production runs it. « Resident » is the most that this process ever held (`VmHWM`), Django and its pages included."""


def measure(urls: dict[int, str]) -> list[str]:
    rows, most = [], 0.0
    for size, url in urls.items():
        cookies = facts("bench.direction", url)["cookies"]
        for kind in ("csv", "xlsx"):
            with serving("ancrage.config.wsgi:application", PORT, SETTINGS, url, workers=1) as server:
                bytes_, seconds = _fetched(f"/dossiers/exporter/{kind}/?tous", cookies)
                megabytes = max(resident(pid) for pid in family(server))
            rows.append(
                f"{kind.upper()} | {number(size)} | {seconds:.1f} | {bytes_ / 1e6:.1f} | {size / seconds:.0f} | {megabytes:.0f}"
            )
            most = max(most, megabytes)
    marks = [verdict(f"under {MOST_MB} MB resident", f"{most:.0f} MB", most < MOST_MB)]
    return [
        *METHOD.splitlines(),
        "",
        *table("File | Dossiers | seconds | MB | rows/s | resident, MB", rows),
        "",
        *table("Mark | Seen | Kept", marks),
    ]


def _fetched(path: str, cookies: str) -> tuple[int, float]:
    """How many bytes, in how many seconds."""
    browser = http.client.HTTPConnection("127.0.0.1", PORT, timeout=3600)
    started = time.monotonic()
    browser.request("GET", path, headers={"Cookie": cookies})
    answer = browser.getresponse()
    size = 0
    while chunk := answer.read(1 << 20):
        size += len(chunk)
    assert answer.status == 200, (path, answer.status)
    return size, time.monotonic() - started


def family(pid: int) -> list[int]:
    """A process and those it began."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in children for one in family(int(child)))]


def resident(pid: int) -> float:
    """The most megabytes a process held."""
    status = Path(f"/proc/{pid}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) / 1000
