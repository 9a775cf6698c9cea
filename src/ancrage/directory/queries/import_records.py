"""Which of two values is believed, field by field: what is written here, then the source of lower rank."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from django.db.backends.postgresql.psycopg_any import DateRange

from ancrage.core.dates import local_day
from ancrage.core.ids import is_uuid
from ancrage.directory.exchange.nodes import Node, as_json
from ancrage.directory.models.service import is_paused
from ancrage.directory.queries.import_known import Row
from ancrage.directory.queries.import_plan import Record
from ancrage.directory.queries.import_world import HERE, World, plain
from ancrage.directory.queries.terms import FEES, MODES, PUBLICS

# What screens call what HSDS calls otherwise.
_ON_SCREEN = {
    "schedules": "hours",
    "service_at_locations": "locations",
    "service_areas": "areas",
    "accessibility": "accessibilities",
}
_LISTED = {PUBLICS: "publics", MODES: "modes"}


def origin_of(row: Row, name: str) -> str | None:
    """Where a field of a record comes from; None when it says nothing that anyone wrote."""
    origins: Mapping[str, str] = row["origins"]
    said = origins.get(name.removesuffix("_id")) or origins.get(_ON_SCREEN.get(name, ""))
    if name == "english" and any(origin == HERE and one.endswith("_en") for one, origin in origins.items()):
        said = HERE
    if said is not None:
        return str(said)
    if row["source_id"] is not None:
        return str(row["source_id"])
    return None if name in row and plain(row[name]) else HERE


def weigh(record: Record, before: Row, values: Mapping[str, Any], world: World) -> Row:
    """What the record becomes: ``values`` where this source is believed. Differences are noted on it."""
    mine, row = str(world.source.pk), dict(before)
    origins = dict(before["origins"])
    for name, value in values.items():
        if value == before[name]:
            continue
        origin = origin_of(before, name)
        if plain(value) and origin != mine:
            continue
        kept = world.believes(origin)
        record.changes[name] = [as_json(before[name]), as_json(value), kept]
        if kept:
            row[name] = value
            if str(before["source_id"]) != mine:
                origins[name.removesuffix("_id")] = mine
    row["origins"] = origins
    return row


def values_of(node: Node, before: Row | None, world: World, at: datetime) -> Row:
    """The columns that the file tells, keys to other records apart."""
    values = dict(node.values)
    if node.shape == "location":
        _settle_point(node, values)
        if town := _town(node, world):
            values["municipality_id"] = town
    if node.shape == "service":
        values |= _state(node.profile, before, at)
        values |= _sorted(node)
    return values


def _settle_point(node: Node, values: Row) -> None:
    """Both or none, and on Earth: otherwise they stay as they came."""
    latitude, longitude = values.get("latitude"), values.get("longitude")
    if latitude is not None and longitude is not None and abs(latitude) <= 90 and abs(longitude) <= 180:
        return
    for name, value in (("latitude", latitude), ("longitude", longitude)):
        if value is not None:
            node.said[name] = as_json(value)
        values[name] = None


def _town(node: Node, world: World) -> UUID | None:
    addresses = node.collections.get("addresses", ())
    for one in sorted(addresses, key=lambda one: one.values.get("address_type") != "physical"):
        if found := world.places.town(one.values.get("city") or ""):
            return found
    return None


def _state(profile: Mapping[str, Any], before: Row | None, at: datetime) -> Row:
    """Whether it is offered, and how people are received."""
    status, intake = profile.get("status"), profile.get("intake")
    values: Row = {}
    if status is not None:
        values = {"is_active": status not in {"inactive", "defunct"}, "is_defunct": status == "defunct"}
    paused = before is not None and is_paused(before["paused_on"], before["resumes_on"], local_day(at))
    if status == "temporarily closed" and not paused:
        values |= {"paused_on": local_day(at), "resumes_on": None}
    elif status == "active" and paused:
        values |= {"paused_on": None, "resumes_on": None, "pause_reason": ""}
    if isinstance(intake, Mapping):
        values |= _intake(intake)
    elif before is None:
        values["accepts_referrals"] = False
    return values


def _intake(told: Mapping[str, Any]) -> Row:
    found: Row = {}
    if isinstance(told.get("accepts_referrals"), bool):
        found["accepts_referrals"] = told["accepts_referrals"]
    for name in ("answer_days", "waiting_weeks", "places"):
        if isinstance(told.get(name), int) and 0 <= told[name] < 1000:
            found[name] = told[name]
    return found


def _sorted(node: Node) -> Row:
    """What of our own lists it is sorted by, when the file speaks of them."""
    told = node.sorted_by
    values: Row = {column: told[name] for name, column in _LISTED.items() if name in told}
    return values | ({"fee_kind": told[FEES][0]} if told.get(FEES) else {})


def told_rules(node: Node, service: UUID, world: World) -> list[Row] | None:
    """Which statuses it admits, as our own profile says it; None when it does not."""
    told = node.profile.get("eligibilities")
    if not isinstance(told, list):
        return None
    return [row for one in told if isinstance(one, Mapping) and (row := _rule(one, service, world))]


def _rule(told: Mapping[str, Any], service: UUID, world: World) -> Row | None:
    term, key = str(told.get("taxonomy_term_id")), str(told.get("id"))
    own = world.ours.get(UUID(term)) if is_uuid(term) else None
    if own is None or own[1] not in world.statuses or not isinstance(told.get("is_admitted"), bool):
        return None
    try:
        lower, upper = (
            date.fromisoformat(day) if day else None for day in (told.get("valid_from"), told.get("valid_to"))
        )
    except (TypeError, ValueError):
        return None
    pk = UUID(key) if is_uuid(key) else uuid5(service, key)
    row = {"id": pk, "status_id": world.statuses[own[1]], "is_admitted": told["is_admitted"]}
    return row | {"during": DateRange(lower, upper)}
