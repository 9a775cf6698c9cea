"""A file brought by hand for a source."""

from datetime import datetime
from functools import partial
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from ancrage.accounts.models import User
from ancrage.directory.actions.readings import queue, receive
from ancrage.directory.exchange.items import SourceUnreadable
from ancrage.directory.models import ReadingStage, Source, SourceFormat, SourceReading
from ancrage.files.actions import store_file
from ancrage.files.kinds import JSON, ZIP, FileKind
from ancrage.files.spreadsheets import sheet_kind


@transaction.atomic
def bring(*, source: Source, file: File[Any], is_complete: bool = False, by: User, at: datetime) -> SourceReading:
    """Take the file in; a job reads it. Of a spreadsheet, what its columns hold is asked first.

    :raises Refused: (field ``file``) when it is empty, too large, or not of the source's format.
    """
    stored = store_file(upload=file, at=at, judge=partial(_kind, source.format))
    reading = receive(source=source, name=stored.name, file=stored, is_complete=is_complete, by=by, at=at)
    if source.format == SourceFormat.SPREADSHEET:
        reading.stage = ReadingStage.COLUMNS
        reading.save(update_fields=["stage"])
    else:
        queue(reading)
    return reading


def _kind(expected: str, content: bytes) -> FileKind:
    if expected == SourceFormat.SPREADSHEET:
        return sheet_kind(content)
    is_zip = content.startswith(ZIP.signature)
    if is_zip != (expected == SourceFormat.HSDS_TABLES):
        raise SourceUnreadable(
            _("Un zip de tableaux est attendu.") if not is_zip else _("Du JSON est attendu, et non un zip.")
        )
    return ZIP if is_zip else JSON
