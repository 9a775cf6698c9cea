"""What hangs on a record, made as the file tells it: rows added, changed, freed of an owner, or gone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final
from uuid import UUID, uuid5

from ancrage.directory.exchange.nodes import Node
from ancrage.directory.queries.import_known import Known, Row, columns_of
from ancrage.directory.queries.import_plan import Plan
from ancrage.directory.queries.import_world import World
from ancrage.directory.shapes import SHAPES

_FREE: Final[dict[str, dict[str, Any]]] = {"contact": {"is_public": True}}
"""What a source publishes is public there."""


@cache
def _defaults(name: str) -> dict[str, Any]:
    fields = SHAPES[name].model._meta.local_concrete_fields
    return {one.attname: None if one.primary_key else one.get_default() for one in fields if not one.generated}


def new_row(name: str, pk: UUID) -> Row:
    row = {
        column: value.copy() if isinstance(value, dict | list) else value for column, value in _defaults(name).items()
    }
    return row | _FREE.get(name, {}) | {"id": pk}


@dataclass(slots=True)
class Parts:
    """The parts of a block as they will be. ``before``: those that were here, as they were."""

    world: World
    known: Known
    plan: Plan
    now: dict[str, dict[UUID, Row]] = field(default_factory=dict)
    claimed: set[UUID] = field(default_factory=set)
    """Owners whose parts the file tells."""

    def row(self, name: str, pk: UUID) -> Row | None:
        made = self.now.get(name, {}).get(pk)
        return made if made is not None else self.known.rows[name].get(pk)

    def hang(self, owner: str, owner_id: UUID, prop: str, nodes: Sequence[Node], root: UUID) -> bool:
        """Make ``prop`` of ``owner`` hold these and no other. Returns whether that changes anything."""
        child = "metadata" if prop == "metadata" else SHAPES[owner].children[prop]
        column = "resource_id" if child == "metadata" else SHAPES[child].owners[f"{owner}_id"]
        held, changed = set(), False
        for node in nodes:
            pk = self._id_for(child, node, column, owner_id)
            held.add(pk)
            changed |= self._take(child, pk, node, column, owner_id, root)
        if child == "metadata":
            return changed
        for row in self.known.owned.get((child, column, owner_id), ()):
            if row["id"] not in held and self.world.is_told(row):
                changed |= self._free(child, row["id"], column, root)
        return changed

    def add(self, node: Node, service: UUID) -> bool:
        """A service in a place told by itself. Returns whether it changes anything."""
        name = "service_at_location"
        pk = self._id_for(name, node, "service_id", service)
        return self._take(name, pk, node, "service_id", service, service)

    def _id_for(self, name: str, node: Node, column: str, owner_id: UUID) -> UUID:
        pk = self.world.id_of(name, node.key)
        if name == "service_at_location" and (place := self._place(node)):
            # A service is once in a place, whatever the file calls that.
            same = (row for row in self.known.owned.get((name, column, owner_id), ()) if row["location_id"] == place)
            return next((row["id"] for row in same), pk)
        row = self.row(name, pk)
        if row is None or name == "metadata":
            return pk
        mine = self._mine(name, pk, row)
        others = row[column] not in {None, owner_id}
        differs = not mine and any(row[key] != value for key, value in node.values.items())
        return uuid5(pk, str(owner_id)) if others or differs else pk

    def _mine(self, name: str, pk: UUID, row: Row) -> bool:
        """Whether the row's values are this block's to change: its owners are told here, and none told it yet."""
        if pk in self.now.get(name, {}):
            return False
        owners = {row[column] for column in SHAPES[name].owners.values()} - {None}
        return owners <= self.claimed

    def _place(self, node: Node) -> UUID | None:
        if place := node.within.get("location"):
            return self.world.id_of("location", place.key)
        key = node.keys.get("location_id")
        return self.world.id_of("location", key) if key else None

    def _take(self, name: str, pk: UUID, node: Node, column: str, owner_id: UUID, root: UUID) -> bool:  # noqa: PLR0917 - a row and all it hangs on
        before = self.row(name, pk)
        row = dict(before) if before is not None else new_row(name, pk)
        row |= node.values
        row[column] = owner_id
        if name == "service_at_location" and (place := self._place(node)):
            row["location_id"] = place
        if "term_id" in node.keys:
            row["term_id"] = self.world.id_of("taxonomy_term", node.keys["term_id"])
        if term := node.within.get("taxonomy_term"):
            row["term_id"] = self.world.id_of("taxonomy_term", term.key)
        if name == "service_area":
            row |= self._area(row)
        extra = dict(node.said)
        if str(pk) != node.key:
            extra["id"] = node.key
        row["extra"] = extra
        if "english" in row and node.english:
            row["english"] = node.english
        self.now.setdefault(name, {})[pk] = row
        self.plan.roots[pk] = root
        changed = row != before
        for prop, child in SHAPES[name].children.items():
            if child in SHAPES and (prop in node.collections or before is not None):
                changed |= self.hang(name, pk, prop, node.collections.get(prop, ()), root)
        return changed

    def _area(self, row: Row) -> Row:
        found: Row = dict.fromkeys(("region_id", "mrc_id", "municipality_id"))
        if known := self.world.places.area(row["name"]):
            found[known[0]] = known[1]
        return found

    def _free(self, name: str, pk: UUID, column: str, root: UUID) -> bool:
        """No longer of this owner; gone once of none, with what hangs on it."""
        row = self.row(name, pk)
        if row is None:
            return False
        row = row | {column: None}
        self.now.setdefault(name, {})[pk] = row
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
                was = before.get(pk)
                if not is_owned(name, row):
                    if was is not None:
                        self.plan.deleted[name][pk] = was
                elif was is None:
                    self.plan.inserted[name][pk] = row
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
