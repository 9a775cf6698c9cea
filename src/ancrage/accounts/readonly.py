"""Pages that only read, held by the database connection itself."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from django.db import connection

_READS = re.compile(
    r"\s*\(?\s*(SELECT|WITH|SAVEPOINT|RELEASE SAVEPOINT|ROLLBACK TO SAVEPOINT)\b",
    re.IGNORECASE,
)
_WRITES = re.compile(
    r"\bFOR\s+(NO\s+KEY\s+|KEY\s+)?(UPDATE|SHARE)\b|\(\s*(INSERT|UPDATE|DELETE|MERGE)\b|;\s*\S",
    re.IGNORECASE,
)


class PageWritesError(RuntimeError):
    """A page that may only read tried to write: a fault of the program."""


@lru_cache(maxsize=1024)
def _only_reads(sql: str) -> bool:
    """Pages send the same texts again and again; their values are apart."""
    return bool(_READS.match(sql)) and not _WRITES.search(sql)


def _only_select(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: ANN401, FBT001
    if not _only_reads(sql):
        raise PageWritesError(sql[:200])
    return execute(sql, params, many, context)


@contextmanager
def _outermost(wrapper: Callable[..., Any]) -> Iterator[None]:
    """Outermost of the wrappers: inside, a write dressed up by the history's wrapper begins with SELECT."""
    connection.execute_wrappers.insert(0, wrapper)
    try:
        yield
    finally:
        connection.execute_wrappers.remove(wrapper)


@contextmanager
def only_select() -> Iterator[None]:
    """Let nothing but SELECT reach the database."""
    with _outermost(_only_select):
        yield


@contextmanager
def only_insert(table: str) -> Iterator[None]:
    """Let nothing but an INSERT into ``table`` reach the database."""

    def guard(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: ANN401, FBT001
        if not sql.startswith(f'INSERT INTO "{table}" ') or _WRITES.search(sql):
            raise PageWritesError(sql[:200])
        return execute(sql, params, many, context)

    with _outermost(guard):
        yield
