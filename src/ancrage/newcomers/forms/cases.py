from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ancrage.accounts.access import Access
from ancrage.accounts.models import User
from ancrage.core.ids import is_uuid
from ancrage.newcomers.models import Case, CaseState
from ancrage.newcomers.queries.cases import (
    LATE,
    NOBODY,
    OPEN,
    OVERDUE,
    REACHED,
    TO_REACH,
    Choice,
    Filters,
    agents_named,
    choices_within,
)
from ancrage.territory.models import Municipality
from ancrage.ui import forms as ui


def _uuid(value: str) -> UUID | None:
    return UUID(value) if value else None


class AgentField(ui.ComboboxField):
    """Who follows the dossiers, looked for by name where they are many. A key is taken as it is, as in a list."""

    def clean(self, value: object) -> str:
        return str(value) if value == NOBODY or is_uuid(str(value)) else super().clean(value)


class ReachFilters(ui.FilterForm):
    """What narrows any list of dossiers: who, where, followed by whom.

    One statement for the choices, whatever the list; one more for the municipalities of the MRC chosen.
    """

    q = forms.CharField(
        label=_("Nom, numéro ou coordonnée"),
        required=False,
        max_length=254,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    mrc = forms.TypedChoiceField(label=_("MRC"), required=False, coerce=_uuid, empty_value=None)
    municipality = forms.TypedChoiceField(label=_("Municipalité"), required=False, coerce=_uuid, empty_value=None)
    agent = forms.ChoiceField(label=_("Suivi par"), required=False)
    point = forms.TypedChoiceField(label=_("Point de services"), required=False, coerce=_uuid, empty_value=None)

    beside_agents: tuple[tuple[str, Any], ...] = ((NOBODY, _("Personne encore")),)
    """What else may be chosen where agents are."""

    def __init__(self, *args: Any, access: Access, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day = day
        known = choices_within(access, day)
        self._choose("mrc", [("", _("Toutes")), *known.mrcs])
        self._choose_agent(access, known.agents)
        self._choose("point", [("", _("Tous")), *known.points])
        if len(known.points) < 2:
            del self.fields["point"]
        self._choose_municipality({key for key, _name in known.mrcs})

    def _choose_agent(self, access: Access, known: list[Choice] | None) -> None:
        if known is not None:
            gone = self._gone(access, dict(known))
            self._choose("agent", [("", _("Tout le monde")), *self.beside_agents, *known, *gone])
            return

        @cache
        def named() -> list[tuple[str, Any]]:
            every = agents_named(access, self.day)
            return [*self.beside_agents, *every, *self._gone(access, dict(every))]

        widget = ui.ComboboxWidget(source=lambda: reverse("newcomers:case_agents"))
        self.fields["agent"] = AgentField(
            label=self.fields["agent"].label, required=False, options=named, widget=widget
        )

    def _gone(self, access: Access, known: Mapping[str, str]) -> list[tuple[str, str]]:
        """Who is asked for and works here no more, but still follows dossiers."""
        asked = self.data.get("agent", "")
        if not asked or asked == NOBODY or asked in known or not is_uuid(asked):
            return []
        return [(str(one.pk), one.full_name) for one in User.objects.filter(pk__in=self.those_of(access, UUID(asked)))]

    def those_of(self, access: Access, asked: UUID) -> "QuerySet[Any, Any] | list[UUID]":
        """The key of who is asked for, if something within reach is theirs."""
        return Case.objects.visible_to(access).filter(agent=asked).values("agent")

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
        asked = {name: value for name, value in self.cleaned_data.items() if value}
        if is_uuid(agent := asked.get("agent", "")):
            asked["agent"] = UUID(agent)
        if "due" in asked:
            asked["day"] = self.day
        return Filters(**asked)  # type: ignore[typeddict-item, no-any-return] # its own fields


class CaseFilters(ReachFilters):
    state = forms.ChoiceField(
        label=_("État"),
        required=False,
        choices=[("", _("Tous")), (OPEN, _("Ouverts")), *CaseState.choices],
    )
    due = forms.ChoiceField(
        label=_("À faire"),
        required=False,
        choices=[
            ("", _("Peu importe")),
            (TO_REACH, _("Premier contact à faire")),
            (LATE, _("Premier contact en retard")),
            (OVERDUE, _("Suivi en retard")),
            (REACHED, _("Premier contact fait depuis 90 jours")),
        ],
    )

    field_order = ("q", "state", "due")
