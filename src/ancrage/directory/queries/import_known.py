"""What the directory holds already of what a block of a file speaks of."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final
from uuid import UUID

import orjson
from django.db import connection, models

from ancrage.core.copy_text import array
from ancrage.directory.shapes import SHAPES

Row = dict[str, Any]
# Each after what it may belong to.
PARTS: Final = (
    *("organization_identifier", "service_area", "service_at_location", "address", "accessibility", "contact"),
    *("phone", "language", "schedule", "cost_option", "required_document", "funding", "attribute"),
)


@dataclass(slots=True)
class Known:
    """By object of HSDS, the rows by id; and those that belong to each, by column."""

    rows: dict[str, dict[UUID, Row]] = field(default_factory=lambda: defaultdict(dict))
    owned: dict[tuple[str, str, UUID], list[Row]] = field(default_factory=lambda: defaultdict(list))

    def add(self, name: str, rows: Iterable[Row]) -> None:
        mine = self.rows[name]
        owners = tuple(SHAPES[name].owners.values()) if name in PARTS else ()
        for row in rows:
            if row["id"] in mine:
                continue
            mine[row["id"]] = row
            for column in owners:
                if row[column] is not None:
                    self.owned[name, column, row[column]].append(row)


@cache
def columns_of(name: str) -> tuple[str, ...]:
    """The columns of the table that holds the object, but those that the database makes."""
    fields = SHAPES[name].model._meta.local_concrete_fields
    return tuple(one.attname for one in fields if not one.generated)


@cache
def json_columns(name: str) -> frozenset[str]:
    fields = SHAPES[name].model._meta.local_concrete_fields
    return frozenset(one.attname for one in fields if isinstance(one, models.JSONField))


def read_rows(name: str, wanted: Mapping[str, Collection[UUID]]) -> list[Row]:
    """The rows whose column is one of these, for any of the columns; one statement, none when nothing is wanted."""
    asked = {column: array(ids) for column, ids in wanted.items() if ids}
    if not asked:
        return []
    quote, columns = connection.ops.quote_name, columns_of(name)
    where = " OR ".join(f"{quote(column)} = ANY(%s::uuid[])" for column in asked)
    table = quote(SHAPES[name].model._meta.db_table)
    heads = ", ".join(quote(column) for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {heads} FROM {table} WHERE {where} ORDER BY id", list(asked.values()))  # noqa: S608 - our own names
        found = [dict(zip(columns, values, strict=True)) for values in cursor]
    for column in json_columns(name):
        for row in found:
            row[column] = orjson.loads(row[column]) if isinstance(row[column], str) else row[column]
    return found


def read_parts(known: Known, wanted: Mapping[str, Collection[UUID]], owners: Mapping[str, Collection[UUID]]) -> None:
    """The parts by their ids, and all those of ``owners`` (records by object); parts of these parts too."""
    mine = {name: set(ids) for name, ids in owners.items()}
    for name in PARTS:
        asked: dict[str, Collection[UUID]] = {"id": wanted.get(name, ())}
        for prop, column in SHAPES[name].owners.items():
            if ids := mine.get(prop.removesuffix("_id")):
                asked[column] = ids
        rows = read_rows(name, asked)
        known.add(name, rows)
        mine[name] = {row["id"] for row in rows}


def read_domains(services: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """By service, the domains it is sorted by."""
    found: dict[UUID, set[UUID]] = {}
    if services:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT service_id, needdomain_id FROM directory_service_domains WHERE service_id = ANY(%s)",
                [list(services)],
            )
            for service, domain in cursor:
                found.setdefault(service, set()).add(domain)
    return found
