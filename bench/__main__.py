"""``make bench``: 1 000 and 100 000 dossiers. ``make bench-full``: a million. Populations are kept between runs."""

import argparse
from collections.abc import Callable

from ancrage.config import checkout, postgres
from bench import directory_imports, export, imports, lookup, occupations, pages, results, services
from bench.populating import directory_of, populated
from bench.search import ranking

Part = Callable[[dict[int, str]], list[str]]
"""Measures populations, given as the address of each size's database, and gives the lines of its section."""

PARTS: dict[str, Part] = {
    "pages": pages.measure,
    "search": lookup.measure,
    "export": export.measure,
    "import": imports.measure,
}
DIRECTORY: dict[str, Part] = {"directory": services.measure, "directory-import": directory_imports.measure}
"""The same, of a directory's services."""
RANKING, OCCUPATIONS = "ranking", "occupations"


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--full", action="store_true", help="1 000 and 1 000 000 dossiers")
    parser.add_argument("--part", choices=[*PARTS, *DIRECTORY, RANKING, OCCUPATIONS], help="one part alone")
    asked = parser.parse_args()
    sizes = (1_000, 1_000_000) if asked.full else (1_000, 100_000)
    server = checkout.embedded("bench")
    postgres.start(server)
    try:
        if asked.part == RANKING:
            results.keep(RANKING, "make bench-search", ranking.measure(server))
            return
        for parts, fill, of in ((PARTS, populated, "dossiers"), (DIRECTORY, directory_of, "services")):
            names = [name for name in parts if asked.part in (None, name)]
            urls = {size: fill(server, size) for size in sizes} if names else {}
            for name in names:
                results.keep_at(name, sizes[-1], parts[name](urls), of=of)
        if asked.part == OCCUPATIONS or (asked.part is None and occupations.is_possible()):
            results.keep(OCCUPATIONS, "make bench", occupations.measure(server))
    finally:
        postgres.stop(server)


if __name__ == "__main__":
    main()
