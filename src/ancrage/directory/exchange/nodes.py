"""A checked record taken apart: one node by row to keep, under the record it belongs to."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from typing import Any, Final, Union
from uuid import UUID

from ancrage.core.ids import is_uuid
from ancrage.directory.exchange.items import PLACE, SORTED, within
from ancrage.directory.exchange.specs import RECORDS, Prop, props_of
from ancrage.directory.shapes import SHAPES

# What our own profile adds, which has its columns.
OURS: Final = frozenset({"translations", "intake", "eligibilities"})
# Made of what surrounds the object: said again when it leaves.
DERIVED: Final = frozenset({"link_id", "link_entity", "taxonomy", "last_modified"})
POINTED: Final[Mapping[str, str]] = {
    "organization_id": "organization",
    "program_id": "program",
    "location_id": "location",
    "service_id": "service",
    "term_id": "taxonomy_term",
    "taxonomy_id": "taxonomy",
}
"""By column, what it points to; ``parent_id`` points to another of the same."""
ALONE: Final = frozenset({*RECORDS, "taxonomy", "taxonomy_term"})
"""What belongs to no other, or to several."""
Where = Union[str, "tuple[Where, str]"]
"""Where something was found: a place, or the way from another."""


@dataclass(slots=True)
class Node:
    """A row to be. ``values`` by column; ``said``: what came, where the column does not hold all of it.

    ``links``: what it points to, by column; ``keys``: the same as the file names it, when it does. ``collections``: its
    arrays, by property. ``sorted_by``: the codes of our own lists, by list. ``under``: of a record of the file, all
    that is in it.
    """

    shape: str
    key: str
    id: UUID
    where: Where
    values: dict[str, Any]
    english: dict[str, str]
    said: dict[str, Any]
    links: dict[str, UUID]
    keys: dict[str, str]
    profile: dict[str, Any]
    collections: dict[str, list["Node"]]
    sorted_by: dict[str, list[str]]
    under: list["Node"]

    @property
    def place(self) -> str:
        return _place(self.where)

    @property
    def title(self) -> str:
        """What people call it; nothing when it has no name and its key is no word."""
        address = next(filter(None, (one.street() for one in self.collections.get("addresses", ()))), "")
        named = self.values.get("name") or address or self.values.get("description") or self.street()
        return str(named or ("" if is_uuid(self.key) else self.key))[:200]

    def street(self) -> str:
        return ", ".join(filter(None, (self.values.get("address_1"), self.values.get("city"))))

    def every(self) -> Iterator["Node"]:
        """The record and all that is in it."""
        yield self
        yield from self.under

    def told_alone(self) -> Iterator["Node"]:
        """What of it belongs to no other."""
        return (one for one in self.every() if one.shape in ALONE)


def _place(where: Where) -> str:
    return where if isinstance(where, str) else within(_place(where[0]), where[1])


@dataclass(slots=True)
class Taking:
    """How records are taken apart.

    :param id_of: our key for what the file calls so.
    :param ours: the terms of our own lists, each with its list and its code: they sort, and are no rows.
    :param unknown: how many times what has no column was met: « service.couleur ».
    """

    id_of: Callable[[str, str], UUID]
    ours: Mapping[UUID, tuple[str, str]]
    unknown: Counter[str] = field(default_factory=Counter)
    _made: list[Node] = field(default_factory=list)
    _listed: frozenset[tuple[str, str]] = frozenset()

    def __post_init__(self) -> None:
        self._listed = frozenset(self.ours.values())

    def apart(self, name: str, told: Mapping[str, Any], place: str) -> Node:
        """The node of a checked record, with those under it."""
        self._made = []
        node = self._node(name, told, place)
        node.under = self._made[1:]
        return node

    def _node(self, name: str, told: Mapping[str, Any], where: Where) -> Node:
        where, key = told.get(PLACE, where), told["id"]
        empty, plan = _plan(name)
        node = Node(name, key, self.id_of(name, key), where, empty.copy(), {}, {}, {}, {}, {}, {}, {}, [])
        self._made.append(node)
        inner: dict[str, Node] = {}
        if str(node.id) != key:
            node.said["id"] = key
        for prop, value in told.items():
            kind, what = plan.get(prop, _NOTHING)
            if kind == "column":
                _keep(node, what, value)
            elif kind == "key":
                node.keys[what] = value
                node.links.setdefault(what, self.id_of(POINTED.get(what, name), value))
            elif kind == "array":
                node.collections[prop] = self._all(node, what, value, (where, prop))
            elif kind == "object":
                child, column = what
                inner[prop] = one = self._node(child, value, (where, prop))
                node.links[column] = one.id
            elif kind == "profile":
                node.profile[prop] = value
            elif kind == "":
                self._rest(node, prop, value)
        if inner or node.collections or node.profile:
            _settle(node, inner)
        return node

    def _all(self, owner: Node, name: str, told: list[Any], where: tuple[Where, str]) -> list[Node]:
        around, prop = where
        return [
            self._node(name, one, (around, f"{prop}[{n}]"))
            for n, one in enumerate(told)
            if name != "attribute" or not self._sorts(owner, one)
        ]

    def _sorts(self, node: Node, attribute: Mapping[str, Any]) -> bool:
        """Whether an attribute puts a term of ours on the record, which says so."""
        term = attribute.get("taxonomy_term")
        key = term["id"] if term else attribute.get("taxonomy_term_id")
        own = self.ours.get(self.id_of("taxonomy_term", key)) if key else None
        if own:
            self._sort(node, *own)
        return own is not None

    def _sort(self, node: Node, name: str, code: object) -> None:
        codes = node.sorted_by.setdefault(name, [])
        if isinstance(code, str) and code not in codes and (name, code) in self._listed:
            codes.append(code)

    def _rest(self, node: Node, prop: str, value: Any) -> None:  # noqa: ANN401 - JSON
        if prop == SORTED and isinstance(value, Mapping):
            for list_name, codes in value.items():
                for code in codes if isinstance(codes, list) else ():
                    self._sort(node, list_name, code)
        elif value is not None:
            node.said[prop] = value
            if prop not in SHAPES[node.shape].kept and prop not in DERIVED:
                self.unknown[f"{node.shape}.{prop}"] += 1


def _settle(node: Node, inner: Mapping[str, Node]) -> None:
    """What is in it belongs to it, and what says it again is not kept apart."""
    if node.shape == "organization":
        for one in (*node.collections.get("locations", ()), *node.collections.get("programs", ())):
            one.links["organization_id"] = node.id
    if (program := inner.get("program")) and "organization_id" in node.links:
        program.links.setdefault("organization_id", node.links["organization_id"])
    for one in node.collections.get("attributes", ()):
        for name, derived in (("link_id", node.key), ("link_entity", node.shape)):
            if one.said.get(name) == derived:
                del one.said[name]
    detail = inner.get("taxonomy_detail")
    if detail and node.said.get("taxonomy") == detail.values["name"]:
        del node.said["taxonomy"]
    for told in node.profile.get("translations") or ():
        if isinstance(told, Mapping) and str(told.get("language", "")).startswith("en"):
            node.english = _translated(node.shape, told)


_NOTHING: Final = ("", None)


@cache
def _plan(name: str) -> tuple[dict[str, Any], dict[str, tuple[str, Any]]]:
    """What its columns hold when nothing is told; by property, what it is, and the column or the object it holds."""
    shape, props = SHAPES[name], props_of(name)
    keys = {prop: column for prop, column in shape.columns.items() if column.endswith("_id")} | dict(shape.owners)
    found: dict[str, tuple[str, Any]] = dict.fromkeys(("id", PLACE, *keys), ("owner", None))
    found |= dict.fromkeys(OURS, ("profile", None))
    found |= {prop: ("array", child) for prop, child in shape.children.items()}
    if name in {"service", "organization", "location"}:
        found["metadata"] = ("array", "metadata")
    if name == "service":
        found["status"] = ("profile", None)
    found |= {prop: ("object", held) for prop, held in _INNER.get(name, {}).items()}
    found |= {prop: ("key", column) for prop, column in keys.items() if column == "parent_id" or column in POINTED}
    found |= {prop.name: ("column", prop) for prop in props}
    return {prop.column: prop.default for prop in props}, found


_INNER: Final[Mapping[str, Mapping[str, tuple[str, str]]]] = {
    "service": {"organization": ("organization", "organization_id"), "program": ("program", "program_id")},
    "service_at_location": {"location": ("location", "location_id")},
    "attribute": {"taxonomy_term": ("taxonomy_term", "term_id")},
    "taxonomy_term": {"taxonomy_detail": ("taxonomy", "taxonomy_id")},
}
"""By property that holds an object: which, and the column that points to it."""


def _keep(node: Node, prop: Prop, value: Any) -> None:  # noqa: ANN401 - any checked value
    if prop.longest and value and len(value) <= prop.longest and "\0" not in value and type(value) is str:
        # As nearly all are: kept as it is.
        node.values[prop.column] = value
        return
    held = prop.adapt(value) if prop.adapt else value
    node.values[prop.column] = prop.default if held is None else held
    raw = as_json(value)
    if raw != as_json(held) or value == "":
        node.said[prop.name] = raw


def as_json(value: Any) -> Any:  # noqa: ANN401 - any value of a column
    """As ``queries.documents`` tells it."""
    if isinstance(value, str):
        return value
    match value:
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case float() if value.is_integer():
            return int(value)
        case time():
            return value.isoformat("auto" if value.second or value.microsecond else "minutes")
        case datetime() | date():
            return value.isoformat()
        case _:
            return value


def _translated(name: str, one: Mapping[str, Any]) -> dict[str, str]:
    texts = SHAPES[name].texts
    return {texts[prop]: str(text) for prop, text in one.items() if prop in texts and text}
