"""The queries and what each service is worth to whoever typed them."""

import csv
import hashlib
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Query:
    id: str
    language: str
    text: str
    place: str
    grades: dict[str, int]

    @property
    def is_reporting(self) -> bool:
        """Whether it only serves to report: a third, chosen by its text."""
        return int(hashlib.sha256(self.text.encode()).hexdigest(), 16) % 3 == 0


def queries() -> list[Query]:
    grades: dict[str, dict[str, int]] = defaultdict(dict)
    for row in _rows("grades"):
        grades[row["query"]][row["service"]] = int(row["grade"])
    return [
        Query(row["id"], row["language"], row["query"], row["place"], grades[row["id"]]) for row in _rows("queries")
    ]


def _rows(name: str) -> list[dict[str, str]]:
    with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
