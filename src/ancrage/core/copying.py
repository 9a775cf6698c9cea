"""Many rows written at once: an INSERT of as many values costs several times more to compose than to run."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from operator import attrgetter
from typing import Any, Final
from uuid import UUID

import orjson
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

from ancrage.core.copy_text import COPIED, array, copied

Prepare = Callable[[Any], Any]
# Of a field of this very kind, a value of this very type goes to the database as it is.
_AS_IT_IS: Final[Mapping[type, type]] = {
    models.UUIDField: UUID,
    models.CharField: str,
    models.EmailField: str,
    models.TextField: str,
    models.BooleanField: bool,
    models.DateField: date,
    models.DateTimeField: datetime,
    models.PositiveIntegerField: int,
    models.PositiveSmallIntegerField: int,
}


def insert(rows: Sequence[models.Model]) -> None:
    """Insert ``rows``, all of one model, as ``bulk_create`` does. What the database generates is not read back."""
    if not rows:
        return
    cells = _cells(type(rows[0]))
    values = attrgetter(*cells)
    for row in rows:
        for field in _stamped(type(row)):
            field.pre_save(row, add=True)
    cell_of = list(cells.values())
    _copy(type(rows[0]), ([cell(value) for cell, value in zip(cell_of, values(row), strict=True)] for row in rows))
    for row in rows:
        row._state.adding = False  # noqa: SLF001 - as bulk_create leaves them


def insert_like(pattern: models.Model, told: Iterable[Mapping[str, Any]], *, table: str = "") -> None:
    """Insert as many rows as ``told`` has, each as ``pattern`` but for what is told of it, by column name.

    The key is told of each. What the pattern says is made ready once.

    :param table: another of the same columns than the pattern's.
    """
    cells = _cells(type(pattern))
    usual = attrgetter(*cells)(pattern)
    same = [cell(value) for cell, value in zip(cells.values(), usual, strict=True)]
    places = {name: (place, cells[name], usual[place]) for place, name in enumerate(cells)}

    def row(each: Mapping[str, Any]) -> list[str]:
        values = same.copy()
        for name, value in each.items():
            place, cell, as_usual = places[name]
            if value is not as_usual:
                values[place] = cell(value)
        return values

    _copy(type(pattern), map(row, told), table=table)


def update(rows: Sequence[models.Model], names: Sequence[str]) -> None:
    """Write the columns ``names`` of ``rows``, all of one model, by one statement. No column holds a list."""
    if not rows:
        return
    model, quoted = type(rows[0]), connection.ops.quote_name
    meta, columns = model._meta, _columns(model)
    key = str(meta.pk.attname)
    fields = [field for field in meta.local_concrete_fields if field.attname in {*names, key}]
    lists = [array([columns[field.attname](getattr(row, field.attname)) for row in rows]) for field in fields]
    told = ", ".join(f"%s::{field.rel_db_type(connection)}[]" for field in fields)
    heads = ", ".join(quoted(str(field.column)) for field in fields)
    sets = ", ".join(
        f"{quoted(str(field.column))} = v.{quoted(str(field.column))}" for field in fields if field.attname != key
    )
    table, pk = quoted(meta.db_table), quoted(str(meta.pk.column))
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET {sets} FROM unnest({told}) AS v({heads}) WHERE {table}.{pk} = v.{pk}",  # noqa: S608 - our own names
            lists,
        )


def rewrite(rows: Sequence[models.Model]) -> None:
    """Write ``rows``, all of one model, as they are now, in the place of what was there. Nothing may point to them."""
    if rows:
        type(rows[0])._base_manager.filter(pk__in=[row.pk for row in rows]).delete()
        insert(rows)


def _copy(model: type[models.Model], rows: Iterable[Sequence[str]], *, table: str = "") -> None:
    """Write rows of cells. psycopg would look each value up to write it."""
    quoted = connection.ops.quote_name
    columns = ", ".join(quoted(str(field.column)) for field in _fields(model))
    statement = f"COPY {quoted(table or model._meta.db_table)} ({columns}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write("".join(["\t".join(row) + "\n" for row in rows]))


def _fields(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    return [field for field in model._meta.local_concrete_fields if not field.generated]


@cache
def _columns(model: type[models.Model]) -> Mapping[str, Prepare]:
    """By attribute, how its value is made ready for the database."""
    return {field.attname: _prepare(field) for field in _fields(model)}


@cache
def _cells(model: type[models.Model]) -> Mapping[str, Callable[[Any], str]]:
    """By attribute, how its value is written in a COPY."""
    return {field.attname: _cell(field) for field in _fields(model)}


@cache
def _stamped(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """Fields that take the moment of the writing."""
    return [one for one in _fields(model) if getattr(one, "auto_now", False) or getattr(one, "auto_now_add", False)]


def _cell(field: models.Field[Any, Any]) -> Callable[[Any], str]:
    if isinstance(field, models.JSONField):
        return _json_cell
    plain, prepare = {kind: COPIED[kind] for kind in _plain(field)}, _prepare(field)

    def cell(value: Any) -> str:  # noqa: ANN401 - a value of any field
        say = plain.get(type(value))
        return say(value) if say else copied(prepare(value))

    return cell


def _json_cell(value: Any) -> str:  # noqa: ANN401 - JSON
    """PostgreSQL keeps no null character."""
    if value is None:
        return copied(None)
    return "{}" if value == {} else copied(orjson.dumps(value, default=str).decode().replace("\\u0000", ""))


def _plain(field: models.Field[Any, Any]) -> frozenset[type]:
    """The types of the values that go to the database as they are; a key may be told in letters."""
    kind = type(field.target_field if isinstance(field, models.ForeignKey) else field)
    keys = [str] if kind is models.UUIDField else []
    return frozenset({type(None), _AS_IT_IS[kind], *keys} if kind in _AS_IT_IS else ())


def _prepare(field: models.Field[Any, Any]) -> Prepare:
    plain = _plain(field)
    listed = _AS_IT_IS.get(type(field.base_field)) if isinstance(field, ArrayField) else None

    def prepare(value: Any) -> Any:  # noqa: ANN401 - a value of any field
        if type(value) in plain or (listed and type(value) is list and all(type(one) is listed for one in value)):
            return value
        return field.get_db_prep_save(value, connection)

    return prepare
