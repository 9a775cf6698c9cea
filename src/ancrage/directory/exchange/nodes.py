"""A checked record taken apart: one node by row to keep, under the record it belongs to."""

from collections import Counter
from collections.abc import Iterator, Mapping
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
        return str(self.values.get("name") or self.values.get("description") or self.key)[:200]


@dataclass(slots=True)
class Taking:
    """How many times what has no column was met: « service.couleur »."""

    unknown: Counter[str] = field(default_factory=Counter)

    def apart(self, name: str, checked: BaseModel, place: str) -> Node:
        """The node of a checked object, with those under it."""
        shape, told = SHAPES[name], checked.__dict__
        place = (checked.__pydantic_extra__ or {}).get(PLACE) or place
        props, foreign, children, inner = _plan(name)
        node = Node(name, told["id"], place, {}, {}, {}, {}, {})
        for prop in props:
            _keep(node, prop, told.get(prop.name))
        for prop_name, column in foreign:
            if (key := told.get(prop_name)) is not None:
                node.keys[column] = key
        for prop_name, child in children:
            if (found := told.get(prop_name)) is not None:
                node.collections[prop_name] = [
                    self.apart(child, one, within(place, f"{prop_name}[{n}]")) for n, one in enumerate(found)
                ]
        for prop_name, child in inner:
            if (one := told.get(prop_name)) is not None:
                node.within[prop_name] = self.apart(child, one, within(place, prop_name))
        if name == "service":
            node.profile["status"] = told.get("status")
        if extra := checked.__pydantic_extra__:
            self._rest(node, extra, shape.kept)
        _leave_derived(node)
        return node

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


@cache
def _plan(name: str) -> tuple[tuple[Prop, ...], Any, Any, Any]:
    shape = SHAPES[name]
    foreign = [(prop, column) for prop, column in shape.columns.items() if column.endswith("_id")]
    foreign = [(prop, column) for prop, column in foreign if column != "resource_id"]
    foreign += list(shape.owners.items())
    children = list(shape.children.items())
    if name in {"service", "organization", "location"}:
        children.append(("metadata", "metadata"))
    within = {
        "service": [("organization", "organization"), ("program", "program")],
        "service_at_location": [("location", "location")],
        "attribute": [("taxonomy_term", "taxonomy_term")],
        "taxonomy_term": [("taxonomy_detail", "taxonomy")],
    }.get(name, [])
    return props_of(name), foreign, children, within


def _keep(node: Node, prop: Prop, value: Any) -> None:  # noqa: ANN401 - any checked value
    if value is None:
        node.values[prop.column] = prop.default
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
