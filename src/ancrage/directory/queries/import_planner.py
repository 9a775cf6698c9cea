"""A block of a file compared with the directory: nothing is written here."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from ancrage.directory.exchange.items import Fault, Item, within
from ancrage.directory.exchange.nodes import POINTED, Node
from ancrage.directory.models import ServiceEligibility
from ancrage.directory.queries.import_known import Known, Row, read_domains, read_parts, read_rows
from ancrage.directory.queries.import_parts import Parts, new_row, same_parts
from ancrage.directory.queries.import_plan import Plan, Record
from ancrage.directory.queries.import_records import origin_of, told_rules, values_of, weigh
from ancrage.directory.queries.import_telling import tell, tell_wrong
from ancrage.directory.queries.import_world import HERE, World
from ancrage.directory.queries.terms import NEEDS
from ancrage.directory.shapes import SHAPES

Checked = tuple[int, Item, "Node | list[Fault]"]
"""A record of the file: its number, as it came, and what was found of it."""
_ORDER = ("organization", "program", "location", "service")
_LENIENT = frozenset({"parent_id", "taxonomy_id"})
"""Keys that may lead nowhere: they are kept as they came."""
_ELSEWHERE = frozenset({"locations", "programs"})
"""Arrays of records, which are told by themselves."""
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
        tell(planner.plan, world, record, planner.known.rows[record.node.shape].get(record.id))
    return planner.plan


class _Planner:
    def __init__(self, world: World, plan: Plan) -> None:
        self.world, self.plan, self.known = world, plan, Known()
        self.mine: list[Record] = []
        self.parts = Parts(world, self.known, plan, self.mine)
        self.domains: dict[UUID, set[UUID]] = {}
        self.rules: dict[UUID, list[Row]] = {}

    def read(self, checked: Sequence[Checked]) -> list[tuple[int, Node]]:
        """Those that are right, once what the directory holds of them is read."""
        here: dict[str, set[UUID]] = defaultdict(set)
        wanted: dict[str, set[UUID]] = defaultdict(set)
        for _number, _item, found in checked:
            for node in found.every() if isinstance(found, Node) else ():
                here[node.shape].add(node.id)
                for column, pk in node.links.items():
                    wanted[POINTED.get(column, node.shape)].add(pk)
        self._read_known({name: here[name] | wanted[name] for name in {*here, *wanted}})
        good = []
        for number, item, found in checked:
            faults = found if isinstance(found, list) else self._broken_keys(found, here)
            if faults or isinstance(found, list):
                tell_wrong(self.plan, number, item, faults)
            else:
                good.append((number, found))
        return good

    def _read_known(self, wanted: Mapping[str, set[UUID]]) -> None:
        for name in ("taxonomy", "taxonomy_term", *_ORDER):
            self.known.add(name, read_rows(name, {"id": wanted.get(name, ())}))
        read_parts(self.known, wanted, {name: self.known.rows[name].keys() for name in _ORDER})
        self.known.add("metadata", read_rows("metadata", {"id": wanted.get("metadata", ())}))
        services = self.known.rows["service"].keys()
        self.domains = read_domains(services)
        if services:
            for row in ServiceEligibility.objects.filter(service__in=services).order_by("pk").values(*_RULES):
                self.rules.setdefault(row["service_id"], []).append(row)

    def _broken_keys(self, root: Node, here: Mapping[str, set[UUID]]) -> list[Fault]:
        """Keys that lead to nothing, here or in the block."""
        faults = []
        if root.shape == "service" and "organization_id" not in root.links:
            message = _("Un service est offert par un organisme : il manque ici.")
            faults.append(Fault(within(root.place, "organization"), message))
        for node in root.every():
            for column, key in node.keys.items():
                name, pk = POINTED.get(column, node.shape), node.links[column]
                if column not in _LENIENT and pk not in here[name] and not self._exists(name, pk):
                    message = _("« %(key)s » ne désigne aucune fiche (%(name)s) : la clé est brisée.")
                    where = within(node.place, _property(node, column))
                    faults.append(Fault(where, message % {"key": key[:60], "name": name}))
        return faults

    def _exists(self, name: str, pk: UUID) -> bool:
        return pk in self.known.rows[name] or pk in self.world.told or pk in self.world.ours

    def terms(self, good: Sequence[tuple[int, Node]]) -> None:
        """Taxonomies and their terms, which have no owner: the first telling of a file is believed, ours never change."""
        found = [one for _number, root in good for one in root.every() if one.shape in {"taxonomy", "taxonomy_term"}]
        for node in sorted(found, key=lambda one: one.shape):
            if node.id in self.world.told or node.id in self.world.ours:
                continue
            self.world.told.add(node.id)
            before = self.known.rows[node.shape].get(node.id)
            if before is not None and before.get("code") and node.shape == "taxonomy":
                continue
            row = {**(before or new_row(node.shape, node.id)), **node.values, "extra": node.said}
            for column in node.links.keys() & {"taxonomy_id", "parent_id"}:
                self._point(row, node, column)
            if before is None:
                self.plan.inserted[node.shape][node.id] = row
            elif row != before:
                self.plan.updated[node.shape][node.id] = (before, row)

    def _point(self, row: Row, node: Node, column: str) -> None:
        """What the file may tell later, or elsewhere, is kept as it came."""
        name, pk = POINTED.get(column, node.shape), node.links[column]
        if column not in node.keys or pk in self.known.rows[name] or pk in self.plan.inserted[name]:
            row[column] = pk
        else:
            node.said[_property(node, column)] = node.keys[column]

    def records(self, good: Sequence[tuple[int, Node]]) -> list[Record]:
        """Those told for the first time, what others point to first."""
        for number, root in good:
            for node in root.every():
                if node.shape not in _ORDER:
                    continue
                self.plan.seen.append(node.id)
                if node.id not in self.world.told:
                    self.world.told.add(node.id)
                    self.mine.append(Record(node, node.id, number))
        self.mine.sort(key=lambda record: _ORDER.index(record.node.shape))
        return self.mine

    def settle(self, record: Record) -> None:
        before = self.known.rows[record.node.shape].get(record.id)
        self.plan.roots[record.id] = record.id
        values = values_of(record.node, before, self.world, self.plan.at)
        self._owners(record.node, values)
        if before is None:
            self._add(record, values)
        else:
            self._change(record, before, values)

    def _owners(self, node: Node, values: Row) -> None:
        """To whom it belongs."""
        if node.shape == "service":
            values |= {"program_id": None} | node.links
        elif node.shape == "organization" and "parent_id" in node.links:
            self._point(values, node, "parent_id")
        else:
            values |= node.links

    def _add(self, record: Record, values: Row) -> None:
        name, node, at, source = record.node.shape, record.node, self.plan.at, self.world.source
        row = {**new_row(name, record.id), **values, "source_id": source.pk, "source_key": node.key[:200]}
        row |= {"english": node.english, "extra": self._extra(record, None), "created_at": at, "modified_at": at}
        if name == "organization":
            row["region_id"] = source.region_id
        self.plan.inserted[name][record.id] = row
        for prop, nodes in node.collections.items():
            if nodes and prop not in _ELSEWHERE:
                self.parts.hang(name, record.id, prop, nodes, record.id)
        if name == "service":
            self._lists(record, None, row)

    def _change(self, record: Record, before: Row, values: Row) -> None:
        name, node, at = record.node.shape, record.node, self.plan.at
        row = weigh(record, before, values | ({"english": node.english} if node.english else {}), self.world)
        row["extra"] = self._extra(record, before)
        changed = self._collections(record, before, row)
        if name == "service":
            changed |= self._lists(record, before, row)
        if changed or any(kept for _before, _after, kept in record.changes.values()):
            row["modified_at"] = at
            self.plan.touched[name].add(record.id)
        if row != before:
            self.plan.updated[name][record.id] = (before, row)

    def _extra(self, record: Record, before: Row | None) -> Row:
        said = record.node.said
        if before is None or before["source_id"] == self.world.source.pk:
            moment = said.pop("last_modified", None)
            told = moment and self._last_modified(moment, before)
            return said | {"last_modified": told} if told else said
        more = {key: value for key, value in said.items() if key not in {"id", "last_modified"}}
        held: Row = before["extra"]
        return more | held if SHAPES[record.node.shape].kept & (more.keys() - held.keys()) else held

    def _last_modified(self, said: str, before: Row | None) -> list[str]:
        """When the source says it changed, and when we learned it; nothing when it only says again what we said."""
        if before is None:
            return [said, self.plan.at.isoformat()]
        held: list[str] = before["extra"].get("last_modified", [])
        ours = before["modified_at"].isoformat()
        return held if said in {ours, *held[:1]} else [said, self.plan.at.isoformat()]

    def _collections(self, record: Record, before: Row, row: Row) -> bool:
        """What hangs on it, where this source is believed. Returns whether that changes."""
        node, changed = record.node, False
        if not node.collections:
            return False
        for prop, child in (*SHAPES[node.shape].children.items(), ("metadata", "metadata")):
            if prop in _ELSEWHERE:
                continue
            nodes, known = node.collections.get(prop, []), self._known_parts(node.shape, record.id, child)
            if not self._believed(before, prop, known):
                if nodes and not same_parts(known, nodes, child):
                    record.changes[prop] = [_told(known), [one.title or "…" for one in nodes], False]
            elif (nodes or known) and self.parts.hang(node.shape, record.id, prop, nodes, record.id):
                changed = True
                if prop != "metadata":
                    record.changes[prop] = [_told(known), [one.title or "…" for one in nodes], True]
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
        if (codes := record.node.sorted_by.get(NEEDS)) is not None:
            wanted = {self.world.domains[code] for code in codes if code in self.world.domains}
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
        service = self.known.rows["service"].get(node.links["service_id"]) if "service_id" in node.links else None
        if service is None or not self._believed(service, "service_at_locations", [{}]):
            return
        record = Record(node, service["id"], number)
        if self.parts.add(node, service["id"]):
            record.changes["service_at_locations"] = [[], [node.title or "…"], True]
            row = dict(service) | {"modified_at": self.plan.at}
            self.plan.updated["service"].setdefault(service["id"], (service, row))
            self.plan.touched["service"].add(service["id"])
            self.mine.append(record)


def _told(rows: Sequence[Row]) -> list[str]:
    keys = ("name", "number", "address_1", "document", "description", "value", "byday", "code", "option", "funder")
    return [next((str(row[key]) for key in keys if row.get(key)), "…") for row in rows]


def _rule_words(rules: Sequence[Row]) -> list[str]:
    return sorted(f"{row['status_id']} {row['is_admitted']} {row['during']}" for row in rules)


def _property(node: Node, column: str) -> str:
    pairs = {**SHAPES[node.shape].columns, **SHAPES[node.shape].owners}
    return next((prop for prop, held in pairs.items() if held == column), column)
