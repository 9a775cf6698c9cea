from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ancrage.directory.models import StatusCategory
from ancrage.newcomers.models import DocumentKind
from ancrage.ui import forms as ui


class StatusForm(ui.Form):
    category = forms.ModelChoiceField(label=_("Statut"), queryset=StatusCategory.objects.none())
    program = forms.CharField(
        label=_("Programme"), max_length=120, required=False, help_text=_("Par exemple : permis ouvert de conjointe.")
    )
    document = forms.ChoiceField(label=_("Document"), choices=DocumentKind.choices, initial=DocumentKind.NONE)
    document_number = forms.CharField(
        label=_("Numéro du document"),
        max_length=40,
        required=False,
        help_text=_("Gardé chiffré. Seuls ses trois derniers caractères se lisent ensuite."),
        widget=forms.TextInput(attrs={"class": "an-w-md", "autocomplete": "off"}),
    )
    valid_from = ui.DayField(label=_("Valide du"))
    valid_to = ui.DayField(label=_("Au"), required=False, help_text=_("Vide pour un statut sans fin."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].queryset = StatusCategory.objects.active().in_order()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        start, end = cleaned.get("valid_from"), cleaned.get("valid_to")
        if start and end and end < start:
            self.add_error("valid_to", _now("La fin du permis précède son début."))
        return cleaned


class EndForm(ui.Form):
    """The last day on which something holds."""

    on = ui.DayField(label=_("Dernier jour"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"on": today}, **kwargs)
