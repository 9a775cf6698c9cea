from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ancrage.newcomers.models import DocumentType
from ancrage.ui import forms as ui


class DocumentRequestForm(ui.Form):
    """``cleaned_data`` is what ``ask_document`` takes beside the dossier."""

    kind = forms.ModelChoiceField(label=_("Document"), queryset=DocumentType.objects.none())
    sentence = forms.CharField(
        label=_("Phrase à la personne"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": 300}),
        help_text=_("En mots simples : pourquoi, quelle page, pour quelle démarche. La personne la lit telle quelle."),
    )
    wished_on = ui.DayField(label=_("Souhaité pour le"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].queryset = DocumentType.objects.active().in_order()  # type: ignore[attr-defined] # a ModelChoiceField
