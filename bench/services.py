"""The directory at size: its search beside the bare statement, its API beside a bare view, its export."""

import http.client
import time
from collections import defaultdict
from typing import Any

from bench.export import family, resident
from bench.load import Seen, load, typical, warm
from bench.populating import SETTINGS, facts
from bench.results import number, table, verdict
from bench.serving import serving

OURS, BARE = 8705, 8706
CONNECTIONS, ROUNDS, SECONDS = 8, 3, 4
MOST_MS, MOST_TIMES, MOST_STATEMENTS, LEAST_SHARE, MOST_MB, LEAST_RATE = 100, 2, 10, 0.6, 300, 3000
API, PREPARED = "HSDS, 50 services", "Bare view of prepared JSON"
ADDRESSES = {
    API: f"http://127.0.0.1:{OURS}/api/hsds/v3/services?per_page=50",
    PREPARED: f"http://127.0.0.1:{BARE}/bare/services/",
}
METHOD = """\
The services of the demo, given again in every municipality with few towns holding most of them. Search: 300 of the
labelled queries (`bench/search`), some beside a place, one after the other. « Ancrage » is what the public page asks of
the database and of Python, from the words to the twenty services; « SQL » is the statement one would write by hand for
the same words (`websearch_to_tsquery` in French, any of the words, `ts_rank`, twenty rows), through psycopg, in the same
run. The API and the bare Django view (no session, one statement, the same fifty prepared rows joined) answer wrk with 8
connections, three alternated runs. The export is `services?format=ndjson&full=true` from one worker; « resident » is the
most that it ever held (`VmHWM`)."""


def measure(urls: dict[int, str]) -> list[str]:
    searches, pages, exports = [], [], []
    marks: dict[str, tuple[str, bool]] = {}
    for size, url in urls.items():
        seen = facts("bench.services_asked", url)
        searches += [_search_line(by, size, seen[by], seen["found"][by]) for by in ("ancrage", "sql")]
        busy = _busy(url)
        pages += [_busy_line(name, size, busy) for name in ADDRESSES]
        exported = _exported(url)
        exports.append(_export_line(size, *exported))
        marks |= _marks(size, seen, busy, exported)
    return [
        *METHOD.splitlines(),
        "",
        *table("Search by | Services | median ms | p95 ms | worst ms | with an answer", searches),
        "",
        *table("Page | Services | requests/s | median ms | p95 ms | beside the bare view", pages),
        "",
        *table("Export | seconds | MB | services/s | resident, MB", exports),
        "",
        *table("Mark | Seen | Kept", [verdict(mark, *said) for mark, said in marks.items()]),
    ]


def _search_line(by: str, size: int, times: list[float], found: int) -> str:
    name = {"ancrage": "Ancrage", "sql": "SQL"}[by]
    return f"{name} | {number(size)} | {_at(times, 0.5):.1f} | {_at(times, 0.95):.1f} | {max(times):.1f} | {found}"


def _busy(url: str) -> dict[str, Seen]:
    runs: dict[str, list[Seen]] = defaultdict(list)
    with (
        serving("ancrage.config.wsgi:application", OURS, SETTINGS, url),
        serving("bench.bare_wsgi:application", BARE, "bench.bare", url),
    ):
        for turn in range(ROUNDS):
            for name, address in ADDRESSES.items():
                if turn == 0:
                    warm(address, "", connections=CONNECTIONS)
                runs[name].append(load(address, "", connections=CONNECTIONS, seconds=SECONDS))
    return {name: typical(seen) for name, seen in runs.items()}


def _busy_line(name: str, size: int, busy: dict[str, Seen]) -> str:
    seen = busy[name]
    share = seen.rate / busy[PREPARED].rate
    return f"{name} | {number(size)} | {seen.rate:.0f} | {seen.middle:.1f} | {seen.p95:.1f} | {share:.2f}"


def _exported(url: str) -> tuple[float, int, int, float]:
    """Seconds, bytes, services, and the most megabytes held."""
    with serving("ancrage.config.wsgi:application", OURS, SETTINGS, url, workers=1) as server:
        browser = http.client.HTTPConnection("127.0.0.1", OURS, timeout=3600)
        started = time.monotonic()
        browser.request("GET", "/api/hsds/v3/services?format=ndjson&full=true")
        answer = browser.getresponse()
        assert answer.status == 200, answer.status
        size = lines = 0
        while chunk := answer.read(1 << 20):
            size += len(chunk)
            lines += chunk.count(b"\n")
        seconds = time.monotonic() - started
        return seconds, size, lines, max(resident(pid) for pid in family(server))


def _export_line(size: int, seconds: float, weight: int, lines: int, megabytes: float) -> str:
    return f"{number(size)} services | {seconds:.1f} | {weight / 1e6:.0f} | {lines / seconds:.0f} | {megabytes:.0f}"


def _marks(size: int, seen: dict[str, Any], busy: dict[str, Seen], exported: Any) -> dict[str, tuple[str, bool]]:
    seconds, _weight, lines, megabytes = exported
    ours, bare = _at(seen["ancrage"], 0.95), _at(seen["sql"], 0.95)
    share, rate = busy[API].rate / busy[PREPARED].rate, lines / seconds
    statements = max(seen["statements"].values())
    at = f"{number(size)}: "
    return {
        f"{at}search p95 under {MOST_MS} ms": (f"{ours:.0f} ms", ours < MOST_MS),
        f"{at}search p95 at most × {MOST_TIMES} that of the SQL": (f"{ours / bare:.2f}", ours <= MOST_TIMES * bare),
        f"{at}at most {MOST_STATEMENTS} statements a page": (str(statements), statements <= MOST_STATEMENTS),
        f"{at}HSDS list at least {LEAST_SHARE} of the bare view": (f"{share:.2f}", share >= LEAST_SHARE),
        f"{at}every public service exported": (number(lines), lines == seen["public"]),
        f"{at}export under {MOST_MB} MB resident": (f"{megabytes:.0f} MB", megabytes < MOST_MB),
        f"{at}export at least {number(LEAST_RATE)} services/s": (f"{rate:.0f}", rate >= LEAST_RATE),
    }


def _at(times: list[float], share: float) -> float:
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
