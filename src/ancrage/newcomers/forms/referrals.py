from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ancrage.directory.forms import distance_choices
from ancrage.newcomers.queries.package import Package
from ancrage.newcomers.queries.referral_choice import Asked
from ancrage.ui import forms as ui

_LONGEST = 1000


class ChoiceFilter(ui.FilterForm):
    q = forms.CharField(
        label=_("Ce que la personne cherche"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    pres = forms.CharField(label=_("Près de"), required=False, max_length=80)
    km = forms.TypedChoiceField(label=_("Distance"), required=False, coerce=int)
    besoin = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["km"]
        field.choices = distance_choices()

    def suggest(self, words: str, place: str) -> None:
        """Say in the empty fields what is looked for when nothing is typed."""
        for name, text in (("q", words), ("pres", place)):
            self.fields[name].widget.attrs["placeholder"] = text

    def asked(self) -> Asked:
        """What is changed of what is looked for; what cannot be read changes nothing."""
        said = self.cleaned_data if self.is_valid() else {}
        return Asked(said.get("q", ""), said.get("pres", ""), said.get("km") or 0)


class PackageForm(ui.Form):
    """Each line of the package, kept unless unticked."""

    lines = forms.MultipleChoiceField(
        label=_("Renseignements à communiquer"),
        help_text=_("Décochez ce que cet organisme n’a pas besoin de savoir."),
        required=False,
        widget=ui.Checkboxes,
    )
    marks_optional = False

    def __init__(self, *args: Any, package: Package, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lines = package.choices()
        field = self.fields["lines"]
        field.choices = [(line.key, f"{line.label} : {line.value}") for line in lines]  # type: ignore[attr-defined]
        field.widget.hints = {line.key: line.detail for line in lines}
        field.initial = [line.key for line in lines]


class WithdrawForm(ui.Form):
    reason = forms.CharField(
        label=_("Pourquoi"),
        help_text=_("Reste au dossier. L’organisme apprend seulement que l’aiguillage est retiré."),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ReplyForm(ui.Form):
    text = forms.CharField(
        label=_("Votre réponse"),
        help_text=_("N’ajoutez que ce que la personne a accepté de communiquer."),
        max_length=_LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
