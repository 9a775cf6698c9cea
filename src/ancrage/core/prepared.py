"""Querysets composed once, for the pages that are asked for at every moment.

Composing and compiling a long queryset takes Django longer than PostgreSQL takes to answer it. A function
under ``@prepared`` is asked for its queryset once for each shape of its arguments; afterwards only the values
change::

    @prepared
    def tasks_due(*, access: Access, day: date) -> QuerySet[Task]:
        return Task.objects.filter(assigned_to=access.user, due_on__lte=day)

    tasks_due(access=request.access, day=today())  # a list of tasks

What may vary are the identifiers, days and moments found in the arguments: alone, in collections, in frozen
dataclasses, or as a model instance (its key alone). Anything else, a number or a name, is part of the shape.
The function composes with these values and does not look into them: it is called with stand-ins. It neither
compares them nor derives others (``day + timedelta(7)`` is computed before and passed): what is derived is
seen when the queryset is compiled, and refused.
"""

import copy
import random
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, date, datetime, timedelta
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from uuid import UUID, uuid4

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.postgresql.base import CursorMixin
from django.db.models import Model, QuerySet
from django.db.models.sql.compiler import SQLCompiler
from psycopg import RawCursor

P = ParamSpec("P")
R = TypeVar("R")
_VARY = (UUID, date, datetime)
_MOST_SHAPES = 500
_PLANNED_AFTER = 2
"""Times a connection meets a statement before it keeps the plan."""


def prepared(compose: Callable[P, QuerySet[Any, R]]) -> Callable[P, list[R]]:
    """The rows of the queryset that ``compose`` gives, compiled once for each shape of its arguments.

    :raises TypeError: at the first call of a shape, when the queryset holds a value derived from the arguments.
    """
    known: dict[Hashable, _Compiled] = {}

    @wraps(compose)
    def rows(*args: P.args, **kwargs: P.kwargs) -> list[R]:
        values: list[Any] = []
        given = (args, kwargs)
        shape = _flatten(given, values)
        found = known.get(shape)
        if found is None:
            if len(known) >= _MOST_SHAPES:
                known.clear()
            found = known[shape] = _compile(compose, given)
        return found.rows(values)

    return rows


def _flatten(value: Any, into: list[Any]) -> Hashable:  # noqa: ANN401 - any argument
    """The shape of ``value``; what varies in it goes ``into``, in the order of ``_stand_in``."""
    kind = value.__class__
    if kind in _VARY:
        into.append(value)
        return kind
    if isinstance(value, Model):
        into.append(value.pk)
        return kind
    if isinstance(value, tuple | list | frozenset):
        return (kind, *(_flatten(one, into) for one in value))
    if isinstance(value, Mapping):
        return (dict, *((name, _flatten(one, into)) for name, one in value.items()))
    if is_dataclass(kind):
        return _flatten_once(value, into)
    return value  # type: ignore[no-any-return] # a constant, which must be hashable


def _flatten_once(value: Any, into: list[Any]) -> Hashable:  # noqa: ANN401 - a dataclass
    """As ``_flatten``, kept beside the fields: the access of a request serves all its statements."""
    kept = value.__dict__.get("_flattened") if hasattr(value, "__dict__") else None
    if kept is None:
        values: list[Any] = []
        kept = (value.__class__, *(_flatten(getattr(value, one.name), values) for one in fields(value))), values
        if hasattr(value, "__dict__"):
            value.__dict__["_flattened"] = kept
    into.extend(kept[1])
    return kept[0]  # type: ignore[no-any-return] # built above


def _stand_in(value: Any, made: list[Any]) -> Any:  # noqa: ANN401 - any argument
    """``value`` with another one wherever it may vary; these are ``made``, in the order of ``_flatten``."""
    kind = value.__class__
    if kind in _VARY:
        made.append(_another(kind))
        return made[-1]
    if isinstance(value, Model):
        made.append(uuid4())
        # Every other field is missing: asking for one fails.
        return kind.from_db(DEFAULT_DB_ALIAS, [kind._meta.pk.attname], [made[-1]])
    if isinstance(value, tuple | list | frozenset):
        return kind(_stand_in(one, made) for one in value)
    if isinstance(value, Mapping):
        return {name: _stand_in(one, made) for name, one in value.items()}
    if is_dataclass(kind):
        return kind(**{one.name: _stand_in(getattr(value, one.name), made) for one in fields(value)})
    return value


def _another(kind: type[Any]) -> Any:  # noqa: ANN401 - one of what may vary
    if kind is UUID:
        return uuid4()
    moment = datetime(3000, 1, 1, tzinfo=UTC) + timedelta(days=random.randrange(10**6), microseconds=random.randrange(10**10))  # noqa: S311 - a stand-in
    return moment if kind is datetime else moment.date()


@dataclass(frozen=True)
class _Compiled:
    """A queryset and its SQL; ``places`` say, parameter by parameter, which value goes there."""

    queryset: QuerySet[Any, Any]
    compiler: SQLCompiler | None
    sql: str
    places: Sequence[Callable[[Sequence[Any]], Any]]

    def rows(self, values: Sequence[Any]) -> list[Any]:
        if self.compiler is None:
            return []
        query = copy.copy(self.queryset.query)
        compiler = self._bound(values)
        query.get_compiler = lambda *_args, **_kwargs: compiler  # type: ignore[method-assign] # SQL is known
        found: QuerySet[Any, Any] = self.queryset.__class__(self.queryset.model, query)
        found._fields = self.queryset._fields
        with _planned_once():
            return list(self.queryset._iterable_class(found))

    def _bound(self, values: Sequence[Any]) -> SQLCompiler:
        compiler = copy.copy(self.compiler)
        statement = self.sql, tuple(place(values) for place in self.places)
        compiler.connection = connections[DEFAULT_DB_ALIAS]
        compiler.as_sql = lambda *_args, **_kwargs: statement
        return compiler


class _Cursor(CursorMixin, RawCursor[Any]):
    """Values travel apart from the statement, already numbered. The name keeps pghistory from adding to it."""

    name = "prepared"


@contextmanager
def _planned_once() -> Iterator[None]:
    """PostgreSQL plans what is asked here once a connection: for our longest statements, most of its work.

    Django's own cursors write the values into each statement, which is then another one every time.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    connection.ensure_connection()
    raw = connection.connection
    before = raw.cursor_factory, raw.prepare_threshold
    raw.cursor_factory, raw.prepare_threshold = _Cursor, _PLANNED_AFTER
    try:
        yield
    finally:
        raw.cursor_factory, raw.prepare_threshold = before


def _compile(compose: Callable[..., QuerySet[Any, Any]], given: tuple[Any, Any]) -> _Compiled:
    """Compile twice, with other stand-ins: whatever differs must be one of them."""
    queryset, compiler, sql, params, made = _try(compose, given)
    _, _, sql_again, params_again, made_again = _try(compose, given)
    if compiler is None:
        return _Compiled(queryset, None, "", ())
    places = [_place(param, made) for param in params]
    rebuilt = [place(made_again) for place in places]
    if sql != sql_again or repr(rebuilt) != repr(list(params_again)):
        raise TypeError(f"{compose.__qualname__}: its queryset holds what was derived from its arguments")
    return _Compiled(queryset, compiler, _numbered(sql), places)


def _try(compose: Callable[..., QuerySet[Any, Any]], given: tuple[Any, Any]) -> tuple[Any, ...]:
    made: list[Any] = []
    args, kwargs = _stand_in(given, made)
    queryset = compose(*args, **kwargs)
    if queryset._prefetch_related_lookups:  # type: ignore[attr-defined] # not in the stubs
        raise TypeError(f"{compose.__qualname__}: what is prefetched cannot be prepared")
    compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return queryset, None, "", (), made
    converters = compiler.get_converters([column[0] for column in compiler.select[: compiler.col_count]])
    compiler.get_converters = lambda _columns: converters
    return queryset, compiler, sql, params, made


def _numbered(sql: str) -> str:
    """« $1 » for each « %s », as PostgreSQL itself has it: nothing is left to read in the statement each time."""
    first, *others = sql.split("%s")
    return "".join([first, *(f"${place}{piece}" for place, piece in enumerate(others, 1))]).replace("%%", "%")


def _place(param: Any, made: Sequence[Any]) -> Callable[[Sequence[Any]], Any]:  # noqa: ANN401 - any parameter
    if isinstance(param, list | tuple):
        places = [_place(one, made) for one in param]
        return lambda values: [place(values) for place in places]
    if param.__class__ in _VARY and param in made:
        index = made.index(param)
        return lambda values: values[index]
    return lambda _values: param
