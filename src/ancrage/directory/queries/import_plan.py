"""What a block of a file would change: rows to add, to change, to remove, and what is told of it in the preview."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from ancrage.directory.exchange.items import Fault
from ancrage.directory.exchange.nodes import Node
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
        return not (self.inserted or self.updated or self.deleted or self.domains or self.rules)


@dataclass(slots=True)
class Record:
    """A record of the block with all that was told of it. ``around``: the record it was told in, when it belongs to it."""

    node: Node
    id: UUID
    number: int
    around: Node | None = None
    changes: Changes = field(default_factory=dict)


def records_in(node: Node) -> Iterator[tuple[Node, Node | None]]:
    """The records within a node, each with the record it belongs to; what a record points to comes before it."""
    walk = _WITHIN.get(node.shape)
    if walk:
        yield from walk(node, None)


def _service(node: Node, _around: Node | None) -> "_Walk":
    body, program = node.within.get("organization"), node.within.get("program")
    if body:
        yield from _organization(body, None)
    if program:
        if not body and "organization_id" in node.keys:
            program.keys.setdefault("organization_id", node.keys["organization_id"])
        yield program, body
    for given in node.collections.get("service_at_locations", ()):
        yield from _given(given, None)
    yield node, None


def _organization(node: Node, _around: Node | None) -> "_Walk":
    yield node, None
    for prop in ("programs", "locations"):
        for one in node.collections.get(prop, ()):
            yield one, node


def _given(node: Node, _around: Node | None) -> "_Walk":
    if place := node.within.get("location"):
        yield place, None


def _alone(node: Node, around: Node | None) -> "_Walk":
    yield node, around


_Walk = Iterator[tuple[Node, Node | None]]
_WITHIN: Final[dict[str, Callable[[Node, Node | None], _Walk]]] = {
    "service": _service,
    "organization": _organization,
    "service_at_location": _given,
    "location": _alone,
    "program": _alone,
}


def terms_in(nodes: Iterable[Node]) -> Iterator[Node]:
    """Of the nodes of a record, the taxonomies and terms, each taxonomy before its terms."""
    for place, one in enumerate(nodes):
        if one.shape == "taxonomy_term":
            if taxonomy := one.within.get("taxonomy_detail"):
                yield taxonomy
            yield one
        elif one.shape == "taxonomy" and place == 0:
            yield one


def parts_under(record: Node) -> Iterator[Node]:
    """What hangs on a record, other records apart."""
    for nodes in record.collections.values():
        for one in nodes:
            if one.shape in {"organization", "program", "service", "location"}:
                continue
            yield one
            yield from parts_under(one)
