from typing import Any

from django import forms

from ancrage.directory.queries.pairs import Pair
from ancrage.ui import forms as ui
from ancrage.ui.forms.base import prepare

ONE, OTHER = "une", "autre"
_EMPTY = "–"


class MergeForm(ui.Form):
    """Which value stays of each item that differs."""

    def __init__(self, *args: Any, pair: Pair, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in pair.differences:
            field = forms.ChoiceField(
                label=one.label,
                choices=[(ONE, one.one or _EMPTY), (OTHER, one.other or _EMPTY)],
                initial=OTHER if one.suggests_other else ONE,
                widget=ui.Radios(inline=True),
            )
            prepare(field)
            self.fields[one.name] = field

    @property
    def from_other(self) -> list[str]:
        return [name for name, value in self.cleaned_data.items() if value == OTHER]
