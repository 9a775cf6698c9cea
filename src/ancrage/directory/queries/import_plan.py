"""What a block of a file would change: rows to add, to change, to remove, and what is told of it in the preview."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from ancrage.directory.exchange.items import Fault
from ancrage.directory.exchange.nodes import ALONE, Node
from ancrage.directory.models import EntryState
from ancrage.directory.queries.import_known import Row

Changes = dict[str, list[Any]]
"""By field: before, after, and whether it is kept."""


@dataclass(frozen=True, slots=True)
class Told:
    """A record as the preview shows it."""

    number: int
    place: str
    kind: str
    record_id: UUID | None
    title: str
    state: EntryState
    changes: Changes = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()


@dataclass(slots=True)
class Plan:
    """``roots``: by row written, the record it goes with, whose change is undone as a whole."""

    at: datetime
    inserted: dict[str, dict[UUID, Row]] = field(default_factory=lambda: defaultdict(dict))
    updated: dict[str, dict[UUID, tuple[Row, Row]]] = field(default_factory=lambda: defaultdict(dict))
    deleted: dict[str, dict[UUID, Row]] = field(default_factory=lambda: defaultdict(dict))
    domains: dict[UUID, tuple[set[UUID], set[UUID]]] = field(default_factory=dict)
    rules: dict[UUID, tuple[list[Row], list[Row]]] = field(default_factory=dict)
    roots: dict[UUID, UUID] = field(default_factory=dict)
    touched: dict[str, set[UUID]] = field(default_factory=lambda: defaultdict(set))
    seen: list[UUID] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    unknown: Counter[str] = field(default_factory=Counter)

    @property
    def is_empty(self) -> bool:
        rows = (*self.inserted.values(), *self.updated.values(), *self.deleted.values())
        return not (any(rows) or self.domains or self.rules)


@dataclass(slots=True)
class Record:
    """A record of the block, of the one that ``number`` is in the file."""

    node: Node
    id: UUID
    number: int
    changes: Changes = field(default_factory=dict)


def parts_under(record: Node) -> Iterator[Node]:
    """What hangs on a record, other records apart."""
    for nodes in record.collections.values():
        for one in nodes:
            if one.shape not in ALONE:
                yield one
                yield from parts_under(one)
