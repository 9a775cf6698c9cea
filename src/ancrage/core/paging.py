"""Lists by page without counting: the next page starts after the last row seen, however far one goes."""

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet

Row = TypeVar("Row", bound=Model)
AFTER, BEFORE = "apres", "avant"
Position = tuple[Any, UUID]
"""The value and the key of the row that a page starts beyond."""
Fetch = Callable[[Position | None, bool, int], list[Row]]


@dataclass(frozen=True)
class Page(Generic[Row]):
    """One page. ``previous``, ``next`` and ``first`` are query strings that keep the filters; empty at the ends."""

    rows: list[Row]
    previous: str = ""
    next: str = ""
    first: str = ""


def page_of(
    rows: QuerySet[Row],
    field: str,
    query: Mapping[str, Any],
    *,
    descending: bool = True,
    size: int = 50,
    fetch: Fetch[Row] | None = None,
) -> Page[Row]:
    """The page that ``query`` (``request.GET``) asks for, of rows in order of ``field`` then of their key.

    ``field`` is never null. An unreadable position is the first page.

    :param fetch: gives what ``slice_of`` does, for a list whose queryset is prepared.
    """
    after, before = _position(rows, field, query.get(AFTER, "")), _position(rows, field, query.get(BEFORE, ""))
    back = after is None and before is not None
    at, down = before if back else after, descending != back
    taken = fetch(at, down, size) if fetch else list(slice_of(rows, field, at, down=down, size=size))
    more, taken = len(taken) > size, taken[:size]
    if back:
        taken.reverse()
    has_previous, has_next = (more, bool(taken)) if back else (after is not None, more)
    return Page(
        rows=taken,
        previous=_link(query, BEFORE, taken[0], field) if has_previous and taken else "",
        next=_link(query, AFTER, taken[-1], field) if has_next and taken else "",
        first=_link(query) if after is not None or (back and more) else "",
    )


def slice_of(rows: QuerySet[Row], field: str, at: Position | None, *, down: bool, size: int) -> QuerySet[Row]:
    """``size`` rows beyond ``at``, and one more when there are others."""
    found = rows.order_by(f"{'-' if down else ''}{field}", f"{'-' if down else ''}pk")
    return (found if at is None else found.filter(_beyond(field, at, down=down)))[: size + 1]


def _beyond(field: str, at: Position, *, down: bool) -> Q:
    side = "lt" if down else "gt"
    value, key = at
    # The first condition alone follows the index; the second settles equal values.
    return Q(**{f"{field}__{side}e": value}) & (
        Q(**{f"{field}__{side}": value}) | Q(**{field: value, f"pk__{side}": key})
    )


def _value(row: Model, path: str) -> Any:  # noqa: ANN401 - any column
    found: Any = row
    for name in path.split("__"):
        found = getattr(found, name)
    return found


def _link(query: Mapping[str, Any], name: str = "", row: Model | None = None, field: str = "") -> str:
    kept = query.copy()  # type: ignore[attr-defined] # a QueryDict
    for old in (AFTER, BEFORE):
        kept.pop(old, None)
    if row is not None:
        value = _value(row, field)
        plain = value.isoformat() if isinstance(value, date | datetime) else value
        kept[name] = base64.urlsafe_b64encode(json.dumps([plain, str(row.pk)]).encode()).decode().rstrip("=")
    return f"?{kept.urlencode()}"


def _position(rows: QuerySet[Row], field: str, text: str) -> Position | None:
    if not text:
        return None
    try:
        value, key = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        return _column(rows.model, field).to_python(value), UUID(key)
    except (ValueError, TypeError, AttributeError, ValidationError):
        return None


def _column(model: type[Model], path: str) -> Any:  # noqa: ANN401 - a field of any type
    *relations, name = path.split("__")
    for relation in relations:
        model = model._meta.get_field(relation).related_model  # type: ignore[assignment]
    return model._meta.get_field(name)
