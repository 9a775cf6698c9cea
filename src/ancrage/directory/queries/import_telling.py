"""What a block of a file changes, as its preview tells it and as the history of each record keeps it."""

from collections.abc import Sequence

from ancrage.core.ids import is_uuid, uuid7
from ancrage.directory.exchange.items import Fault, Item
from ancrage.directory.exchange.specs import RECORDS
from ancrage.directory.models import EntryState
from ancrage.directory.queries.import_known import Row
from ancrage.directory.queries.import_parts import new_row
from ancrage.directory.queries.import_plan import Plan, Record, Told
from ancrage.directory.queries.import_world import World


def tell_wrong(plan: Plan, number: int, item: Item, faults: Sequence[Fault]) -> None:
    name, key = item.data.get("name"), str(item.data.get("id") or "")
    title = str(name or ("" if is_uuid(key) else key))[:200]
    plan.told.append(Told(number, item.place, item.kind, None, title, EntryState.WRONG, faults=tuple(faults)))
    plan.counts[EntryState.WRONG] += 1


def tell(plan: Plan, world: World, record: Record, before: Row | None) -> None:
    """What is the same is only counted."""
    node, changes = record.node, record.changes
    if before is None and node.shape in RECORDS:
        state = EntryState.NEW
    elif not changes:
        plan.counts["same"] += 1
        return
    else:
        kept = any(kept for _before, _after, kept in changes.values())
        state = EntryState.CHANGED if kept else EntryState.DIFFERENT
        _keep_history(plan, world, record)
    plan.counts[state] += 1
    plan.told.append(Told(record.number, node.place, node.shape, record.id, node.title, state, dict(changes)))


def _keep_history(plan: Plan, world: World, record: Record) -> None:
    for prop, (was, becomes, kept) in record.changes.items():
        if not kept or prop == "english":
            continue
        row = new_row("metadata", uuid7()) | {"resource_id": record.id, "resource_type": record.node.shape}
        row |= {"last_action_date": plan.at, "last_action_type": "update", "field_name": prop}
        row |= {"previous_value": _words(was), "replacement_value": _words(becomes)}
        row["updated_by"] = world.source.name
        plan.inserted["metadata"][row["id"]] = row
        plan.roots[row["id"]] = record.id


def _words(value: object) -> str:
    return "; ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)
