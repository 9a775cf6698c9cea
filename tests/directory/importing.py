"""A file of a source read and applied, as a job does."""

from io import BytesIO
from typing import Any

import orjson

from ancrage.core.actors import JobActor
from ancrage.directory.actions.reading_blocks import go_through
from ancrage.directory.actions.readings import receive, start_applying
from ancrage.directory.models import Source, SourceFormat, SourceReading
from tests.factories.directory import MADE
from tests.factories.territory import RegionFactory

BY = JobActor("tests")


def a_source(name: str = "211", kind: SourceFormat = SourceFormat.HSDS_JSON, **values: Any) -> Source:
    region = values.pop("region", None) or RegionFactory.create()
    return Source.objects.create(name=name, format=kind, region=region, **values)


def read(source: Source, content: Any, *, at=MADE, **how: Any) -> SourceReading:
    """Read to the end, nothing applied."""
    raw = content if isinstance(content, bytes) else orjson.dumps(content)
    reading = receive(source=source, name="fichier", by=BY, at=at, **how)
    go_through(reading_id=reading.pk, file=BytesIO(raw), clock=lambda: at)
    reading.refresh_from_db()
    return reading


def bring(source: Source, content: Any, *, at=MADE, takes_proposals=False, **how: Any) -> SourceReading:
    """Read, then applied."""
    raw = content if isinstance(content, bytes) else orjson.dumps(content)
    reading = read(source, raw, at=at, **how)
    start_applying(reading=reading, takes_proposals=takes_proposals, by=BY, at=at)
    go_through(reading_id=reading.pk, file=BytesIO(raw), clock=lambda: at)
    reading.refresh_from_db()
    return reading
