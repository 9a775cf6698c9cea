"""Many rows written at once by COPY: an INSERT of as many values costs several times more to compose than to run."""

from collections.abc import Sequence

from django.db import connection, models


def insert(rows: Sequence[models.Model]) -> None:
    """Insert ``rows``, all of one model, as ``bulk_create`` does. What the database generates is not read back."""
    if not rows:
        return
    meta, quoted = rows[0]._meta, connection.ops.quote_name
    fields = [field for field in meta.local_concrete_fields if not field.generated]
    columns = ", ".join(quoted(str(field.column)) for field in fields)
    with connection.cursor() as cursor, cursor.copy(f"COPY {quoted(meta.db_table)} ({columns}) FROM STDIN") as copy:
        for row in rows:
            values = (field.pre_save(row, add=True) for field in fields)
            copy.write_row(
                [field.get_db_prep_save(value, connection) for field, value in zip(fields, values, strict=True)]
            )
    for row in rows:
        row._state.adding = False  # noqa: SLF001 - as bulk_create leaves them


def rewrite(rows: Sequence[models.Model]) -> None:
    """Write ``rows``, all of one model, as they are now, in the place of what was there. Nothing may point to them."""
    if rows:
        type(rows[0])._base_manager.filter(pk__in=[row.pk for row in rows]).delete()
        insert(rows)
