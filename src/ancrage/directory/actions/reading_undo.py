"""A file of a source undone as a whole: what it added leaves, what it changed is as before.

A record that changed since, or that something else now needs, stays with all that hangs on it, and is listed.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from ancrage.audit.actions import record
from ancrage.core.actors import JobActor
from ancrage.directory.actions.import_writing import (
    as_row,
    insert_rows,
    services_of,
    set_domains,
    unpacked,
    update_rows,
)
from ancrage.directory.actions.publishing import publish, unpublish
from ancrage.directory.models import (
    ReadingBlock,
    ReadingEntry,
    ReadingStage,
    Service,
    ServiceEligibility,
    SourceReading,
)
from ancrage.directory.queries.import_known import read_rows
from ancrage.directory.shapes import SHAPES

_RECORDS = ("service", "location", "program", "organization")


def undo(*, reading_id: UUID, clock: Any) -> None:  # noqa: ANN401 - what tells the time
    """All of it, block by block, the last first."""
    while undo_block(reading_id=reading_id, at=clock()):
        pass


@transaction.atomic
def undo_block(*, reading_id: UUID, at: datetime) -> bool:
    """Undo the last block that is not. False: there is none, or it is no longer being undone."""
    rows = SourceReading.objects.select_for_update(of=("self",)).select_related("source__region")
    reading = rows.filter(pk=reading_id, stage=ReadingStage.UNDOING, trouble="").first()
    if reading is None:
        return False
    block = reading.blocks.order_by("-number").first()
    if block is None:
        reading.stage, reading.moved_at = ReadingStage.UNDONE, at
        reading.save(update_fields=["stage", "moved_at"])
        region = reading.source.region.code
        record("directory.reading.undone", by=JobActor("directory.undo"), on=reading, at=at, region=region)
        return False
    if block.before:
        left = _undo(block, at)
        ReadingEntry.objects.filter(reading=reading, record_id__in=left).update(state="left")
        reading.counts = dict(Counter(reading.counts) + Counter({"left": len(left)}))
    block.delete()
    reading.position = block.number
    reading.save(update_fields=["position", "counts"])
    return True


def _undo(block: ReadingBlock, at: datetime) -> set[UUID]:
    """Returns the records that stay as they are."""
    said = unpacked(bytes(block.before))
    left = _with_what_they_rest_on(_changed_since(block, said) | _needed(said), said)
    telling = services_of(_touched(said) - left)
    for name in said["deleted"]:
        insert_rows(name, [as_row(name, row) for root, row in said["deleted"][name] if _id(root) not in left])
    for name, changes in said["updated"].items():
        _put_back(name, [one for one in changes if _id(one[0]) not in left])
    for service, domains in said["domains"]:
        if UUID(service) not in left and _exists(UUID(service)):
            set_domains({UUID(service): [UUID(one) for one in domains]})
    for service, rules in said["rules"]:
        if UUID(service) not in left:
            _put_rules(UUID(service), rules)
    gone = _remove(said["inserted"], left)
    publish((pk for pk in telling if pk not in gone), at=at)
    return left


def _id(text: str | None) -> UUID | None:
    return UUID(text) if text else None


def _exists(service: UUID) -> bool:
    return Service.objects.filter(pk=service).exists()


def _touched(said: Mapping[str, Any]) -> set[UUID]:
    roots = {root for rows in said["inserted"].values() for _pk, root in rows if root}
    roots |= {one[0] for rows in said["updated"].values() for one in rows if one[0]}
    roots |= {one[0] for rows in said["deleted"].values() for one in rows if one[0]}
    return {UUID(root) for root in roots}


def _changed_since(block: ReadingBlock, said: Mapping[str, Any]) -> set[UUID]:
    """The records of the block that moved after it."""
    roots, found = list(_touched(said)), set()
    for name in _RECORDS:
        rows = SHAPES[name].model._default_manager.filter(pk__in=roots, modified_at__gt=block.at)
        found |= set(rows.order_by().values_list("pk", flat=True))
    return found


def _needed(said: Mapping[str, Any]) -> set[UUID]:
    """The records it added that others than the directory hold."""
    found: set[UUID] = set()
    for name in ("service", "organization"):
        if ids := _inserted(said, name):
            found |= _held_elsewhere(SHAPES[name].model, ids)
    return found


def _inserted(said: Mapping[str, Any], name: str) -> set[UUID]:
    return {UUID(pk) for pk, _root in said["inserted"].get(name, ())}


def _with_what_they_rest_on(left: set[UUID], said: Mapping[str, Any]) -> set[UUID]:
    """A service that stays keeps its organisation, its program and its places."""
    leaving = _inserted(said, "service") - left
    bodies, places = _inserted(said, "organization"), _inserted(said, "location")
    staying = Service.objects.filter(
        models.Q(organization__in=bodies) | models.Q(service_at_locations__location__in=places)
    ).exclude(pk__in=leaving)
    rows = staying.order_by().values_list("organization_id", "program_id", "service_at_locations__location_id")
    return left | {pk for row in rows for pk in row} - {None}


def _held_elsewhere(model: type[models.Model], ids: Collection[UUID]) -> set[UUID]:
    found: set[UUID] = set()
    for relation in model._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ManyToOneRel):
            continue
        other = relation.related_model
        if other.__name__ in _OWN:
            continue
        name = relation.field.name
        rows = other._base_manager.filter(**{f"{name}__in": ids}).order_by()
        found |= set(rows.values_list(name, flat=True))
    return found


_OWN = {
    *(shape.model.__name__ for shape in SHAPES.values()),
    *("Publication", "ServiceEligibility", "Service_domains"),
}


def _put_back(name: str, changes: list[list[Any]]) -> None:
    """Of each row, the columns that changed; a row that went since stays gone."""
    ids = [UUID(before["id"]) for _root, before, _names in changes]
    now = {row["id"]: row for row in read_rows(name, {"id": ids})}
    rows = []
    for _root, before, names in changes:
        if row := now.get(UUID(before["id"])):
            rows.append(row | as_row(name, {column: before[column] for column in names}))
    update_rows(name, rows)


def _put_rules(service: UUID, rules: list[dict[str, Any]]) -> None:
    ServiceEligibility.objects.filter(service=service).delete()
    if not _exists(service):
        return
    for rule in rules:
        lower, upper = (date.fromisoformat(day) if day else None for day in rule["during"])
        ServiceEligibility.objects.create(**(rule | {"during": DateRange(lower, upper)}))


def _remove(inserted: Mapping[str, list[list[str]]], left: Collection[UUID]) -> set[UUID]:
    """What was added leaves, what hangs on other things first; a term that is used elsewhere stays."""
    ids: dict[str, list[UUID]] = defaultdict(list)
    for name, rows in inserted.items():
        ids[name] = [UUID(pk) for pk, root in rows if _id(root) not in left]
    unpublish(ids["service"])
    for name in reversed(list(SHAPES)):
        if name not in {*_RECORDS, "taxonomy", "taxonomy_term"}:
            SHAPES[name].model._default_manager.filter(pk__in=ids[name]).delete()
    ServiceEligibility.objects.filter(service__in=ids["service"]).delete()
    for name in _RECORDS:
        SHAPES[name].model._default_manager.filter(pk__in=ids[name]).delete()
    for name in ("taxonomy_term", "taxonomy"):
        unused = {"taxonomy_term": {"attributes": None, "children": None}, "taxonomy": {"terms": None}}[name]
        SHAPES[name].model._default_manager.filter(pk__in=ids[name], **unused).delete()
    return set(ids["service"])
