"""What is public of the directory, as HSDS's JSON, in constant memory."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import orjson
from django.db.models import QuerySet

from ancrage.core.dates import local_day
from ancrage.core.sql import Among
from ancrage.directory.models import Organization, Service, Source
from ancrage.directory.queries.came import came
from ancrage.directory.queries.documents import Document, _Writer
from ancrage.directory.queries.reading import Read, Row, fill, read_parts, read_services, read_terms
from ancrage.directory.shapes import SHAPES, Shape

BATCH: Final = 500


@dataclass(frozen=True)
class Scope:
    """What is written of what is public: all of it, what came of a source, or some services and whose they are."""

    source: Source | None = None
    services: frozenset[UUID] | None = None

    def filtered(self, rows: "QuerySet[Any]", service: str) -> "QuerySet[Any]":
        """``rows``, of a table whose services are at ``service``."""
        if self.source:
            rows = rows.filter(source=self.source)
        if self.services is None:
            return rows
        return rows.filter(pk__in=Service.objects.filter(Among("id", self.services)).values(service))


EVERYTHING: Final = Scope()


def services_within(scope: Scope) -> "QuerySet[Service]":
    return scope.filtered(Service.objects.filter(is_public=True, organization__is_public=True), "pk")


def organization_ids(scope: Scope) -> Iterator[list[UUID]]:
    yield from _batches(scope.filtered(Organization.objects.filter(is_public=True), "organization"))


def _batches(rows: Any) -> Iterator[list[UUID]]:  # noqa: ANN401 - a queryset of either
    last: UUID | None = None
    while True:
        after = rows.filter(pk__gt=last) if last else rows
        ids = list(after.order_by("pk").values_list("pk", flat=True)[:BATCH])
        if not ids:
            return
        yield ids
        last = ids[-1]


class _Whole(_Writer):
    """Records with what their source said that has no column here."""

    def own(self, shape: Shape, row: Row) -> Document:
        out = super().own(shape, row)
        return out | came(shape, row) if row["extra"] else out

    def child(self, shape: Shape, row: Row, parent: Shape, parent_id: str) -> Document:
        out = super().child(shape, row, parent, parent_id)
        return out | came(shape, row) if row["extra"] and shape.name == "attribute" else out

    def term(self, key: UUID) -> Document:
        row = self.read.rows["taxonomy_term"][key]
        return super().term(key) | came(SHAPES["taxonomy_term"], row)


def services_told(scope: Scope, at: datetime) -> Iterator[Document]:
    """Each service with all that hangs on it."""
    for ids in _batches(services_within(scope)):
        read = read_services(ids)
        writer = _Whole(read, day=local_day(at))
        for row in read.rows["service"].values():
            yield writer.full_service(row, writer.brief_service(row))


def organizations_told(scope: Scope) -> Iterator[Document]:
    """Each organisation with all that hangs on it, services apart."""
    shape = SHAPES["organization"]
    for ids in organization_ids(scope):
        read = Read()
        fill(read, "organization", Among("id", ids))
        fill(read, "program", Among("organization_id", ids))
        fill(read, "location", Among("organization_id", ids))
        read_parts(read, skip=("location", "service_at_location"))
        read_terms(read)
        writer = _Whole(read)
        yield from (writer.whole(shape, row, shape.children) for row in read.rows["organization"].values())


def as_lines(found: Iterator[Document]) -> Iterator[bytes]:
    """One object by line."""
    return (orjson.dumps(one) + b"\n" for one in found)


def as_page(found: Iterator[Document], total: int) -> Iterator[bytes]:
    """The page of HSDS that holds them all."""
    head = {"total_items": total, "total_pages": 1 if total else 0, "page_number": 1, "size": total}
    head |= {"first_page": True, "last_page": True, "empty": not total}
    yield orjson.dumps(head)[:-1] + b',"contents":['
    gap = b""
    for one in found:
        yield gap + orjson.dumps(one)
        gap = b","
    yield b"]}\n"
