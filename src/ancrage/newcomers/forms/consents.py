from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ancrage.core.clock import HOME_ZONE
from ancrage.core.dates import local_day
from ancrage.directory.models import Organization
from ancrage.newcomers.models import Case, ConsentMode, GivenBy, Purpose, Shared
from ancrage.newcomers.queries.consents import ages_on, may_be_given_by
from ancrage.ui import forms as ui


class ConsentForm(ui.Form):
    """What was agreed to, by whom, after the notice was shown."""

    sections = (
        ui.Section(_("Ce que la personne accepte"), ("purposes", "shared", "organizations")),
        ui.Section(_("Qui consent, et comment"), ("given_by", "giver_name", "giver_title", "mode")),
        ui.Section(_("Quand"), ("given_on", "ends_on")),
    )
    purposes = forms.MultipleChoiceField(
        label=_("Pour"), choices=Purpose.choices, initial=[Purpose.REFERRAL], widget=ui.Checkboxes
    )
    shared = forms.MultipleChoiceField(
        label=_("Ce qui peut être communiqué aux organismes"),
        choices=Shared.choices,
        required=False,
        widget=ui.Checkboxes,
        initial=[Shared.CONTACT, Shared.LANGUAGES, Shared.NEEDS],
        help_text=_("Rien d’autre ne sera communiqué."),
    )
    organizations = forms.ModelMultipleChoiceField(
        label=_("Seulement à ces organismes"),
        queryset=Organization.objects.none(),
        required=False,
        widget=ui.Checkboxes,
        help_text=_("Aucun : à ceux qui seront choisis avec la personne, à chaque aiguillage."),
    )
    given_by = forms.ChoiceField(label=_("Consentement donné par"), choices=GivenBy.choices, widget=ui.Radios)
    giver_name = forms.CharField(
        label=_("Nom de qui consent pour la personne"),
        max_length=160,
        required=False,
    )
    giver_title = forms.CharField(
        label=_("À quel titre"), max_length=120, required=False, help_text=_("Par exemple : mère, tutrice, mandataire.")
    )
    mode = forms.ChoiceField(
        label=_("Mode"), choices=ConsentMode.choices, initial=ConsentMode.VERBAL, widget=ui.Radios(inline=True)
    )
    given_on = ui.DayField(label=_("Donné le"))
    ends_on = ui.DayField(
        label=_("Jusqu’au"), required=False, help_text=_("Vide : jusqu’à son retrait, possible à tout moment.")
    )

    def __init__(self, *args: Any, case: Case, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at, today = at, local_day(at)
        self.ages = ages_on(today)
        allowed = may_be_given_by(case.person, today, self.ages)
        self.initial.update(given_on=today, given_by=allowed[0])
        near = Organization.objects.active().filter(region=case.region_id).order_by("sort_name", "pk")
        self.fields["organizations"].queryset = near  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """``given_at`` in place of the day: now for today, else midday of that day."""
        cleaned = super().clean() or self.cleaned_data
        if day := cleaned.pop("given_on", None):
            cleaned["given_at"] = self._moment(day)
        return cleaned

    def _moment(self, day: date) -> datetime:
        return self.at if day == local_day(self.at) else datetime.combine(day, time(12), HOME_ZONE)
