from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.db import transaction

from ancrage.demo.actions.loading import load_world

LOADED_AT = datetime(2026, 7, 14, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[dict[str, int]]:
    """The demo world, loaded once for the tests that read it; each one's own writes are undone."""
    with django_db_blocker.unblock():
        held = transaction.atomic()
        held.__enter__()
        try:
            yield load_world(at=LOADED_AT)
        finally:
            transaction.set_rollback(True)
            held.__exit__(None, None, None)
