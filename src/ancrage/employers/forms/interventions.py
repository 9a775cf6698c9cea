from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ancrage.core.clock import HOME_ZONE
from ancrage.core.dates import moment_on
from ancrage.employers.enums import Channel
from ancrage.employers.models import InterventionType
from ancrage.ui import forms as ui


class InterventionForm(ui.Form):
    type = forms.ModelChoiceField(label=_("Genre"), queryset=InterventionType.objects.none())
    channel = forms.ChoiceField(
        label=_("Moyen"), choices=Channel.choices, initial=Channel.VISIT, widget=ui.Radios(inline=True)
    )
    day = ui.DayField(label=_("Jour"))
    hour = ui.HourField(label=_("Heure"), required=False)
    summary = forms.CharField(label=_("En bref"), max_length=200, help_text=_("Ce qu’on lira dans la liste."))
    text = forms.CharField(
        label=_("Ce qui a été dit ou fait"),
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    is_personal = forms.BooleanField(
        label=_("Accompagnement personnalisé"),
        required=False,
        initial=True,
        help_text=_("Propre à cet employeur : compte au bilan. Une séance de groupe ou un envoi ne compte jamais."),
    )

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at = at.astimezone(HOME_ZONE)
        self.initial = {"day": self.at.date(), "hour": self.at.time(), **self.initial}
        self.fields["type"].queryset = InterventionType.objects.active().in_order()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """``happened_at`` in place of the day and the hour; a day without an hour is today's moment, or midday."""
        cleaned = super().clean() or self.cleaned_data
        day, hour = cleaned.pop("day", None), cleaned.pop("hour", None)
        if day:
            cleaned["happened_at"] = moment_on(day, hour, self.at)
        return cleaned
