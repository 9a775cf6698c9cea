"""What lists have in common: the columns chosen, and what a view keeps."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from ancrage.newcomers.queries.columns import Column
from ancrage.ui import forms as ui

REMEMBERED = (
    *("vue", "state", "due", "kind", "when", "mode", "tri", "moi"),
    *("mrc", "municipality", "point", "agent", "col"),
)
"""What a list remembers; never a name that was typed."""


def kept_of(asked: MultiValueDict[str, str]) -> str:
    """What is remembered of what was asked, as the end of an address: one list, one text."""
    return urlencode([(name, value) for name in REMEMBERED for value in asked.getlist(name) if value])


class ColumnsForm(ui.FilterForm):
    """Which columns a list shows, beside its filters."""

    col = forms.MultipleChoiceField(label=_("Colonnes"), required=False, widget=ui.Checkboxes())

    def __init__(self, *args: Any, columns: Mapping[str, Column], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(code, column.label) for code, column in columns.items()]
        self.fields["col"].choices = choices  # type: ignore[attr-defined] # a MultipleChoiceField
