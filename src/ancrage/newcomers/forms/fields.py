"""Fields that several forms about persons share."""

import re
from collections import Counter
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ancrage.core.cldr import Option, country_options, language_name, language_options
from ancrage.core.text import fold
from ancrage.territory.models import Municipality
from ancrage.ui import forms as ui

_APART = re.compile(r"\s*[,;/\n]\s*")


class LanguageField(ui.ComboboxField):
    """One language, typed by its name; the value is its code."""

    def __init__(self, *, but_french: bool = False, **kwargs: Any) -> None:
        first = 1 if but_french else 0
        super().__init__(options=lambda: language_options()[first:], **kwargs)


class CountryField(ui.ComboboxField):
    """One country, typed by its name; the value is its code."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(options=country_options, **kwargs)


class LanguagesField(forms.CharField):
    """Several languages, typed by their names with commas between; the value is the list of their codes."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "unknown": _("« %(name)s » n’est pas dans la liste des langues. Séparez-les par des virgules."),
    }

    def clean(self, value: Any) -> Any:  # noqa: ANN401 - Django's signature
        typed = [name for name in _APART.split(super().clean(value)) if name]
        known = {fold(name): code for code, name in language_options()}
        for name in typed:
            if fold(name) not in known:
                raise ValidationError(self.error_messages["unknown"], code="unknown", params={"name": name})
        return list(dict.fromkeys(known[fold(name)] for name in typed))

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401 - Django's signature
        return ", ".join(language_name(code) for code in value) if isinstance(value, list) else value


class MunicipalityField(ui.ComboboxField):
    """A municipality of Québec, typed by its name; the value is the row. Two of one name carry their MRC too."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(options=self.municipalities, **kwargs)

    def __deepcopy__(self, memo: dict[int, Any]) -> "MunicipalityField":
        copy: MunicipalityField = super().__deepcopy__(memo)
        copy.known = None
        copy.options = copy.widget.options = copy.municipalities
        return copy

    known: list[Option] | None = None

    def municipalities(self) -> list[Option]:
        """Read once a form."""
        if self.known is None:
            self.known = list(_labels())
        return self.known

    def clean(self, value: Any) -> Any:  # noqa: ANN401 - a row, where the parent gives its key
        key = super().clean(value)
        return Municipality.objects.get(pk=UUID(key)) if key else None


def _labels() -> list[Option]:
    rows = list(Municipality.objects.in_order().values_list("pk", "name", "designation", "mrc__name"))
    names = Counter(fold(name) for _pk, name, _kind, _mrc in rows)
    pairs = Counter(fold(f"{name} {mrc}") for _pk, name, _kind, mrc in rows)
    labels = []
    for pk, name, kind, mrc in rows:
        label = name if names[fold(name)] == 1 else f"{name}, {mrc}"
        if pairs[fold(f"{name} {mrc}")] > 1:
            label = f"{label} ({kind or pk})"
        labels.append((str(pk), label))
    return labels
