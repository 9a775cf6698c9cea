"""A checked record taken apart: one node by row to keep, under the record it belongs to."""

from collections import Counter
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from typing import Any, Final

from pydantic import BaseModel

from ancrage.directory.exchange.items import PLACE, SORTED, within
from ancrage.directory.exchange.specs import Prop, props_of
from ancrage.directory.shapes import SHAPES

# What our own profile adds, which has its columns.
OURS: Final = frozenset({"translations", "intake", "eligibilities", SORTED})
# Made of what surrounds the object: said again when it leaves.
DERIVED: Final = frozenset({"link_id", "link_entity", "taxonomy", "last_modified"})
ADDED: Final[Mapping[str, tuple[str, ...]]] = {"attribute": ("label",)}


@dataclass(slots=True)
class Node:
    """A row to be. ``values`` by column; ``said``: what came, where the column does not hold all of it.

    ``keys``: what it points to, by column, as the file names it. ``collections``: its arrays, by property.
    """

    shape: str
    key: str
    place: str
    values: dict[str, Any]
    english: dict[str, str]
    said: dict[str, Any]
    keys: dict[str, str]
    profile: dict[str, Any]
    collections: dict[str, list["Node"]] = field(default_factory=dict)
    within: dict[str, "Node"] = field(default_factory=dict)

    @property
    def title(self) -> str:
        address = next((one.title for one in self.collections.get("addresses", ()) if one.values["address_1"]), "")
        named = self.values.get("name") or address or self.values.get("description") or self._address()
        return str(named or self.key)[:200]

    def _address(self) -> str:
        return ", ".join(filter(None, (self.values.get("address_1"), self.values.get("city"))))


@dataclass(slots=True)
class Taking:
    """How many times what has no column was met: « service.couleur ».

    :param known: keys of terms that need not be taken apart: those of our own lists.
    """

    unknown: Counter[str] = field(default_factory=Counter)
    known: Container[str] = frozenset()

    def apart(self, name: str, checked: BaseModel, place: str) -> Node:
        """The node of a checked object, with those under it."""
        told, extra = checked.__dict__, checked.__pydantic_extra__
        empty, plan = _plan(name)
        if extra and PLACE in extra:
            place = extra[PLACE]
        node = Node(name, told["id"], place, empty.copy(), {}, {}, {}, {})
        for prop_name in checked.__pydantic_fields_set__:
            kind, what = plan.get(prop_name, _NOTHING)
            if kind == "column":
                _keep(node, what, told[prop_name])
            elif kind == "key":
                node.keys[what] = told[prop_name]
            elif kind == "array":
                node.collections[prop_name] = self._all(what, told[prop_name], within(place, prop_name))
            elif kind == "object":
                self._inner(node, prop_name, what, told[prop_name])
            elif kind == "profile":
                node.profile[prop_name] = told[prop_name]
        if extra:
            self._rest(node, extra, SHAPES[name].kept)
        if "attributes" in node.collections or name == "taxonomy_term":
            _leave_derived(node)
        return node

    def _all(self, name: str, found: list[BaseModel], place: str) -> list[Node]:
        return [self.apart(name, one, f"{place}[{n}]") for n, one in enumerate(found)]

    def _inner(self, node: Node, prop: str, name: str, one: BaseModel) -> None:
        key: str = one.__dict__["id"]
        if name == "taxonomy_term" and key in self.known:
            node.keys["term_id"] = key
        else:
            node.within[prop] = self.apart(name, one, within(node.place, prop))

    def _rest(self, node: Node, extra: Mapping[str, Any], kept: frozenset[str]) -> None:
        for name, value in extra.items():
            if name in OURS:
                node.profile[name] = value
            elif name == PLACE:
                continue
            elif name in ADDED.get(node.shape, ()):
                node.values[name] = str(value)[:200]
            elif value is not None:
                node.said[name] = value
                if name not in kept and name not in DERIVED:
                    self.unknown[f"{node.shape}.{name}"] += 1
        for one in node.profile.get("translations") or ():
            if isinstance(one, Mapping) and str(one.get("language", "")).startswith("en"):
                node.english = _translated(node.shape, one)


def _leave_derived(node: Node) -> None:
    """What says again what surrounds it is not kept apart."""
    for one in node.collections.get("attributes", ()):
        for name, derived in (("link_id", node.key), ("link_entity", node.shape)):
            if one.said.get(name) == derived:
                del one.said[name]
    detail = node.within.get("taxonomy_detail")
    if detail and node.said.get("taxonomy") == detail.values["name"]:
        del node.said["taxonomy"]


_NOTHING: Final = ("", None)


@cache
def _plan(name: str) -> tuple[dict[str, Any], dict[str, tuple[str, Any]]]:
    """What its columns hold when nothing is told; by property, what it is, and the column or the object it holds."""
    shape, props = SHAPES[name], props_of(name)
    found: dict[str, tuple[str, Any]] = {"status": ("profile", None)} if name == "service" else {}
    found |= {prop: ("array", child) for prop, child in shape.children.items()}
    if name in {"service", "organization", "location"}:
        found["metadata"] = ("array", "metadata")
    inner = {
        "service": {"organization": "organization", "program": "program"},
        "service_at_location": {"location": "location"},
        "attribute": {"taxonomy_term": "taxonomy_term"},
        "taxonomy_term": {"taxonomy_detail": "taxonomy"},
    }.get(name, {})
    found |= {prop: ("object", child) for prop, child in inner.items()}
    keys = {prop: column for prop, column in shape.columns.items() if column.endswith("_id") and prop != "resource_id"}
    found |= {prop: ("key", column) for prop, column in {**keys, **shape.owners}.items()}
    found |= {prop.name: ("column", prop) for prop in props}
    return {prop.column: prop.default for prop in props}, found


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


def every(node: Node) -> Iterator[Node]:
    """The node and all those under it."""
    yield node
    for one in node.within.values():
        yield from every(one)
    for nodes in node.collections.values():
        for one in nodes:
            yield from every(one)
