"""The long work on a file of a source, block by block: each is one transaction that also says how far it went.

Killed in the middle, a worker leaves whole blocks and nothing else; the next one goes on after the last. Of a file of
thousands, another process tells what each block writes while the next is read; the next worker tells the last ones again.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from itertools import islice
from typing import IO, Final
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from ancrage.core.beside import Beside
from ancrage.core.copying import insert_like
from ancrage.core.ids import uuid7
from ancrage.core.iterating import blocks
from ancrage.core.memory import collect_rarely
from ancrage.directory.actions.import_writing import packed, services_of, services_touched, write
from ancrage.directory.actions.publishing import publish
from ancrage.directory.exchange.items import Item, SourceUnreadable
from ancrage.directory.exchange.nodes import Node, Taking
from ancrage.directory.exchange.readers import STRICT, Judge, items_of
from ancrage.directory.models import (
    EntryState,
    ReadingBlock,
    ReadingEntry,
    ReadingStage,
    Service,
    SourceFormat,
    SourceReading,
)
from ancrage.directory.queries.import_plan import Plan, Told
from ancrage.directory.queries.import_planner import plan_block
from ancrage.directory.queries.import_world import World, world_of

BLOCK: Final = 1_000
_MOST_UNKNOWN: Final = 200
_FEW: Final = 2_000
"""Of a file that has no more than this, what is written is told in the same transaction."""
_NOT_TOLD: Final = 4
"""The most blocks that are written and that another process may not have told."""


@dataclass(frozen=True, slots=True)
class _Work:
    judge: Judge
    world: World
    beside: Beside


def go_through(*, reading_id: UUID, file: IO[bytes], clock: Callable[[], datetime]) -> None:
    """Read or apply the file as far as it goes, from where it was left.

    :raises SourceUnreadable: when the file cannot be read to its end; what it says is not applied then.
    """
    reading = SourceReading.objects.select_related("source").get(pk=reading_id)
    world = world_of(reading.source)
    judge = Judge(
        strict=reading.format in STRICT,
        corrects=reading.takes_proposals,
        taking=Taking(world.id_of, world.ours),
        is_sheet=reading.format == SourceFormat.SPREADSHEET,
    )
    stage, step = ReadingStage(reading.stage), _STEPS.get(ReadingStage(reading.stage))
    if step is None:
        return
    collect_rarely()
    position = reading.position
    items = items_of(reading.format, file, reading.source.mapping)
    _pass_over(islice(items, position), judge, world)
    if stage == ReadingStage.APPLYING and position:
        _tell_again(reading, clock())
    with Beside() as beside:
        work = _Work(judge, world, beside)
        for block in blocks(items, BLOCK):
            if not step(reading_id=reading_id, after=position, items=block, work=work, at=clock()):
                return
            position += len(block)
    if stage == ReadingStage.CHECKING and position == 0:
        raise SourceUnreadable(_("Ce fichier ne contient aucune fiche."))
    _ENDS[stage](reading_id=reading_id, at=clock())


def _pass_over(items: Iterable[Item], judge: Judge, world: World) -> None:
    """What was told in the blocks already done is not told again."""
    for item in items:
        found = judge.judged(item)
        if isinstance(found, Node):
            world.told.update(one.id for one in found.told_alone())
        world.ids.clear()
    judge.taking.unknown.clear()


def _tell_again(reading: SourceReading, at: datetime) -> None:
    """What a worker that stopped wrote last, it may not have told."""
    last = reading.blocks.order_by("-number").values_list("seen", flat=True)[:_NOT_TOLD]
    publish(services_of({pk for seen in last for pk in seen}), at=at)


def _planned(items: Sequence[Item], after: int, work: _Work, at: datetime) -> Plan:
    judge, world = work.judge, work.world
    judge.taking.unknown.clear()
    world.ids.clear()
    checked = [(after + n, item, judge.judged(item)) for n, item in enumerate(items, start=1)]
    plan = plan_block(checked, world, at)
    for _number, item, found in checked:
        if isinstance(found, list) and isinstance(key := item.data.get("id"), str):
            # What is wrong is there all the same.
            plan.seen.append(world.id_of(item.kind, key))
    plan.unknown.update(judge.taking.unknown)
    return plan


@transaction.atomic
def check_block(*, reading_id: UUID, after: int, items: Sequence[Item], work: _Work, at: datetime) -> bool:
    """Keep what these records would change. False: another worker did."""
    reading = _held(reading_id, ReadingStage.CHECKING, after)
    if reading is None:
        return False
    plan = _planned(items, after, work, at)
    _write_entries(reading, plan.told)
    ReadingBlock.objects.create(reading=reading, number=after, at=at, seen=plan.seen)
    _moved(reading, plan, after + len(items))
    return True


@transaction.atomic
def apply_block(*, reading_id: UUID, after: int, items: Sequence[Item], work: _Work, at: datetime) -> bool:
    """Write what these records change, and what is told of it. False: another worker did."""
    reading = _held(reading_id, ReadingStage.APPLYING, after)
    if reading is None:
        return False
    plan = _planned(items, after, work, at)
    write(plan)
    told = partial(publish, services_touched(plan), at=at)
    if after < _FEW:
        told()
    else:
        transaction.on_commit(partial(work.beside.call, told))
    _write_entries(reading, plan.told)
    before = b"" if plan.is_empty else packed(plan)
    ReadingBlock.objects.create(reading=reading, number=after, at=at, seen=plan.seen, before=before)
    _moved(reading, plan, after + len(items))
    return True


def _held(reading_id: UUID, stage: ReadingStage, position: int | None = None) -> SourceReading | None:
    """The reading, when it still is where this worker believes."""
    rows = SourceReading.objects.select_for_update(of=("self",)).select_related("source__region")
    found = rows.filter(pk=reading_id, stage=stage, trouble="").first()
    return None if found is None or position not in (None, found.position) else found


def _moved(reading: SourceReading, plan: Plan, position: int) -> None:
    reading.counts = _sum(reading.counts, plan.counts)
    unknown = _sum(reading.unknown, plan.unknown)
    reading.unknown = dict(list(unknown.items())[:_MOST_UNKNOWN])
    reading.position = position
    reading.save(update_fields=["counts", "unknown", "position"])


def _sum(counts: dict[str, int], more: Counter[str]) -> dict[str, int]:
    total = Counter(counts)
    total.update({str(key): number for key, number in more.items()})
    return {key: number for key, number in total.items() if number}


def _write_entries(reading: SourceReading, told: Sequence[Told]) -> None:
    pattern, is_sheet = ReadingEntry(reading=reading), reading.format == SourceFormat.SPREADSHEET
    insert_like(
        pattern,
        (
            {
                "id": uuid7(),
                "number": one.number,
                "place": (one.place.partition("\u00a0: ")[0] if is_sheet else one.place)[:300],
                "kind": one.kind,
                "record_id": one.record_id,
                "title": one.title,
                "state": str(one.state),
                "changes": one.changes,
                "faults": [list(asdict(fault).values()) for fault in one.faults],
            }
            for one in told
        ),
    )


@transaction.atomic
def finish_check(*, reading_id: UUID, at: datetime) -> None:
    """Once all is read: what the source no longer has, when the file is all of it."""
    reading = _held(reading_id, ReadingStage.CHECKING)
    if reading is None:
        return
    gone = _gone(reading)
    _write_entries(reading, [_gone_entry(row) for row in gone])
    reading.counts = _sum(reading.counts, Counter({EntryState.GONE: len(gone)}))
    reading.total = reading.position
    reading.stage, reading.moved_at, reading.checked_at = ReadingStage.CHECKED, at, at
    reading.save(update_fields=["counts", "total", "stage", "moved_at", "checked_at"])


@transaction.atomic
def finish_applying(*, reading_id: UUID, at: datetime) -> None:
    """Once all is written: what points to what came later, and what the source no longer has."""
    reading = _held(reading_id, ReadingStage.APPLYING)
    if reading is None:
        return
    _join_late_parents()
    gone = _gone(reading)
    _close(reading, gone, at)
    _write_entries(reading, [_gone_entry(row) for row in gone])
    reading.counts = _sum(reading.counts, Counter({EntryState.GONE: len(gone)}))
    reading.stage, reading.moved_at, reading.applied_at = ReadingStage.APPLIED, at, at
    reading.save(update_fields=["counts", "stage", "moved_at", "applied_at"])
    reading.source.read_at = at
    reading.source.save(update_fields=["read_at"])


def _gone(reading: SourceReading) -> list[Service]:
    """Services of the source still offered that the file does not name."""
    if not reading.is_complete:
        return []
    named = ReadingBlock.objects.filter(reading=reading).extra(select={"one": "unnest(seen)"}).values("one")
    mine = Service.objects.filter(source=reading.source, is_active=True).exclude(pk__in=named)
    return [one for one in mine.order_by("pk") if one.origins.get("is_active", "") in {"", str(reading.source.pk)}]


def _gone_entry(service: Service) -> Told:
    changes = {"is_active": [True, False, True]}
    return Told(0, "", "service", service.pk, service.name, EntryState.GONE, changes)


def _close(reading: SourceReading, gone: Collection[Service], at: datetime) -> None:
    for number, block in enumerate(blocks(gone, BLOCK)):
        plan = Plan(at)
        for service in block:
            before = {"is_active": True, "modified_at": service.modified_at, "id": service.pk}
            plan.roots[service.pk] = service.pk
            plan.updated["service"][service.pk] = (before, before | {"is_active": False, "modified_at": at})
        ids = [service.pk for service in block]
        Service.objects.filter(pk__in=ids).update(is_active=False, modified_at=at)
        publish(ids, at=at)
        ReadingBlock.objects.create(reading=reading, number=reading.position + 1 + number, at=at, before=packed(plan))


def _join_late_parents() -> None:
    """What was told before what it points to."""
    with connection.cursor() as cursor:
        for table, column, key, target in (
            ("directory_organization", "parent_id", "parent_organization_id", "directory_organization"),
            ("directory_taxonomyterm", "parent_id", "parent_id", "directory_taxonomyterm"),
            ("directory_taxonomyterm", "taxonomy_id", "taxonomy_id", "directory_taxonomy"),
        ):
            cursor.execute(
                f"UPDATE {table} t SET {column} = p.id, extra = t.extra - %s FROM {target} p"  # noqa: S608 - our own names
                " WHERE t.extra ? %s AND p.id::text = lower(t.extra ->> %s)",
                [key, key, key],
            )


_STEPS: Final = {ReadingStage.CHECKING: check_block, ReadingStage.APPLYING: apply_block}
_ENDS: Final = {ReadingStage.CHECKING: finish_check, ReadingStage.APPLYING: finish_applying}
