"""Sources entered and changed, and read on their schedule."""

from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import IO, Final

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from ancrage.audit.actions import record
from ancrage.core.actors import Actor
from ancrage.core.errors import Refused
from ancrage.directory.actions.reading_blocks import go_through
from ancrage.directory.actions.readings import note_trouble, receive, start_applying
from ancrage.directory.exchange.fetching import FetchRefused, fetch
from ancrage.directory.models import ReadingStage, Source, SourceReading

MOST_GONE: Final = 0.25
"""A feed that forgets more than this of what it offered is read over by someone before it is believed."""
_FEW: Final = 10


@transaction.atomic
def keep_source(*, source: Source, by: Actor, at: datetime) -> Source:
    """Enter a source, or change it. Another address is read as if for the first time."""
    before = Source.objects.filter(pk=source.pk).first()
    if before is None or (before.address, before.format) != (source.address, source.format):
        source.etag, source.trouble, source.tried_at = "", "", None
    source.save()
    record("directory.source.kept", by=by, on=source, at=at, region=source.region.code)
    return source


def read_feed(*, source: Source, by: Actor, clock: Callable[[], datetime]) -> SourceReading | None:
    """Read the source where it says it is, and apply what is right. None: it has not changed, or was not had."""
    try:
        file, etag = _opened(source)
    except Refused as refusal:
        _note(source, clock(), trouble=str(refusal))
        return None
    _note(source, clock(), trouble="")
    if file is None:
        return None
    with closing(file):
        reading = receive(
            source=source, name=_name(source), address=source.address, is_complete=True, by=by, at=clock()
        )
        try:
            _through(reading, file, by, clock)
        except Refused as refusal:
            note_trouble(reading=reading, reason=str(refusal))
            _note(source, clock(), trouble=str(refusal))
            return reading
    Source.objects.filter(pk=source.pk).update(etag=etag)
    return reading


def _through(reading: SourceReading, file: IO[bytes], by: Actor, clock: Callable[[], datetime]) -> None:
    go_through(reading_id=reading.pk, file=file, clock=clock)
    reading.refresh_from_db()
    gone, all_of_it = reading.counts.get("gone", 0), reading.position or 1
    if gone > max(_FEW, MOST_GONE * (gone + all_of_it)):
        raise FetchRefused(
            _("%(n)d services n’y sont plus : relisez cette lecture avant de l’appliquer.") % {"n": gone}
        )
    start_applying(reading=reading, by=by, at=clock())
    file.seek(0)
    go_through(reading_id=reading.pk, file=file, clock=clock)


@transaction.atomic
def _note(source: Source, at: datetime, *, trouble: str) -> None:
    Source.objects.filter(pk=source.pk).update(tried_at=at, trouble=trouble[:300])
    # What a worker left in the middle will not go on: the same file is read again from its start.
    left = SourceReading.objects.filter(source=source, file=None, trouble="")
    left.filter(stage__in=[ReadingStage.CHECKING, ReadingStage.APPLYING]).update(trouble=_("Lecture interrompue."))


def _name(source: Source) -> str:
    return source.address.rstrip("/").rpartition("/")[2] or source.name


def _opened(source: Source) -> tuple[IO[bytes] | None, str]:
    if source.address.startswith("https://"):
        found = fetch(source.address, etag=source.etag)
        return found.file, found.etag
    return _from_folder(source)


def _from_folder(source: Source) -> tuple[IO[bytes] | None, str]:
    """The newest file of a folder under the one that the operator opened to feeds."""
    root = Path(settings.ANCRAGE_FEEDS_FOLDER or "/nonexistent").resolve()
    folder = (root / source.address).resolve()
    if not settings.ANCRAGE_FEEDS_FOLDER or not folder.is_relative_to(root) or not folder.is_dir():
        raise FetchRefused(_("Ce dossier n’est pas de ceux que l’exploitant a ouverts aux sources."))
    files = [one for one in folder.iterdir() if one.is_file() and not one.name.startswith(".")]
    if not files:
        raise FetchRefused(_("Ce dossier est vide."))
    newest = max(files, key=lambda one: (one.stat().st_mtime_ns, one.name))
    etag = f"{newest.name} {newest.stat().st_mtime_ns}"
    return (None, etag) if etag == source.etag else (newest.open("rb"), etag)
