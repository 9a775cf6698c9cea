"""What every test runs under. The harshness itself is in ``tests/hostile.py``."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import caches

from tests.hostile import harsh

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(autouse=True)
def _harsh() -> Iterator[None]:
    with harsh():
        yield


@pytest.fixture(autouse=True)
def _fresh_caches() -> None:
    """The shared cache is a table, emptied with the others; the one of fragments is not."""
    caches["template_fragments"].clear()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of official files beside the checkout; a test that reads it skips where it is absent."""
    if not SHARED.is_dir():
        if os.environ.get("ANCRAGE_REQUIRE_SHARED"):
            pytest.fail(f"{SHARED} is absent")
        pytest.skip(f"{SHARED} is absent")
    return SHARED
