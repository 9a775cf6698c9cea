"""COPY into the tables of models: how a population of millions of rows is written in minutes."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from django.db import connection, models
from psycopg.types.json import Jsonb

from ancrage.core.ids import uuid7


class Batch:
    """Rows of several models, kept until ``write``. Values left out take the model's defaults."""

    def __init__(self) -> None:
        self._rows: dict[type[models.Model], list[dict[str, Any]]] = defaultdict(list)

    def add(self, model: type[models.Model], **values: Any) -> Any:
        """Keep one row, by column names (``person_id``), and give its key."""
        values.setdefault("id", uuid7())
        self._rows[model].append(values)
        return values["id"]

    def write(self) -> None:
        for model, rows in self._rows.items():
            copy(model, rows)
        self._rows.clear()


def copy(model: type[models.Model], rows: Iterable[dict[str, Any]]) -> None:
    fields = [
        field
        for field in model._meta.local_concrete_fields
        if not field.generated and not isinstance(field, models.AutoField)
    ]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    values = [_value(field) for field in fields]
    with (
        connection.cursor() as cursor,
        cursor.copy(f'COPY "{model._meta.db_table}" ({columns}) FROM STDIN') as target,
    ):
        for row in rows:
            target.write_row([value(row) for value in values])


def _value(field: models.Field[Any, Any]) -> Callable[[dict[str, Any]], Any]:
    name, default = field.attname, field.get_default
    if isinstance(field, models.JSONField):
        return lambda row: None if (value := row[name] if name in row else default()) is None else Jsonb(value)
    return lambda row: row[name] if name in row else default()
