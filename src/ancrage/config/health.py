"""Whether the process is alive, and whether it can work: for the machines that watch it."""

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse

from ancrage.accounts.pages import page

_seen_migrated = False


@page(permission=None, public=True)
def alive(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view
    return HttpResponse("ok\n", content_type="text/plain")


@page(permission=None, public=True)
def ready(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view
    """200 when the database answers and is migrated, otherwise 503 with the reason."""
    try:
        reason = "" if _is_migrated() else "migrations"
    except (DatabaseError, ImproperlyConfigured):
        reason = "database"
    return HttpResponse(f"{reason or 'ok'}\n", status=503 if reason else 200, content_type="text/plain")


def _is_migrated() -> bool:
    """Read in full until true once in this process; then the database only has to answer."""
    global _seen_migrated  # noqa: PLW0603 - one process never goes back to an older schema
    if _seen_migrated:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return True
    executor = MigrationExecutor(connection)
    _seen_migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _seen_migrated
