"""What hangs on a record, made as the file tells it: rows added, changed, freed of an owner, or gone."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any, Final
from uuid import UUID, uuid5

from ancrage.directory.exchange.nodes import Node
from ancrage.directory.queries.import_known import Known, Row, columns_of
from ancrage.directory.queries.import_plan import Plan, Record, parts_under
from ancrage.directory.queries.import_world import World
from ancrage.directory.shapes import SHAPES

_LINKED: Final = {"service_at_location": "location_id", "attribute": "term_id"}
"""What a part points to, beside whom it belongs to."""
_FREE: Final[dict[str, dict[str, Any]]] = {"contact": {"is_public": True}}
"""What a source publishes is public there."""


@cache
def _template(name: str) -> Row:
    """What its columns hold when nothing is told: no value of it is ever changed in place."""
    fields = SHAPES[name].model._meta.local_concrete_fields
    row = {one.attname: None if one.primary_key else one.get_default() for one in fields if not one.generated}
    return row | _FREE.get(name, {})


def new_row(name: str, pk: UUID) -> Row:
    return {**_template(name), "id": pk}


@dataclass
class Parts:
    """The parts of a block as they will be. ``records``: those whose parts the file tells first here."""

    world: World
    known: Known
    plan: Plan
    records: Sequence[Record]
    now: dict[str, dict[UUID, Row]] = field(default_factory=lambda: defaultdict(dict))

    @cached_property
    def _claimed(self) -> set[UUID]:
        """Those whose own parts the file tells."""
        nodes = (node for record in self.records for node in (record.node, *parts_under(record.node)))
        return {node.id for node in nodes}

    def _row(self, name: str, pk: UUID) -> Row | None:
        return self.now[name].get(pk) or self.known.rows[name].get(pk)

    def hang(self, owner: str, owner_id: UUID, prop: str, nodes: Sequence[Node], root: UUID) -> bool:
        """Make ``prop`` of ``owner`` hold these and no other. Returns whether that changes anything."""
        child = "metadata" if prop == "metadata" else SHAPES[owner].children[prop]
        column = "resource_id" if child == "metadata" else SHAPES[child].owners[f"{owner}_id"]
        held, changed = set(), False
        for node in nodes:
            pk, differs = self._take(child, node, column, owner_id, root)
            held.add(pk)
            changed |= differs
        for row in self.known.owned.get((child, column, owner_id), ()):
            if row["id"] not in held and self.world.is_told(row):
                changed |= self._free(child, row["id"], column, root)
        return changed

    def add(self, node: Node, service: UUID) -> bool:
        """A service in a place told by itself. Returns whether it changes anything."""
        return self._take("service_at_location", node, "service_id", service, service)[1]

    def _found(self, name: str, node: Node, column: str, owner_id: UUID) -> tuple[UUID, Row | None]:
        """The row that the node tells, with its key."""
        if name == "service_at_location" and (place := node.links.get("location_id")):
            # A service is once in a place, whatever the file calls that.
            for one in self.known.owned.get((name, column, owner_id), ()):
                if one["location_id"] == place:
                    return one["id"], self._row(name, one["id"])
        row = self._row(name, node.id)
        if row is None or name == "metadata":
            return node.id, row
        others = row[column] not in {None, owner_id}
        if others or (not self._mine(name, row) and any(row[key] != value for key, value in node.values.items())):
            pk = uuid5(node.id, str(owner_id))
            return pk, self._row(name, pk)
        return node.id, row

    def _mine(self, name: str, row: Row) -> bool:
        """Whether the row's values are this block's to change: its owners are told here, and none told it yet."""
        if row["id"] in self.now[name]:
            return False
        return {row[column] for column in SHAPES[name].owners.values()} - {None} <= self._claimed

    def _take(self, name: str, node: Node, column: str, owner_id: UUID, root: UUID) -> tuple[UUID, bool]:
        """The key of the row that the node becomes, and whether that changes it."""
        pk, before = self._found(name, node, column, owner_id)
        row = {**(before or _template(name)), **node.values, "id": pk, column: owner_id}
        row["extra"] = node.said if pk == node.id else node.said | {"id": node.key}
        if (link := _LINKED.get(name)) and link in node.links:
            row[link] = node.links[link]
        if name == "service_area":
            row |= self._area(row)
        if node.english and "english" in row:
            row["english"] = node.english
        self.now[name][pk] = row
        self.plan.roots[pk] = root
        changed = row != before
        for prop, child in SHAPES[name].children.items():
            if child in SHAPES and (prop in node.collections or before is not None):
                changed |= self.hang(name, pk, prop, node.collections.get(prop, ()), root)
        return pk, changed

    def _area(self, row: Row) -> Row:
        found: Row = dict.fromkeys(("region_id", "mrc_id", "municipality_id"))
        if known := self.world.places.area(row["name"]):
            found[known[0]] = known[1]
        return found

    def _free(self, name: str, pk: UUID, column: str, root: UUID) -> bool:
        """No longer of this owner; gone once of none, with what hangs on it."""
        if (row := self._row(name, pk)) is None:
            return False
        self.now[name][pk] = row = row | {column: None}
        self.plan.roots[pk] = root
        if is_owned(name, row):
            return True
        for prop in SHAPES[name].children:
            self.hang(name, pk, prop, (), root)
        return True

    def settle(self) -> None:
        """Say in the plan what becomes of each row."""
        for name, rows in self.now.items():
            before = self.known.rows[name]
            for pk, row in rows.items():
                if (was := before.get(pk)) is None:
                    self.plan.inserted[name][pk] = row
                elif not is_owned(name, row):
                    self.plan.deleted[name][pk] = was
                elif row != was:
                    self.plan.updated[name][pk] = (was, row)


def is_owned(name: str, row: Row) -> bool:
    if name == "metadata":
        return True
    if name == "service_at_location":
        return row["service_id"] is not None
    return any(row[column] is not None for column in SHAPES[name].owners.values())


def same_parts(known: Iterable[Row], nodes: Sequence[Node], name: str) -> bool:
    """Whether parts say the same, whatever they are called."""
    columns = [column for column in columns_of(name) if column in (nodes[0].values if nodes else ())]
    ours = sorted(str([row[column] for column in columns]) for row in known)
    return ours == sorted(str([node.values[column] for column in columns]) for node in nodes)
