"""What every test runs under. The harshness itself is in ``tests/hostile.py``."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connections
from django.utils.translation import override
from hypothesis import settings as properties

from ancrage.core.held import forget_all
from tests.database import template
from tests.hostile import harsh

# Nothing is written in the checkout; a slow machine is no failure.
properties.register_profile("ancrage", database=None, deadline=None)
properties.load_profile("ancrage")

SHARED = Path(__file__).resolve().parents[2] / "shared"


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Browser tests run only when asked by name, in a process of their own: their loop disturbs the others."""
    asked = any("e2e" in argument for argument in config.args)
    return True if collection_path.name == "e2e" and not asked else None


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: Any) -> None:
    """Each test database is a copy of one already migrated."""
    with django_db_blocker.unblock():
        connections["default"].settings_dict["TEST"]["TEMPLATE"] = template()


@pytest.fixture(autouse=True)
def _harsh() -> Iterator[None]:
    with harsh():
        yield


@pytest.fixture(autouse=True)
def _in_french() -> Iterator[None]:
    """A page asked for in English leaves its thread in English: each test starts in French."""
    with override("fr"):
        yield


@pytest.fixture(autouse=True)
def _fresh_caches() -> None:
    """The shared cache is a table, emptied with the others; the one of fragments, and what is held, are not."""
    caches["template_fragments"].clear()
    forget_all()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of official files beside the checkout; a test that reads it skips where it is absent."""
    if not SHARED.is_dir():
        if os.environ.get("ANCRAGE_REQUIRE_SHARED"):
            pytest.fail(f"{SHARED} is absent")
        pytest.skip(f"{SHARED} is absent")
    return SHARED
