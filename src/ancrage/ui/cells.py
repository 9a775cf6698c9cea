"""The cells of a line in a list, written without a template for each: a page holds hundreds, nearly all a text or a day."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from django.template import Context
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from ancrage.ui.formats import day
from ancrage.ui.variables import escaped


@dataclass(frozen=True)
class Look:
    """How a cell is drawn when it is more than a text: a template, and the values it shows of a row.

    Within a page, cells of the same values are drawn once.
    """

    template: str
    values: Callable[[Any], Mapping[str, Any]]


class Shown(Protocol):
    """A column: ``value`` is empty where there is nothing to say, and ``missing`` then says so in words."""

    @property
    def code(self) -> str: ...
    @property
    def label(self) -> str | Promise: ...
    @property
    def value(self) -> Callable[[Any], Any]: ...
    @property
    def missing(self) -> str | Promise: ...
    @property
    def look(self) -> Look | None: ...


_DRAWN = "cells drawn"


def cells(context: Context, row: Any, columns: Iterable[Shown]) -> SafeString:  # noqa: ANN401 - a row of any list
    """The ``<td>`` of ``row``, each with the label it bears on a narrow screen."""
    drawn: dict[Any, str] = context.render_context.setdefault(_DRAWN, {})  # type: ignore[assignment,arg-type] # ours
    return SafeString("".join([_cell(context, row, column, drawn) for column in columns]))


def _cell(context: Context, row: Any, column: Shown, drawn: dict[Any, str]) -> str:  # noqa: ANN401 - as above
    start = drawn.get(column.code)
    if start is None:
        start = drawn[column.code] = f'<td data-label="{escaped(column.label)}">'
    if column.look is None:
        return f"{start}{_written(column.value(row), column, drawn)}</td>"
    values = column.look.values(row)
    key = (column.code, *values.values())
    if key not in drawn:
        with context.push(**values):
            drawn[key] = _template(context, column.look.template).render(context)
    return f"{start}{drawn[key]}</td>"


def _written(value: Any, column: Shown, drawn: dict[Any, str]) -> str:  # noqa: ANN401 - a text, a day, a number
    if value == "":
        missing = escaped(column.missing)
        return f'<span class="an-mute">{missing}</span>' if missing else '<span aria-hidden="true">–</span>'
    if isinstance(value, date):
        if value not in drawn:
            drawn[value] = escaped(day(value))
        return drawn[value]
    return escaped(value)


def _template(context: Context, name: str) -> Any:  # noqa: ANN401 - the template engine's
    return context.template.engine.get_template(name).nodelist  # type: ignore[union-attr] # while it is rendered
