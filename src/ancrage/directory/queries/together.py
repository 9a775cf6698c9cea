"""Rows of several tables in one statement, as each of its querysets would have given them."""

from collections.abc import Mapping
from typing import Any

import orjson
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

Row = dict[str, Any]


def rows_together(querysets: "Mapping[str, QuerySet[Any, Any]]") -> dict[str, list[Row]]:
    """By name, the rows of each queryset of ``values()``, in no order. Their columns are those of one table."""
    found: dict[str, list[Row]] = {name: [] for name in querysets}
    parts: list[str] = []
    values: list[Any] = []
    for name, queryset in querysets.items():
        try:
            sql, params = queryset.query.sql_with_params()
        except EmptyResultSet:
            continue
        parts.append(f"SELECT %s, to_jsonb(part)::text FROM ({sql}) part")  # noqa: S608 - values are apart
        values += [name, *params]
    if not parts:
        return found
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        for name, text in cursor.fetchall():
            found[name].append(_typed(querysets[name], orjson.loads(text)))
    return found


def _typed(queryset: "QuerySet[Any, Any]", row: Row) -> Row:
    """Days, hours and amounts as Django reads them: JSON has words for none."""
    fields = queryset.model._meta
    return {name: fields.get_field(name).to_python(value) for name, value in row.items()}
