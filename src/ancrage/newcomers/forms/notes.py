from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ancrage.core.clock import HOME_ZONE
from ancrage.core.dates import moment_on
from ancrage.newcomers.models import Case, Channel
from ancrage.ui import forms as ui


class NoteForm(ui.Form):
    channel = forms.ChoiceField(
        label=_("Moyen"), choices=Channel.choices, initial=Channel.PHONE, widget=ui.Radios(inline=True)
    )
    is_reached = forms.BooleanField(label=_("La personne a été jointe"), required=False, initial=True)
    text = forms.CharField(
        label=_("Ce qui a été dit ou fait"), max_length=8000, widget=forms.Textarea(attrs={"rows": 6})
    )
    day = ui.DayField(label=_("Jour"))
    hour = forms.TimeField(
        label=_("Heure"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time", "class": "an-w-sm"}, format="%H:%M"),
    )
    is_restricted = forms.BooleanField(
        label=_("Note restreinte"), required=False, help_text=_("Seules les personnes nommées au dossier la liront.")
    )

    def __init__(self, *args: Any, case: Case, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at = at.astimezone(HOME_ZONE)
        self.initial = {"day": self.at.date(), "hour": self.at.time(), **self.initial}
        # Ticked by someone no longer named, it stays for the action to refuse: nothing meant restricted is shared.
        if not case.is_named and "is_restricted" not in self.data:
            del self.fields["is_restricted"]

    def clean(self) -> dict[str, Any]:
        """``happened_at`` in place of the day and the hour; a day without an hour is today's moment, or midday."""
        cleaned = super().clean() or self.cleaned_data
        day, hour = cleaned.pop("day", None), cleaned.pop("hour", None)
        cleaned.setdefault("is_restricted", False)
        if day:
            cleaned["happened_at"] = moment_on(day, hour, self.at)
        return cleaned
