"""Several short rows under one question: phones, prices, documents. Rows left blank are not kept."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _

MOST: Final = 50
_BLANK: Final = 2
KEY: Final = "id"
"""What tells a row that exists from a new one: carried, never shown."""
Row = dict[str, Any]


@dataclass(frozen=True)
class Column:
    """One input of each row. ``decides``: a row is blank when none of these is filled."""

    name: str
    label: str | Promise
    field: Callable[[], forms.Field]
    decides: bool = True


class RowsWidget(forms.Widget):
    """The rows there are, then blank ones."""

    template_name = "ui/forms/rows.html"
    use_fieldset = True

    def __init__(self, columns: Sequence[Column], attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.columns = columns

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Row]:
        rows = []
        for number in range(MOST + _BLANK):
            if f"{name}-{number}-{KEY}" not in data:
                break
            row = {
                one.name: one.field().widget.value_from_datadict(data, files, f"{name}-{number}-{one.name}")
                for one in self.columns
            }
            rows.append({KEY: data[f"{name}-{number}-{KEY}"], **row})
        return rows

    def value_omitted_from_data(self, data: Any, _files: Any, name: str) -> bool:
        return f"{name}-0-{KEY}" not in data

    def id_for_label(self, id_: str) -> str:
        return f"{id_}-0-{self.columns[0].name}"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        rows = [row for row in value or [] if self.is_filled(row)]
        blank = [dict[str, Any]() for _one in range(min(_BLANK, MOST + _BLANK - len(rows)))]
        start = context["widget"]["attrs"].get("id", f"id_{name}")
        context["widget"]["rows"] = [self._drawn(name, start, n, row) for n, row in enumerate([*rows, *blank])]
        return context

    def is_filled(self, row: Row) -> bool:
        return any(row.get(one.name) not in {None, ""} for one in self.columns if one.decides)

    def _drawn(self, name: str, start: str, number: int, row: Row) -> Row:
        cells = [self._cell(one, f"{name}-{number}", f"{start}-{number}", row) for one in self.columns]
        return {"number": number + 1, "name": f"{name}-{number}-{KEY}", "key": row.get(KEY, ""), "cells": cells}

    def _cell(self, column: Column, name: str, start: str, row: Row) -> Row:
        field = column.field()
        key = f"{start}-{column.name}"
        attrs = {"id": key, "class": f"an-input {field.widget.attrs.get('class', '')}".strip()}
        shown = field.prepare_value(row.get(column.name, field.initial))
        drawn = field.widget.render(f"{name}-{column.name}", shown, attrs, forms.renderers.get_default_renderer())
        return {"id": key, "label": column.label, "drawn": drawn}


class RowsField(forms.Field):
    """The value is the list of the rows filled, each with its key (empty: a new one)."""

    def __init__(self, *, columns: Sequence[Column], **kwargs: Any) -> None:
        super().__init__(widget=RowsWidget(columns), **kwargs)
        self.columns = columns

    def clean(self, value: Any) -> list[Row]:
        assert isinstance(self.widget, RowsWidget)  # noqa: S101 - made above
        errors: list[str] = []
        rows = [
            self._cleaned(number, row, errors)
            for number, row in enumerate(filter(self.widget.is_filled, value or []), start=1)
        ]
        if errors:
            raise ValidationError(errors)
        if self.required and not rows:
            raise ValidationError(self.error_messages["required"], code="required")
        return rows

    def _cleaned(self, number: int, row: Row, errors: list[str]) -> Row:
        cleaned = {KEY: row.get(KEY, "")}
        for column in self.columns:
            try:
                cleaned[column.name] = column.field().clean(row.get(column.name))
            except ValidationError as error:
                words = {"n": number, "column": column.label, "problem": " ".join(error.messages)}
                errors.append(_("Ligne %(n)d, « %(column)s » : %(problem)s") % words)
        return cleaned
