"""Sources of the directory, and what is read of them."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from ancrage.accounts.models import User
from ancrage.directory.actions.readings import receive
from ancrage.directory.models import ReadingStage, Source, SourceReading
from tests.access.rows import Row, only, place_of, region_for
from tests.factories.accounts import UserFactory
from tests.factories.directory import MADE
from tests.factories.newcomers import MOMENT

KEEPERS = only("regional_adviser", "director", "system_administrator")
NEW = {"name": "211", "format": "hsds", "rank": "10", "is_active": "on"}


def _source(user: User | None) -> dict[str, Any]:
    made = Source.objects.create(name=f"Source {uuid4()}", format="hsds", region=region_for(user))
    return {"pk": made.pk}


def _at(stage: ReadingStage, **fields: Any) -> Callable[[User | None], dict[str, Any]]:
    def made(user: User | None) -> dict[str, Any]:
        source = Source.objects.get(pk=_source(user)["pk"])
        reading = receive(source=source, name="fichier", by=user or UserFactory.create(), at=MADE)
        SourceReading.objects.filter(pk=reading.pk).update(stage=stage, **fields)
        return {"pk": reading.pk}

    return made


def _elsewhere(make: Callable[[User | None], dict[str, Any]]) -> Callable[[User | None], dict[str, Any]]:
    """Out of reach; for whoever reaches everything, what does not exist."""

    def made(user: User | None) -> dict[str, Any]:
        everywhere = user is not None and place_of(user) is None
        return {"pk": uuid4()} if everywhere else make(None)

    return made


def _rows(name: str, make: Callable[[User | None], dict[str, Any]], **more: Any) -> Row:
    return Row(f"directory:{name}", KEEPERS, to=make, outside=_elsewhere(make), **more)


CHECKED = _at(ReadingStage.CHECKED)
ROWS = [
    Row("directory:sources", KEEPERS),
    Row("directory:source_new", KEEPERS),
    Row("directory:source_new", KEEPERS, data={}, answers=frozenset({200})),
    _rows("source", _source),
    _rows("source_edit", _source),
    _rows("source_edit", _source, data=NEW, answers=frozenset({200})),
    _rows("source_file", _source),
    _rows("source_file", _source, data={}, answers=frozenset({200})),
    _rows("reading", CHECKED),
    _rows("reading_progress", _at(ReadingStage.CHECKING)),
    # Nothing to recognise in what is no spreadsheet: back to the reading.
    _rows("reading_columns", CHECKED, answers=frozenset({302})),
    _rows("reading_columns", CHECKED, data={}),
    _rows("reading_apply", CHECKED, data={}),
    _rows("reading_again", _at(ReadingStage.CHECKING, trouble="?"), data={}),
    _rows("reading_undo", _at(ReadingStage.APPLIED, applied_at=MOMENT), data={}),
    _rows("reading_drop", CHECKED, data={}),
]
