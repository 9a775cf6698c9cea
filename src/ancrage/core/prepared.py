"""Querysets composed once, for the pages that are asked for at every moment.

Composing and compiling a long queryset takes Django longer than PostgreSQL takes to answer it. A function
under ``@prepared`` is asked for its queryset once for each shape of its arguments; afterwards only the values
change::

    @prepared
    def tasks_due(*, access: Access, day: date) -> QuerySet[Task]:
        return Task.objects.filter(assigned_to=access.user, due_on__lte=day)

    tasks_due(access=request.access, day=today())  # a list of tasks

What may vary are the identifiers, days, moments and ``Sought`` texts found in the arguments: alone, in collections, in frozen
dataclasses, or as a model instance (its key alone). Anything else, a number or a name, is part of the shape.
The function composes with these values and does not look into them: it is called with stand-ins. It neither
compares them nor derives others (``day + timedelta(7)`` is computed before and passed): what is derived is
seen when the queryset is compiled, and refused.
"""

import copy
import secrets
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache, wraps
from itertools import chain, count
from typing import Any, ParamSpec, TypeVar
from uuid import UUID, uuid4

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.postgresql.base import CursorMixin
from django.db.models import Model, QuerySet
from psycopg import RawCursor
from psycopg.sql import Literal

P = ParamSpec("P")
R = TypeVar("R")
Place = Callable[[Sequence[Any]], Any]
"""From the values of a call, the one of a parameter."""


class Sought(str):
    """A text that varies from one call to the next: any other is part of the shape."""

    __slots__ = ()


_VARY = (UUID, date, datetime, Sought)
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
        shape = _flatten((args, kwargs), values)
        found = known.get(shape)
        if found is None:
            if len(known) >= _MOST_SHAPES:
                known.clear()
            found = known[shape] = _compile(compose, args, kwargs)
        return found.rows(values)

    return rows


def _flatten(value: Any, into: list[Any]) -> Any:  # noqa: ANN401 - any argument
    """The shape of ``value``; what varies in it goes ``into``, in the order of ``_stand_in``."""
    kind = value.__class__
    if kind in _VARY:
        into.append(value)
        return kind
    return _way(kind)(value, into)


@cache
def _way(kind: type) -> Callable[[Any, list[Any]], Any]:
    """How what is of this kind is flattened."""
    if issubclass(kind, Model):
        return _flatten_model
    if issubclass(kind, tuple | list | frozenset):
        return _flatten_many
    if issubclass(kind, Mapping):
        return _flatten_mapping
    # Anything else is a constant, which must be hashable.
    return _flatten_once if is_dataclass(kind) else lambda value, _into: value


def _flatten_model(value: Model, into: list[Any]) -> Any:  # noqa: ANN401 - a shape
    into.append(value.pk)
    return value.__class__


def _flatten_many(value: Iterable[Any], into: list[Any]) -> Any:  # noqa: ANN401 - a shape
    return (value.__class__, *[_flatten(one, into) for one in value])


def _flatten_mapping(value: Mapping[Any, Any], into: list[Any]) -> Any:  # noqa: ANN401 - a shape
    return (dict, *[(name, _flatten(one, into)) for name, one in value.items()])


def _flatten_once(value: Any, into: list[Any]) -> Any:  # noqa: ANN401 - a dataclass
    """Kept beside the fields: the access of a request serves all its statements."""
    keeps = hasattr(value, "__dict__")
    kept = value.__dict__.get("_flattened") if keeps else None
    if kept is None:
        values: list[Any] = []
        kept = (value.__class__, *(_flatten(getattr(value, one.name), values) for one in fields(value))), values
        if keeps:
            value.__dict__["_flattened"] = kept
    into.extend(kept[1])
    return kept[0]


def _stand_in(value: Any, made: list[Any]) -> Any:  # noqa: ANN401 - any argument
    """``value`` with another one wherever it may vary; these are ``made``, in the order of ``_flatten``."""
    kind: Callable[..., Any] = value.__class__
    if kind in _VARY:
        made.append(_another(kind))
        return made[-1]
    if isinstance(value, Model):
        made.append(uuid4())
        # Every other field is missing: asking for one fails.
        return value.from_db(DEFAULT_DB_ALIAS, [value._meta.pk.attname], [made[-1]])
    if isinstance(value, tuple | list | frozenset):
        return kind(_stand_in(one, made) for one in value)
    if isinstance(value, Mapping):
        return {name: _stand_in(one, made) for name, one in value.items()}
    if is_dataclass(kind):
        return kind(**{one.name: _stand_in(getattr(value, one.name), made) for one in fields(value)})
    return value


def _another(kind: Callable[..., Any]) -> Any:  # noqa: ANN401 - one of what may vary
    if kind is UUID:
        return uuid4()
    if kind is Sought:
        return Sought(secrets.token_hex(20))
    days, microseconds = secrets.randbelow(10**6), secrets.randbelow(10**10)
    moment = datetime(3000, 1, 1, tzinfo=UTC) + timedelta(days=days, microseconds=microseconds)
    return moment if kind is datetime else moment.date()


@dataclass(frozen=True)
class _Compiled:
    """A queryset and its SQL; ``places`` say, parameter by parameter, which value goes there.

    ``compiler`` is ``None`` when Django knows beforehand that there is no row.
    """

    queryset: Any
    compiler: Any
    sql: str
    places: Sequence[Place]

    def rows(self, values: Sequence[Any]) -> list[Any]:
        if self.compiler is None:
            return []
        # Django's own machinery makes the rows: only what would compose and compile is replaced.
        query, compiler = copy.copy(self.queryset.query), copy.copy(self.compiler)
        statement = self.sql, tuple(place(values) for place in self.places)
        compiler.connection = connections[DEFAULT_DB_ALIAS]
        compiler.as_sql = lambda *_args, **_kwargs: statement
        query.get_compiler = lambda *_args, **_kwargs: compiler
        found = self.queryset.__class__(self.queryset.model, query)
        found._fields = self.queryset._fields
        with _planned_once():
            return list(self.queryset._iterable_class(found))


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


def _compile(compose: Callable[..., QuerySet[Any, Any]], args: Any, kwargs: Any) -> _Compiled:  # noqa: ANN401 - as called
    """Compile twice, with other stand-ins: whatever differs must be one of them."""
    made: list[Any] = []
    made_again: list[Any] = []
    queryset, compiler, sql, params = _try(compose, *_stand_in((args, kwargs), made))
    _, _, sql_again, params_again = _try(compose, *_stand_in((args, kwargs), made_again))
    places = [_place(param, made) for param in params]
    # A set of stand-ins has no order: it is what they are that counts.
    rebuilt = [place(made_again) if place else param for place, param in zip(places, params, strict=True)]
    if sql != sql_again or _said(rebuilt) != _said(params_again):
        raise TypeError(f"{compose.__qualname__}: its queryset holds what was derived from its arguments")
    return _Compiled(queryset, compiler, _written(sql, params, places), [place for place in places if place])


def _try(compose: Callable[..., QuerySet[Any, Any]], args: Any, kwargs: Any) -> tuple[Any, Any, str, Sequence[Any]]:  # noqa: ANN401 - stand-ins
    """The queryset, its compiler and what this one makes; no compiler when there can be no row."""
    queryset: Any = compose(*args, **kwargs)
    if queryset._prefetch_related_lookups:
        raise TypeError(f"{compose.__qualname__}: what is prefetched cannot be prepared")
    compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
    connections[DEFAULT_DB_ALIAS].ensure_connection()
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return queryset, None, "", ()
    converters = compiler.get_converters([column[0] for column in compiler.select[: compiler.col_count]])
    compiler.get_converters = lambda _columns: converters
    return queryset, compiler, sql, params


def _said(params: Any) -> list[str]:  # noqa: ANN401 - parameters, in lists or not
    if isinstance(params, list | tuple):
        return sorted(text for param in params for text in _said(param))
    return [repr(params)]


def _place(param: Any, made: Sequence[Any]) -> Place | None:  # noqa: ANN401 - any parameter
    """Where the values of a call have this parameter; nowhere when it is always the same."""
    if isinstance(param, list | tuple):
        places = [_place(one, made) for one in param]
        if not any(places):
            return None
        return lambda values: [place(values) if place else one for place, one in zip(places, param, strict=True)]
    if param.__class__ in _VARY and param in made:
        index = made.index(param)
        return lambda values: values[index]
    return None


def _written(sql: str, params: Sequence[Any], places: Sequence[Place | None]) -> str:
    """« $1 », as PostgreSQL has it, for what varies; what does not is written out.

    Nothing is left to read in the statement each time, and PostgreSQL sees what its partial indexes are about.
    """
    pieces = [piece.replace("%%", "%") for piece in sql.split("%s")]
    connection, varying = connections[DEFAULT_DB_ALIAS].connection, count(1)
    held = [
        f"${next(varying)}" if place else Literal(param).as_string(connection)
        for param, place in zip(params, places, strict=True)
    ]
    return "".join(chain.from_iterable(zip(pieces, [*held, ""], strict=True)))
