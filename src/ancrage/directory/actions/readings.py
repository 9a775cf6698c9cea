"""Files of a source: received, read, applied, undone or given up. The long work is ``reading_blocks`` and ``reading_undo``."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from ancrage.accounts.models import User
from ancrage.audit.actions import record
from ancrage.core.actors import Actor
from ancrage.core.errors import Refused
from ancrage.directory.models import ReadingStage, Source, SourceReading
from ancrage.directory.models.imports import AT_WORK
from ancrage.files.models import StoredFile

JOB: Final = "ancrage.directory.jobs.advance_reading"


class ReadingRefused(Refused):
    """The reading stays where it is."""


@transaction.atomic
def receive(
    *,
    source: Source,
    name: str,
    file: StoredFile | None = None,
    address: str = "",
    is_complete: bool = False,
    takes_proposals: bool = False,
    by: Actor,
    at: datetime,
) -> SourceReading:
    """Take a file in, to be read. Nothing of the directory changes yet."""
    reading = SourceReading.objects.create(
        source=source,
        format=source.format,
        name=name[:200],
        file=file,
        address=address,
        is_complete=is_complete,
        takes_proposals=takes_proposals,
        made_by=by if isinstance(by, User) else None,
        made_at=at,
        moved_at=at,
    )
    _record("directory.reading.received", reading, by=by, at=at)
    return reading


@transaction.atomic
def start_applying(*, reading: SourceReading, takes_proposals: bool = False, by: Actor, at: datetime) -> SourceReading:
    """Have what was read written.

    :raises ReadingRefused: unless it was read to its end and not applied yet.
    """
    held = _held(reading, ReadingStage.CHECKED)
    held.entries.all().delete()
    held.blocks.all().delete()
    held.counts, held.unknown, held.takes_proposals = {}, {}, takes_proposals
    _move(held, ReadingStage.APPLYING, at=at)
    _record("directory.reading.started", held, by=by, at=at)
    if held.file_id is not None or isinstance(by, User):
        # A feed or a command has the file at hand: it goes on by itself.
        queue(held)
    return held


@transaction.atomic
def start_undoing(*, reading: SourceReading, by: Actor, at: datetime) -> SourceReading:
    """Have all it wrote undone, but what changed since.

    :raises ReadingRefused: after thirty days, or unless it is all written.
    """
    held = _held(reading, ReadingStage.APPLIED)
    if not SourceReading.objects.undoable(at).filter(pk=held.pk).exists():
        raise ReadingRefused(_("Cette lecture ne peut plus être annulée."))
    _move(held, ReadingStage.UNDOING, at=at)
    _record("directory.reading.undo_started", held, by=by, at=at)
    queue(held)
    return held


@transaction.atomic
def take_up_again(*, reading: SourceReading, by: Actor, at: datetime) -> SourceReading:
    """Go on after what stopped the job was mended.

    :raises ReadingRefused: when nothing is at work.
    """
    held = _held(reading, *AT_WORK)
    held.trouble = ""
    held.save(update_fields=["trouble"])
    _record("directory.reading.taken_up", held, by=by, at=at)
    queue(held)
    return held


@transaction.atomic
def set_columns(*, reading: SourceReading, mapping: dict[str, str], by: Actor, at: datetime) -> None:
    """Say what the columns of a spreadsheet hold, for the next ones of the source too, and have it read.

    :raises ReadingRefused: once it is being applied.
    """
    held = _held(reading, ReadingStage.COLUMNS, ReadingStage.CHECKED)
    held.source.mapping = held.source.mapping | mapping
    held.source.save(update_fields=["mapping"])
    held.entries.all().delete()
    held.blocks.all().delete()
    held.counts, held.unknown = {}, {}
    _move(held, ReadingStage.CHECKING, at=at)
    _record("directory.reading.columns_set", held, by=by, at=at)
    queue(held)


@transaction.atomic
def drop(*, reading: SourceReading, by: Actor, at: datetime) -> None:
    """Give it up before anything is written.

    :raises ReadingRefused: once it is being applied.
    """
    held = _held(reading, ReadingStage.COLUMNS, ReadingStage.CHECKING, ReadingStage.CHECKED)
    _record("directory.reading.dropped", held, by=by, at=at)
    _empty(held)
    _move(held, ReadingStage.DROPPED, at=at)


@transaction.atomic
def forget_readings(*, at: datetime) -> int:
    """Empty what undoing needed, and files, once they serve no more. Returns how many readings."""
    over = list(SourceReading.objects.to_forget(at).distinct().order_by("pk"))
    for reading in over:
        if reading.stage in {ReadingStage.COLUMNS, ReadingStage.CHECKING, ReadingStage.CHECKED}:
            reading.stage = ReadingStage.DROPPED
        _empty(reading)
    return len(over)


@transaction.atomic
def note_trouble(*, reading: SourceReading, reason: str) -> None:
    """Say what stops it; it goes on once somebody asks for it."""
    SourceReading.objects.filter(pk=reading.pk).update(trouble=reason[:500])


def queue(reading: SourceReading) -> None:
    """One job at a time goes through a file."""
    app.configure_task(JOB, lock=f"directory.reading.{reading.pk}").defer(reading_id=str(reading.pk))


def _empty(reading: SourceReading) -> None:
    reading.entries.all().delete()
    reading.blocks.all().delete()
    file, reading.file = reading.file_id, None
    reading.save(update_fields=["file", "stage"])
    if file is not None:
        StoredFile.objects.filter(pk=file).delete()


def _held(reading: SourceReading, *stages: ReadingStage) -> SourceReading:
    held = SourceReading.objects.select_for_update(of=("self",)).select_related("source__region").get(pk=reading.pk)
    if held.stage not in stages:
        raise ReadingRefused(_("Cette lecture en est à une autre étape."))
    return held


def _move(reading: SourceReading, stage: ReadingStage, *, at: datetime) -> None:
    reading.stage, reading.moved_at, reading.position, reading.trouble = stage, at, 0, ""
    reading.save()


def _record(verb: str, reading: SourceReading, *, by: Actor, at: datetime) -> None:
    record(verb, by=by, on=reading, at=at, region=reading.source.region.code)
