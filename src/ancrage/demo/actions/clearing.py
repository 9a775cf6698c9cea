from django.apps import apps
from django.conf import settings
from django.db import connection, transaction

from ancrage.demo.checks import is_marked

# What migrations wrote, and what the demo keeps.
_KEPT = {"auth", "contenttypes", "procrastinate"}


@transaction.atomic
def clear_world() -> None:
    """Empty every table of a database that bears the mark of the demo; any other one is left alone."""
    if not settings.DEMO or not is_marked():
        return
    models = [m for m in apps.get_models(include_auto_created=True) if m._meta.managed and not m._meta.proxy]
    tables = [m._meta.db_table for m in models if m._meta.app_label not in _KEPT]
    names = ", ".join(connection.ops.quote_name(name) for name in sorted(tables))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ancrage.flush = 'on'")
        cursor.execute(f"TRUNCATE {names} CASCADE")
        cursor.execute("SET LOCAL ancrage.flush = ''")
