from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from ancrage.accounts.access import Access
from ancrage.newcomers.models import CaseState
from ancrage.newcomers.queries.cases import NOBODY, OPEN, Filters, agents_within, mrcs_within, points_within
from ancrage.territory.models import Municipality
from ancrage.ui import forms as ui

REMEMBERED = ("state", "mrc", "municipality", "point", "agent")
"""What a list remembers; never a name that was typed."""


def _uuid(value: str) -> UUID | None:
    return UUID(value) if value else None


class CaseFilters(ui.FilterForm):
    """Three statements for the choices, whatever the list; one more for the municipalities of the MRC chosen."""

    q = forms.CharField(
        label=_("Nom, numéro ou coordonnée"),
        required=False,
        max_length=254,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    state = forms.ChoiceField(
        label=_("État"),
        required=False,
        choices=[("", _("Tous")), (OPEN, _("Ouverts")), *CaseState.choices],
    )
    mrc = forms.TypedChoiceField(label=_("MRC"), required=False, coerce=_uuid, empty_value=None)
    municipality = forms.TypedChoiceField(label=_("Municipalité"), required=False, coerce=_uuid, empty_value=None)
    agent = forms.ChoiceField(label=_("Suivi par"), required=False)
    point = forms.TypedChoiceField(label=_("Point de services"), required=False, coerce=_uuid, empty_value=None)

    def __init__(self, *args: Any, access: Access, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        points = [(str(one.pk), one.name) for one in points_within(access, day)]
        agents = [(str(one.pk), one.full_name) for one in agents_within(access, day)]
        mrcs = [(str(one.pk), one.name) for one in mrcs_within(access, day)]
        self._choose("mrc", [("", _("Toutes")), *mrcs])
        self._choose("agent", [("", _("Tout le monde")), (NOBODY, _("Personne encore")), *agents])
        self._choose("point", [("", _("Tous")), *points])
        if len(points) < 2:
            del self.fields["point"]
        self._choose_municipality({key for key, _name in mrcs})

    def _choose_municipality(self, mrcs: set[str]) -> None:
        """Offered once an MRC is chosen: a region has more than a hundred."""
        mrc = self.data.get("mrc", "")
        if mrc not in mrcs:
            del self.fields["municipality"]
            return
        found = Municipality.objects.filter(mrc=mrc).in_order()
        self._choose("municipality", [("", _("Toutes")), *((str(one.pk), str(one)) for one in found)])

    def _choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined] # a ChoiceField

    def filters(self) -> Filters:
        """What was asked and understood; a filter that no longer exists is left out."""
        self.full_clean()
        return Filters(**{name: value for name, value in self.cleaned_data.items() if value})  # type: ignore[typeddict-item, no-any-return] # its own fields
