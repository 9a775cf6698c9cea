from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ancrage.newcomers.actions.follow_ups import FollowUpAnswers
from ancrage.newcomers.models import Activity, DepartureReason, FollowUpSource, Presence
from ancrage.territory.models import Municipality, Region
from ancrage.ui import forms as ui

_SKILLS = {
    "listening": _("Compréhension orale"),
    "speaking": _("Production orale"),
    "reading": _("Compréhension écrite"),
    "writing": _("Production écrite"),
}


def _level(label: Any) -> forms.IntegerField:  # noqa: ANN401 - a lazy text
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=1,
        max_value=12,
        widget=forms.NumberInput(attrs={"class": "an-w-xs", "inputmode": "numeric"}),
    )


def _municipality(key: str) -> Municipality | None:
    return Municipality.objects.filter(pk=key).first() if key else None


class FollowUpForm(ui.Form):
    """What is asked at each milestone. Whatever is not answered stays « inconnu »."""

    sections = (
        ui.Section(_("La réponse"), ("source", "done_on")),
        ui.Section(_("Résidence"), ("presence", "municipality", "departure_reason")),
        ui.Section(_("Travail et études"), ("activity",)),
        ui.Section(_("Niveau de français, de 1 à 12"), tuple(_SKILLS), _("Laissez vide ce qui n’a pas été dit.")),
        ui.Section(_("Note"), ("note",)),
    )

    source = forms.ChoiceField(label=_("Qui a répondu"), choices=FollowUpSource.choices, widget=ui.Radios())
    done_on = ui.DayField(label=_("Date"))
    presence = forms.ChoiceField(
        label=_("Où la personne réside"), choices=Presence.choices, initial=Presence.UNKNOWN, widget=ui.Radios()
    )
    municipality = ui.ComboboxField(label=_("Municipalité"), required=False, options=list)
    departure_reason = forms.ModelChoiceField(
        label=_("Motif du départ"), queryset=DepartureReason.objects.none(), required=False
    )
    activity = forms.ChoiceField(
        label=_("Situation"), choices=Activity.choices, initial=Activity.UNKNOWN, widget=ui.Radios()
    )
    listening = _level(_SKILLS["listening"])
    speaking = _level(_SKILLS["speaking"])
    reading = _level(_SKILLS["reading"])
    writing = _level(_SKILLS["writing"])
    note = forms.CharField(
        label=_("Ce qu’il faut retenir"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, today: date, region: Region, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("done_on", today)
        self.fields["departure_reason"].queryset = DepartureReason.objects.active().in_order()  # type: ignore[attr-defined]
        towns = self.fields["municipality"]
        towns.options = towns.widget.options = lambda: [  # type: ignore[attr-defined] # a ComboboxField
            (str(pk), name) for pk, name in Municipality.objects.in_region(region).in_order().values_list("pk", "name")
        ]

    @property
    def answers(self) -> FollowUpAnswers:
        """The valid form as the action takes it."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "done_on"}
        values["source"] = FollowUpSource(values["source"])
        values["presence"], values["activity"] = Presence(values["presence"]), Activity(values["activity"])
        values["municipality"] = _municipality(values["municipality"])
        return FollowUpAnswers(**values)
