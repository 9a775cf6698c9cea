"""Fields that several forms about persons share."""

from typing import Any

from ancrage.core.cldr import country_options, language_options
from ancrage.ui import forms as ui


class LanguageField(ui.ComboboxField):
    """One language, typed by its name; the value is its code."""

    def __init__(self, *, but_french: bool = False, **kwargs: Any) -> None:
        first = 1 if but_french else 0
        super().__init__(options=lambda: language_options()[first:], **kwargs)


class CountryField(ui.ComboboxField):
    """One country, typed by its name; the value is its code."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(options=country_options, **kwargs)
