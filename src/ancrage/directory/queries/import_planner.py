"""A block of a file compared with the directory: nothing is written here."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from ancrage.core.ids import uuid7
from ancrage.directory.exchange.items import Fault, Item, within
from ancrage.directory.exchange.nodes import Node, every
from ancrage.directory.models import EntryState, ServiceEligibility
from ancrage.directory.queries.import_known import Known, Row, read_domains, read_metadata, read_parts, read_rows
from ancrage.directory.queries.import_parts import Parts, new_row, same_parts
from ancrage.directory.queries.import_plan import Plan, Record, Told, parts_under, records_in, terms_in
from ancrage.directory.queries.import_records import (
    origin_of,
    own_term,
    told_domains,
    told_rules,
    values_of,
    weigh,
)
from ancrage.directory.queries.import_world import HERE, World
from ancrage.directory.shapes import SHAPES

Checked = tuple[int, Item, "Node | list[Fault]"]
"""A record of the file: its number, as it came, and what was found of it."""
_ORDER = ("organization", "program", "location", "service")
_POINTED = {
    "organization_id": "organization",
    "program_id": "program",
    "location_id": "location",
    "service_id": "service",
    "term_id": "taxonomy_term",
}
"""Keys that must lead somewhere."""
_NAMED = _POINTED | {"taxonomy_id": "taxonomy"}
_RULES = ("id", "service_id", "status_id", "is_admitted", "during")


def plan_block(checked: Sequence[Checked], world: World, at: datetime) -> Plan:
    """What these records would change."""
    planner = _Planner(world, Plan(at))
    good = planner.read(checked)
    planner.terms(good)
    for record in planner.records(good):
        planner.settle(record)
    for number, node in good:
        if node.shape == "service_at_location":
            planner.given(number, node)
    planner.parts.settle()
    for record in planner.mine:
        planner.tell(record)
    return planner.plan


class _Planner:
    def __init__(self, world: World, plan: Plan) -> None:
        self.world, self.plan, self.known = world, plan, Known()
        self.parts = Parts(world, self.known, plan)
        self.mine: list[Record] = []
        self.domains: dict[UUID, set[UUID]] = {}
        self.rules: dict[UUID, list[Row]] = {}
        self.flat: dict[int, list[Node]] = {}

    def read(self, checked: Sequence[Checked]) -> list[tuple[int, Node]]:
        """Those that are right, once what the directory holds of them is read."""
        right = [(number, item, node) for number, item, node in checked if isinstance(node, Node)]
        wanted: dict[str, set[UUID]] = defaultdict(set)
        for number, _item, node in right:
            self.flat[number] = list(every(node))
            self._want(self.flat[number], wanted)
        for name in ("taxonomy", "taxonomy_term", *_ORDER):
            self.known.add(name, read_rows(name, {"id": wanted[name]}))
        owners = {name: self.known.rows[name].keys() for name in _ORDER}
        read_parts(self.known, wanted, owners)
        read_metadata(self.known, (), wanted["metadata"])
        services = self.known.rows["service"].keys()
        self.domains = read_domains(services)
        for row in ServiceEligibility.objects.filter(service__in=services).order_by("pk").values(*_RULES):
            self.rules.setdefault(row["service_id"], []).append(row)
        for number, item, found in checked:
            if not isinstance(found, Node):
                self._wrong(number, item, found)
        return list(self._with_sound_keys(right))

    def _want(self, nodes: Sequence[Node], wanted: dict[str, set[UUID]]) -> None:
        for node in nodes:
            wanted[node.shape].add(self.world.id_of(node.shape, node.key))
            for column, key in node.keys.items():
                name = node.shape if column == "parent_id" else _NAMED.get(column)
                if name:
                    wanted[name].add(self.world.id_of(name, key))

    def _with_sound_keys(self, right: Iterable[tuple[int, Item, Node]]) -> Iterable[tuple[int, Node]]:
        right = list(right)
        told: dict[str, set[UUID]] = defaultdict(set)
        for number, _item, node in right:
            for one, _around in records_in(node):
                told[one.shape].add(self.world.id_of(one.shape, one.key))
            for one in terms_in(self.flat[number]):
                told[one.shape].add(self.world.id_of(one.shape, one.key))
        for number, item, node in right:
            faults = list(self._broken_keys(node, self.flat[number], told))
            if faults:
                self._wrong(number, item, faults)
            else:
                yield number, node

    def _broken_keys(self, root: Node, nodes: Sequence[Node], told: dict[str, set[UUID]]) -> Iterable[Fault]:
        """Keys that lead to nothing, here or in the block."""
        if root.shape == "service" and "organization" not in root.within and "organization_id" not in root.keys:
            yield Fault(
                within(root.place, "organization"), _("Un service est offert par un organisme : il manque ici.")
            )
        for node in nodes:
            for column, key in node.keys.items():
                name = _POINTED.get(column)
                if name and not self._exists(name, key, told):
                    message = _("« %(key)s » ne désigne aucune fiche (%(name)s) : la clé est brisée.")
                    where = within(node.place, _property(node, column))
                    yield Fault(where, message % {"key": key[:60], "name": name})

    def _exists(self, name: str, key: str, told: dict[str, set[UUID]]) -> bool:
        pk = self.world.id_of(name, key)
        return pk in told[name] or pk in self.known.rows[name] or pk in self.world.told or pk in self.world.ours

    def _wrong(self, number: int, item: Item, faults: Sequence[Fault]) -> None:
        title = str(item.data.get("name") or item.data.get("id") or "")[:200]
        self.plan.told.append(Told(number, item.place, item.kind, None, title, EntryState.WRONG, faults=tuple(faults)))
        self.plan.counts[EntryState.WRONG] += 1

    def terms(self, good: Sequence[tuple[int, Node]]) -> None:
        """Taxonomies and their terms, which have no owner: the first telling of a file is believed, ours never change."""
        for node in (one for number, _root in good for one in terms_in(self.flat[number])):
            pk = self.world.id_of(node.shape, node.key)
            if pk in self.world.told or pk in self.world.ours:
                continue
            self.world.told.add(pk)
            before = self.known.rows[node.shape].get(pk)
            if before is not None and before.get("code") and node.shape == "taxonomy":
                continue
            row = dict(before) if before is not None else new_row(node.shape, pk)
            row |= node.values | {"extra": node.said | ({} if str(pk) == node.key else {"id": node.key})}
            if node.shape == "taxonomy_term":
                self._place_term(row, node)
            if before is None:
                self.plan.inserted[node.shape][pk] = row
            elif row != before:
                self.plan.updated[node.shape][pk] = (before, row)

    def _place_term(self, row: Row, node: Node) -> None:
        detail, key = node.within.get("taxonomy_detail"), node.keys.get("taxonomy_id")
        found = detail.key if detail else key
        if found and (detail or self._reachable("taxonomy", found)):
            row["taxonomy_id"] = self.world.id_of("taxonomy", found)
        elif found:
            row["extra"]["taxonomy_id"] = found
        if parent := node.keys.get("parent_id"):
            if self._reachable("taxonomy_term", parent):
                row["parent_id"] = self.world.id_of("taxonomy_term", parent)
            else:
                row["extra"]["parent_id"] = parent

    def _reachable(self, name: str, key: str) -> bool:
        pk = self.world.id_of(name, key)
        return pk in self.known.rows[name] or pk in self.plan.inserted[name]

    def records(self, good: Sequence[tuple[int, Node]]) -> list[Record]:
        """Those told for the first time, what others point to first."""
        for number, node in good:
            for one, around in records_in(node):
                pk = self.world.id_of(one.shape, one.key)
                self.plan.seen.append(pk)
                if pk not in self.world.told:
                    self.world.told.add(pk)
                    self.mine.append(Record(one, pk, number, around))
        self.mine.sort(key=lambda record: _ORDER.index(record.node.shape))
        for record in self.mine:
            self.parts.claimed.add(record.id)
            self.parts.claimed |= {self.world.id_of(one.shape, one.key) for one in parts_under(record.node)}
        return self.mine

    def settle(self, record: Record) -> None:
        name, node, at = record.node.shape, record.node, self.plan.at
        before = self.known.rows[name].get(record.id)
        values = values_of(node, before, self.world, at) | self._keys(record)
        extra = self._extra(record, before)
        if before is None:
            row = new_row(name, record.id) | values
            row |= {"source_id": self.world.source.pk, "source_key": node.key[:200], "english": node.english}
            row |= {"created_at": at, "modified_at": at, "extra": extra}
            if name == "organization":
                row["region_id"] = self.world.source.region_id
            self.plan.inserted[name][record.id] = row
        else:
            row = weigh(record, before, values | ({"english": node.english} if node.english else {}), self.world)
            row["extra"] = extra
        self.plan.roots[record.id] = record.id
        changed = self._collections(record, before, row)
        if name == "service":
            changed |= self._lists(record, before, row)
        if before is not None:
            if changed or any(kept for _before, _after, kept in record.changes.values()):
                row["modified_at"] = at
                self.plan.touched[name].add(record.id)
            if row != before:
                self.plan.updated[name][record.id] = (before, row)

    def _keys(self, record: Record) -> Row:
        """To whom it belongs."""
        node = record.node
        found: Row = {}
        if node.shape in {"program", "location"}:
            body = record.around.key if record.around else node.keys.get("organization_id")
            if body:
                found["organization_id"] = self.world.id_of("organization", body)
        if node.shape == "service":
            body = node.within["organization"].key if "organization" in node.within else node.keys["organization_id"]
            found["organization_id"] = self.world.id_of("organization", body)
            program = node.within["program"].key if "program" in node.within else node.keys.get("program_id")
            found["program_id"] = self.world.id_of("program", program) if program else None
        if node.shape == "organization" and (parent := node.keys.get("parent_id")):
            if self._reachable("organization", parent):
                found["parent_id"] = self.world.id_of("organization", parent)
            else:
                node.said["parent_organization_id"] = parent
        return found

    def _extra(self, record: Record, before: Row | None) -> Row:
        node = record.node
        said = dict(node.said) | ({} if str(record.id) == node.key else {"id": node.key})
        if before is None or str(before["source_id"]) == str(self.world.source.pk):
            if "last_modified" in said:
                said |= {"last_modified": self._last_modified(said.pop("last_modified"), before)}
            return {name: value for name, value in said.items() if name != "last_modified" or value}
        more = {key: value for key, value in said.items() if key not in {"id", "last_modified"}}
        held: Row = before["extra"]
        return more | held if SHAPES[node.shape].kept & (more.keys() - held.keys()) else held

    def _last_modified(self, said: str, before: Row | None) -> list[str]:
        """When the source says it changed, and when we learned it; nothing when it only says again what we said."""
        if before is None:
            return [said, self.plan.at.isoformat()]
        held: list[str] = before["extra"].get("last_modified", [])
        ours = before["modified_at"].isoformat()
        return held if said in {ours, *held[:1]} else [said, self.plan.at.isoformat()]

    def _collections(self, record: Record, before: Row | None, row: Row) -> bool:
        """What hangs on it, where this source is believed. Returns whether that changes."""
        node, changed, whole = record.node, False, bool(record.node.collections)
        for prop, child in (*SHAPES[node.shape].children.items(), ("metadata", "metadata")):
            if child in {"location", "program"} or (prop not in node.collections and not whole):
                continue
            nodes = [
                one for one in node.collections.get(prop, ()) if child != "attribute" or not own_term(one, self.world)
            ]
            known = self._known_parts(node.shape, record.id, child) if before is not None else []
            if before is not None and not self._believed(before, prop, known):
                if nodes and not same_parts(known, nodes, child):
                    record.changes[prop] = [_told(known), [one.title for one in nodes], False]
                continue
            if (nodes or known) and self.parts.hang(node.shape, record.id, prop, nodes, record.id):
                changed = True
                if before is not None and prop != "metadata":
                    record.changes[prop] = [_told(known), [one.title for one in nodes], True]
                    self._note_origin(before, row, prop)
        return changed

    def _note_origin(self, before: Row, row: Row, prop: str) -> None:
        if str(before["source_id"]) != str(self.world.source.pk):
            row["origins"] = row["origins"] | {prop: str(self.world.source.pk)}

    def _known_parts(self, owner: str, pk: UUID, child: str) -> list[Row]:
        if child == "metadata":
            return []
        found = self.known.owned.get((child, SHAPES[child].owners[f"{owner}_id"], pk), [])
        return [row for row in found if self.world.is_told(row)]

    def _believed(self, before: Row, prop: str, known: Sequence[Row]) -> bool:
        origin = origin_of(before, prop)
        if prop == "metadata" or (origin == HERE and not known and prop not in before["origins"]):
            return True
        return self.world.believes(origin)

    def _lists(self, record: Record, before: Row | None, row: Row) -> bool:
        """The domains, and the rules by status."""
        changed, pk = False, record.id
        if (wanted := told_domains(record.node, self.world)) is not None:
            held = self.domains.get(pk, set())
            words = [sorted(map(str, ids)) for ids in (held, wanted)]
            if wanted != held and self._may(record, before, row, "domains", *words):
                self.plan.domains[pk] = (held, wanted)
                changed = True
        if (rules := told_rules(record.node, pk, self.world)) is not None:
            held_rules = self.rules.get(pk, [])
            before_words, after_words = _rule_words(held_rules), _rule_words(rules)
            if before_words != after_words and self._may(
                record, before, row, "eligibilities", before_words, after_words
            ):
                self.plan.rules[pk] = (held_rules, [row | {"service_id": pk} for row in rules])
                changed = True
        return changed

    def _may(self, record: Record, before: Row | None, row: Row, prop: str, held: list[str], wanted: list[str]) -> bool:  # noqa: PLR0917 - a list before and after
        if before is None:
            return True
        origin = origin_of(before, prop)
        kept = self.world.believes(origin) or (origin == HERE and not held and prop not in before["origins"])
        record.changes[prop] = [held, wanted, kept]
        if kept:
            self._note_origin(before, row, prop)
        return kept

    def given(self, number: int, node: Node) -> None:
        """A service in a place told by itself: of a service known already."""
        service = self.known.rows["service"].get(self.world.id_of("service", node.keys.get("service_id", "")))
        if service is None or not self._believed(service, "service_at_locations", [{}]):
            return
        record = Record(node, service["id"], number)
        if self.parts.add(node, service["id"]):
            record.changes["service_at_locations"] = [[], [node.title], True]
            row = dict(service) | {"modified_at": self.plan.at}
            self.plan.updated["service"].setdefault(service["id"], (service, row))
            self.plan.touched["service"].add(service["id"])
            self.mine.append(record)

    def tell(self, record: Record) -> None:
        """Its line in the preview, and in the history of the record."""
        name, before = record.node.shape, self.known.rows[record.node.shape].get(record.id)
        if name in _ORDER and before is None:
            state = EntryState.NEW
        elif not record.changes:
            self.plan.counts["same"] += 1
            return
        else:
            kept = any(kept for _before, _after, kept in record.changes.values())
            state = EntryState.CHANGED if kept else EntryState.DIFFERENT
            self._history(record, name)
        self.plan.counts[state] += 1
        node = record.node
        self.plan.told.append(Told(record.number, node.place, name, record.id, node.title, state, dict(record.changes)))

    def _history(self, record: Record, name: str) -> None:
        for prop, (was, becomes, kept) in record.changes.items():
            if not kept or prop == "english":
                continue
            row = new_row("metadata", uuid7()) | {"resource_id": record.id, "resource_type": name}
            row |= {"last_action_date": self.plan.at, "last_action_type": "update", "field_name": prop}
            row |= {"previous_value": _words(was), "replacement_value": _words(becomes)}
            row["updated_by"] = self.world.source.name
            self.plan.inserted["metadata"][row["id"]] = row
            self.plan.roots[row["id"]] = record.id


def _told(rows: Sequence[Row]) -> list[str]:
    keys = ("name", "number", "address_1", "document", "description", "value", "byday", "code", "option", "funder")
    return [next((str(row[key]) for key in keys if row.get(key)), "…") for row in rows]


def _words(value: object) -> str:
    return "; ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)


def _rule_words(rules: Sequence[Row]) -> list[str]:
    return sorted(f"{row['status_id']} {row['is_admitted']} {row['during']}" for row in rules)


def _property(node: Node, column: str) -> str:
    pairs = {**SHAPES[node.shape].columns, **SHAPES[node.shape].owners}
    return next((prop for prop, held in pairs.items() if held == column), column)
