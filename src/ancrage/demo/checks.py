"""The demo opens without a password: it answers to this machine only, and over invented people only."""

import os
from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import OperationalError, ProgrammingError, connection

from ancrage.accounts.models import User
from ancrage.demo.models import World

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1", "[::1]", "testserver"})


def is_marked() -> bool:
    """Whether the database says of itself that its people are invented."""
    return World.objects.exists()


def _holds_people() -> bool:
    """Whether it is migrated; before, nothing is in there."""
    return User._meta.db_table in connection.introspection.table_names()


def strangers(names: Iterable[str]) -> list[str]:
    """The names under which another machine could reach the demo."""
    return sorted(name for name in names if name and name not in LOOPBACK)


@register(Tags.security)
def stays_on_this_machine(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:  # noqa: ARG001
    """An error when the demo is served beyond loopback."""
    if not settings.DEMO:
        return []
    outside = strangers([*settings.ALLOWED_HOSTS, os.environ.get("GRANIAN_HOST", "")])
    if not outside:
        return []
    hint = "Unset DEMO, or serve localhost only."
    return [Error(f"DEMO is set while Ancrage answers to {', '.join(outside)}.", hint=hint, id="demo.E001")]


@register(Tags.database)
def holds_invented_people(
    app_configs: Sequence[Any] | None,  # noqa: ARG001
    databases: Sequence[str] | None = None,
    **kwargs: Any,  # noqa: ARG001
) -> list[CheckMessage]:
    """An error when the demo is set over a database without its mark."""
    if not settings.DEMO or not databases:
        return []
    try:
        if not _holds_people() or is_marked():
            return []
    except OperationalError:
        return []  # it does not answer: nothing is served either
    except ProgrammingError:
        pass  # people, and no table of the demo: it was made without it
    hint = "Unset DEMO, or load the demo world in an empty database."
    return [Error("DEMO is set over a database that is not the demo's.", hint=hint, id="demo.E002")]
