import copy
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ancrage.newcomers.forms.person import PersonForm
from ancrage.newcomers.queries.likeness import Wanted
from ancrage.ui import forms as ui
from ancrage.ui.forms.base import prepare

_KNOWN = ("given_names", "family_names", "original_name", "birth_on", "phone", "email")


def borrowed(form: type[forms.Form], names: Sequence[str]) -> dict[str, forms.Field]:
    """Fields as another form asks them, none of them required here."""
    fields = {name: copy.deepcopy(form.base_fields[name]) for name in names}
    for one in fields.values():
        one.required = False
        prepare(one)
    return fields


class SearchForm(ui.Form):
    """What is known of the person, before anything is entered."""

    marks_optional = False

    sections = (ui.Section("", _KNOWN),)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= borrowed(PersonForm, _KNOWN)
        self.fields["given_names"].help_text = _("Tels que la personne les porte. Un seul nom suffit.")
        self.fields["birth_on"].latest = today  # type: ignore[attr-defined] # a BirthDateField's

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and self.wanted().is_empty:
            self.add_error(None, _now("Écrivez au moins un nom, une date de naissance, un téléphone ou un courriel."))
        return cleaned

    def wanted(self) -> Wanted:
        return wanted_of(self.cleaned_data)

    def typed(self) -> list[tuple[str, str]]:
        """What was typed, as the next step receives it."""
        names = [name for name in self.data if name.removesuffix("_0").removesuffix("_1").removesuffix("_2") in _KNOWN]
        return [(name, self.data[name]) for name in names]


def wanted_of(cleaned: Mapping[str, Any]) -> Wanted:
    names = [cleaned.get("given_names"), cleaned.get("family_names"), cleaned.get("other_names")]
    return Wanted(
        name=" ".join(filter(None, names)),
        original_name=cleaned.get("original_name") or "",
        birth_on=cleaned.get("birth_on"),
        phone=cleaned.get("phone") or "",
        email=cleaned.get("email") or "",
        given_names=cleaned.get("given_names") or "",
        address=cleaned.get("address") or "",
    )
