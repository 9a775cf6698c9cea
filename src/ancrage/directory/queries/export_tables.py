"""What is public of the directory as a tabular data package: every table of HSDS, each key leading somewhere."""

import csv
import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import IO, Any, Final
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

import orjson
from django.db.models import Q

from ancrage.core.dates import local_day
from ancrage.core.iterating import blocks
from ancrage.directory.exchange.nodes import as_json
from ancrage.directory.exchange.packages import FILES, LINKED, columns, descriptor, keys_of
from ancrage.directory.models import TaxonomyTerm
from ancrage.directory.queries.came import came
from ancrage.directory.queries.documents import _status
from ancrage.directory.queries.exports import Scope
from ancrage.directory.queries.reading import _columns
from ancrage.directory.queries.terms import own_attributes
from ancrage.directory.shapes import SHAPES

_TOGETHER: Final = 2000
# The main records, and where a service says its own.
_RECORDS: Final = {"organization": "organization", "program": "program", "location": "locations", "service": "pk"}
Row = dict[str, Any]
# Without these a row says nothing; for the others, one owner is enough.
_NEEDED: Final = {
    "service": ("organization_id",),
    "program": ("organization_id",),
    "service_at_location": ("service_id", "location_id"),
}


def write_tables(file: IO[bytes], *, scope: Scope, at: datetime) -> int:
    """Returns how many services. Terms are only those that are used."""
    with ZipFile(file, "w", ZIP_DEFLATED, compresslevel=6) as archive:
        tables = _Tables(archive, scope, at)
        for name in FILES:
            if name not in {"taxonomy", "taxonomy_term"}:
                tables.write(name)
        tables.write_terms()
        archive.writestr("datapackage.json", orjson.dumps(descriptor(), option=orjson.OPT_INDENT_2))
        return len(tables.told["service"])


class _Tables:
    def __init__(self, archive: ZipFile, scope: Scope, at: datetime) -> None:
        self.archive, self.scope, self.at, self.day = archive, scope, at, local_day(at)
        self.told: dict[str, set[UUID]] = {name: set() for name in FILES}
        self.terms: set[UUID] = set()
        self.inactive: set[UUID] = set()

    def write(self, name: str) -> None:
        with self._table(name) as table:
            for row in self._rows(name):
                if (cells := self._cells(name, row)) is not None:
                    self.told[name].add(row["id"])
                    table.writerow(cells)

    def write_terms(self) -> None:
        """The terms in use, with those they are under, and their taxonomies."""
        wanted, found = set(self.terms), dict[UUID, Row]()
        while wanted:
            terms = TaxonomyTerm.objects.filter(Q(taxonomy=None) | Q(taxonomy__is_shared=True), pk__in=wanted)
            for row in terms.order_by("pk").values(*_columns("taxonomy_term"), "taxonomy__name"):
                found[row["id"]] = row
            wanted = ({row["parent_id"] for row in found.values()} - {None}) - found.keys() - wanted
        taxonomies = {row["taxonomy_id"] for row in found.values()} - {None}
        with self._table("taxonomy") as table:
            for row in self._taxonomies(taxonomies):
                table.writerow(self._said("taxonomy", row))
        with self._table("taxonomy_term") as table:
            for row in found.values():
                table.writerow(self._said("taxonomy_term", row) | {"taxonomy": row["taxonomy__name"] or ""})

    def _taxonomies(self, ids: set[UUID]) -> list[Row]:
        rows = SHAPES["taxonomy"].model._default_manager.filter(pk__in=ids)
        return list(rows.order_by("pk").values(*_columns("taxonomy")))

    @contextmanager
    def _table(self, name: str) -> Iterator["csv.DictWriter[str]"]:
        with self.archive.open(FILES[name], "w", force_zip64=True) as member:
            text = io.TextIOWrapper(member, "utf-8", newline="")
            table = csv.DictWriter(text, columns(name), extrasaction="ignore")
            table.writeheader()
            yield table
            text.flush()
            text.detach()

    def _rows(self, name: str) -> Iterator[Row]:
        shape = SHAPES[name]
        rows = shape.model._default_manager.all()
        if name == "metadata":
            fields: tuple[str, ...] = ("id", "extra", *shape.columns.values())
        else:
            fields = _columns(name)
        if name in _RECORDS:
            rows = self.scope.filtered(rows.filter(is_public=True), _RECORDS[name])
        if name == "attribute":
            rows = rows.filter(Q(term=None) | Q(term__taxonomy=None) | Q(term__taxonomy__is_shared=True))
        yield from rows.order_by("pk").values(*fields).iterator(chunk_size=_TOGETHER)
        if name == "attribute":
            yield from self._own_attributes()

    def _own_attributes(self) -> Iterator[Row]:
        services = SHAPES["service"].model._default_manager.order_by("pk")
        for ids in blocks(sorted(self.told["service"]), _TOGETHER):
            rows = list(services.filter(pk__in=ids).values(*_columns("service")))
            yield from own_attributes(ids, rows)

    def _cells(self, name: str, row: Row) -> Row | None:
        """None for what is not public, or belongs to nothing that is."""
        if not row.get("is_public", True):
            return None
        if name == "attribute":
            return self._attribute(row)
        said = self._said(name, row)
        if name == "metadata":
            return said if row["resource_id"] in self.told.get(row["resource_type"], ()) else None
        for prop, other in keys_of(name).items():
            key = row[SHAPES[name].owners[prop]]
            said[prop] = str(key) if key in self.told[other] else ""
        if name == "service":
            said["status"] = _status(row, {"is_active": True}, self.day)
        if name == "organization" or (name == "location" and row["organization_id"] is None):
            return said
        wanted = [said[prop] for prop in keys_of(name)]
        needed = _NEEDED.get(name)
        return said if (all(said[prop] for prop in needed) if needed else any(wanted)) else None

    def _attribute(self, row: Row) -> Row | None:
        for owner in LINKED:
            key = row.get(f"{owner}_id")
            if key in self.told[owner]:
                if row["term_id"]:
                    self.terms.add(row["term_id"])
                return self._said("attribute", row) | {"link_id": str(key), "link_entity": owner}
        return None

    def _said(self, name: str, row: Mapping[str, Any]) -> Row:
        shape = SHAPES[name]
        out = {"id": str(row["id"])}
        for prop, column in shape.columns.items():
            value = row[column]
            out[prop] = "" if value is None else str(as_json(value))
        if row["extra"]:
            said = {prop: one for prop, one in came(shape, dict(row)).items() if prop != "id"}
            out |= {prop: one if isinstance(one, str) else str(one) for prop, one in said.items()}
        return out
