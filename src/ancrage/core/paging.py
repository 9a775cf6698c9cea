"""Lists by page without counting: the next page starts after the last row seen, however far one goes."""

import base64
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet

Row = TypeVar("Row", bound=Model)
One = TypeVar("One")
AFTER, BEFORE = "apres", "avant"
_NO_TABLE = 10**9
Position = tuple[Any, UUID]
"""The value and the key of the row that a page starts beyond."""


@dataclass(frozen=True)
class Page(Generic[One]):
    """One page. ``previous``, ``next`` and ``first`` are query strings that keep the filters; empty at the ends."""

    rows: list[One]
    previous: str = ""
    next: str = ""
    first: str = ""


@dataclass(frozen=True)
class Place:
    """Where a page starts (nowhere: at the end), and which way it is read."""

    at: Position | None
    down: bool

    def order(self, field: str, key: str) -> tuple[str, str]:
        side = "-" if self.down else ""
        return f"{side}{field}", f"{side}{key}"


Fetch = Callable[[Place, int], list[Row]]


def page_of(
    rows: QuerySet[Row],
    field: str,
    query: Mapping[str, Any],
    *,
    descending: bool = True,
    size: int = 50,
) -> Page[Row]:
    """The page that ``query`` (``request.GET``) asks for, of rows in order of ``field`` then of their key.

    ``field`` is never null. An unreadable position is the first page.
    """

    def read(place: Place, size: int) -> list[Row]:
        return list(slice_of(rows, field, place, size))

    return page_read(read, rows.model, field, query, descending=descending, size=size)


def page_read(
    fetch: Fetch[Row], model: type[Row], field: str, query: Mapping[str, Any], *, descending: bool = True, size: int
) -> Page[Row]:
    """The same, of rows that ``fetch`` gives as ``slice_of`` does, its queryset prepared."""

    def parse(text: Any) -> Any:  # noqa: ANN401 - any column
        return _column(model, field).to_python(text)

    return _paged(fetch, parse, lambda row: (_value(row, field), row.pk), query, descending=descending, size=size)


def slice_of(rows: QuerySet[Row], field: str, place: Place, size: int) -> QuerySet[Row]:
    """``size`` rows beyond ``place``."""
    return _ordered(rows, field, place)[:size]


def page_by_moment(
    fetch: Fetch[Row], field: str, query: Mapping[str, Any], *, descending: bool, size: int
) -> Page[Row]:
    """The same, of rows in order of a moment that they are annotated with, as ``field``."""

    def mark(row: Row) -> Position:
        return getattr(row, field), row.pk

    return _paged(fetch, datetime.fromisoformat, mark, query, descending=descending, size=size)


def page_of_parts(fetch: Fetch[Any], field: str, key: str, query: Mapping[str, Any], *, size: int) -> Page[Any]:
    """The same, earliest first, of what ``fetch`` gives as ``slice_of_parts`` does."""

    def mark(row: Any) -> Position:  # noqa: ANN401 - a named tuple
        return getattr(row, field), getattr(row, key)

    return _paged(fetch, date.fromisoformat, mark, query, descending=False, size=size)


def slice_of_parts(
    parts: Sequence[QuerySet[Any, Any]], field: str, key: str, place: Place, size: int, *, whole: bool
) -> QuerySet[Any, Any]:
    """``size`` rows beyond ``place`` of several querysets read as one, in one statement.

    Each gives the same columns, among them ``field``, a date, and ``key``; each follows its own index.

    :param whole: reads all of them and sorts, where they are few among many.
    """
    found = [_ordered(part, field, place, key) for part in parts]
    if len(found) == 1 and not whole:
        return found[0][:size]
    # A limit that no table reaches keeps each apart: PostgreSQL looks for the whole of it, in no order.
    cut = [part.order_by()[:_NO_TABLE] if whole else part[:size] for part in found]
    if len(cut) == 1:
        cut.append(cut[0].none())
    return together(cut).order_by(*place.order(field, key))[:size]


def together(parts: Sequence[QuerySet[Any, Any]]) -> QuerySet[Any, Any]:
    """The rows of all ``parts``, at least one of them, as one queryset."""
    first, *others = parts
    return first.union(*others, all=True) if others else first


def _ordered(rows: QuerySet[Any, Any], field: str, place: Place, key: str = "pk") -> QuerySet[Any, Any]:
    found = rows.order_by(*place.order(field, key))
    return found if place.at is None else found.filter(_beyond(field, key, place.at, down=place.down))


def _paged(
    read: Callable[[Place, int], list[Any]],
    parse: Callable[[Any], Any],
    mark: Callable[[Any], Position],
    query: Mapping[str, Any],
    *,
    descending: bool,
    size: int,
) -> Page[Any]:
    after, before = _position(parse, query.get(AFTER, "")), _position(parse, query.get(BEFORE, ""))
    back = after is None and before is not None
    taken = read(Place(before if back else after, down=descending != back), size + 1)
    more, taken = len(taken) > size, taken[:size]
    if back:
        taken.reverse()
    has_previous, has_next = (more, bool(taken)) if back else (after is not None, more)
    return Page(
        rows=taken,
        previous=_link(query, BEFORE, mark(taken[0])) if has_previous and taken else "",
        next=_link(query, AFTER, mark(taken[-1])) if has_next and taken else "",
        first=_link(query) if after is not None or (back and more) else "",
    )


def _beyond(field: str, key: str, at: Position, *, down: bool) -> Q:
    side = "lt" if down else "gt"
    value, last = at
    # The first condition alone follows the index; the second settles equal values.
    return Q(**{f"{field}__{side}e": value}) & (
        Q(**{f"{field}__{side}": value}) | Q(**{field: value, f"{key}__{side}": last})
    )


def _value(row: Model, path: str) -> Any:  # noqa: ANN401 - any column
    found: Any = row
    for name in path.split("__"):
        found = getattr(found, name)
    return found


def _link(query: Mapping[str, Any], name: str = "", at: Position | None = None) -> str:
    kept = query.copy()  # type: ignore[attr-defined] # a QueryDict
    for old in (AFTER, BEFORE):
        kept.pop(old, None)
    if at is not None:
        value, key = at
        plain = value.isoformat() if isinstance(value, date | datetime) else value
        kept[name] = base64.urlsafe_b64encode(json.dumps([plain, str(key)]).encode()).decode().rstrip("=")
    return f"?{kept.urlencode()}"


def _position(parse: Callable[[Any], Any], text: str) -> Position | None:
    if not text:
        return None
    try:
        value, key = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        return parse(value), UUID(key)
    except (ValueError, TypeError, AttributeError, ValidationError):
        return None


def _column(model: type[Model], path: str) -> Any:  # noqa: ANN401 - a field of any type
    *relations, name = path.split("__")
    for relation in relations:
        model = model._meta.get_field(relation).related_model  # type: ignore[assignment]
    return model._meta.get_field(name)
