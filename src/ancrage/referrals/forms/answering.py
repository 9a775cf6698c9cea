from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ancrage.core.clock import HOME_ZONE
from ancrage.referrals.models import DeclineReason, ReferralOutcome
from ancrage.ui import forms as ui

_LONGEST_NOTE = 1000


class _ToSender(ui.Form):
    """A form that knows who sent the referral."""

    def __init__(self, *args: Any, sender: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "note" in self.fields:
            self.fields["note"].label = _("Un mot pour %(name)s") % {"name": sender}


class _Note(_ToSender):
    note = forms.CharField(
        required=False,
        max_length=_LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class AcceptForm(_Note):
    meeting_on = ui.DayField(label=_("Première rencontre"), required=False)
    meeting_time = forms.TimeField(
        label=_("Heure"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time", "class": "an-w-sm"}),
        error_messages={"invalid": _("Écrivez une heure, comme 18:30.")},
    )
    field_order = ("meeting_on", "meeting_time", "note")

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        day, hour = typed.pop("meeting_on", None), typed.pop("meeting_time", None)
        if day and hour is None and "meeting_time" not in self.errors:
            self.add_error("meeting_time", _("Ajoutez l’heure de la rencontre."))
        if hour and day is None and "meeting_on" not in self.errors:
            self.add_error("meeting_on", _("Ajoutez le jour de la rencontre."))
        typed["meeting_at"] = datetime.combine(day, hour, HOME_ZONE) if day and hour else None
        return typed


class WaitForm(_Note):
    waiting_weeks = forms.IntegerField(
        label=_("Délai prévu, en semaines"),
        min_value=1,
        max_value=104,
        widget=forms.NumberInput(attrs={"class": "an-w-xs", "inputmode": "numeric"}),
    )
    field_order = ("waiting_weeks", "note")


class AskForm(_ToSender):
    question = forms.CharField(
        label=_("Votre question"),
        help_text=_("N’écrivez pas de renseignement sur la personne : la question suffit."),
        max_length=_LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class DeclineForm(_Note):
    reason = forms.ModelChoiceField(
        label=_("Raison"), queryset=DeclineReason.objects.none(), empty_label=None, widget=ui.Radios
    )
    field_order = ("reason", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].queryset = DeclineReason.objects.active().in_order()  # type: ignore[attr-defined]


class CodeForm(ui.Form):
    code = forms.RegexField(
        r"^\d{6}$",
        label=_("Code reçu par courriel"),
        help_text=_("Six chiffres, bons dix minutes."),
        error_messages={"invalid": _("Écrivez les six chiffres du code.")},
        widget=forms.TextInput(
            attrs={"class": "an-w-sm", "inputmode": "numeric", "autocomplete": "one-time-code", "dir": "ltr"}
        ),
    )


class OutcomeForm(ui.Form):
    outcome = forms.ModelChoiceField(
        label=_("Résultat"), queryset=ReferralOutcome.objects.none(), empty_label=None, widget=ui.Radios
    )
    note = forms.CharField(
        label=_("Précision"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].queryset = ReferralOutcome.objects.active().in_order()  # type: ignore[attr-defined]
