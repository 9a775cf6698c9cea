from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from ancrage.newcomers.models import Case
from ancrage.newcomers.queries.pairs import Pair
from ancrage.ui import forms as ui
from ancrage.ui.forms.base import prepare

ONE, OTHER = "une", "autre"


class MergeForm(ui.Form):
    """Which value stays of each field that differs, and which of two open dossiers goes on."""

    def __init__(self, *args: Any, pair: Pair, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pair = pair
        for name, field in _choices(pair).items():
            prepare(field)
            self.fields[name] = field

    def values(self) -> dict[str, Any]:
        """The arguments of ``merge_persons`` that were chosen here."""
        data, row = self.cleaned_data, self.pair.row
        return {
            "from_other": [name for name, value in data.items() if value == OTHER],
            "continuing": self._continuing(data.get("continuing")),
            "seen": {row.one_id: data["seen_one"], row.other_id: data["seen_other"]},
        }

    def _continuing(self, chosen: str | None) -> Case | None:
        return next((case for case in self.pair.open_cases if chosen and case.pk == UUID(chosen)), None)


def _choices(pair: Pair) -> dict[str, forms.Field]:
    fields: dict[str, forms.Field] = {}
    if len(pair.open_cases) > 1:
        fields["continuing"] = forms.ChoiceField(
            label=_("Dossier qui continue"),
            help_text=_(
                "L’autre sera fermé comme dossier en double. Tout ce qu’il contient y reste, sauf ses rendez-vous à venir "
                "et ses places aux séances de groupe, qui passent dans celui-ci."
            ),
            choices=[(str(case.pk), f"{case.reference}, {case.service_point}") for case in pair.open_cases],
            widget=ui.Radios(inline=True),
        )
    for field in pair.fields:
        if field.differs:
            fields[field.name] = forms.ChoiceField(
                label=field.label,
                choices=[(ONE, field.one), (OTHER, field.other)],
                initial=OTHER if field.suggests_other else ONE,
                widget=ui.Radios(inline=True),
            )
    for name, person in (("seen_one", pair.row.one), ("seen_other", pair.row.other)):
        fields[name] = forms.IntegerField(initial=person.revision, widget=forms.HiddenInput)
    return fields
