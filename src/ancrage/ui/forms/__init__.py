"""Forms as the design draws them: label, help, field, error; a summary on top; nothing typed is lost."""

from ancrage.ui.forms.base import FilterForm, Form, ModelForm
from ancrage.ui.forms.dates import BirthDateField, DayField
from ancrage.ui.forms.fields import (
    AmountField,
    Checkboxes,
    ComboboxField,
    ComboboxWidget,
    HourField,
    PhoneField,
    Radios,
    YesNoField,
)
from ancrage.ui.forms.languages import LanguagesField
from ancrage.ui.forms.rendering import BoundField, FormRenderer
from ancrage.ui.forms.rows import Column, RowsField
from ancrage.ui.layout import Section

__all__ = [
    "AmountField",
    "BirthDateField",
    "BoundField",
    "Checkboxes",
    "Column",
    "ComboboxField",
    "ComboboxWidget",
    "DayField",
    "FilterForm",
    "Form",
    "FormRenderer",
    "HourField",
    "LanguagesField",
    "ModelForm",
    "PhoneField",
    "Radios",
    "RowsField",
    "Section",
    "YesNoField",
]
