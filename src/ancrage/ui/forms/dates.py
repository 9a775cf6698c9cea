"""Days as people type them, with an answer for each way of going wrong."""

import calendar
import re
from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ancrage.ui.formats import NBSP, month

_YEAR_FIRST: Final = re.compile(r"(\d{4})[-/. ]?(\d{1,2})[-/. ]?(\d{1,2})")
_YEAR_LAST: Final = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")
_OLDEST_YEAR: Final = 1890
_LAST_YEAR: Final = 2199
_MONTHS: Final = 12


def real_day(year: int, month_: int, day: int) -> date:
    """The date; a refusal says what does not exist: « Le 30 février n’existe pas »."""
    if not 1 <= month_ <= _MONTHS:
        raise ValidationError(_("Le mois va de 1 à 12."), code="invalid")
    if not _OLDEST_YEAR <= year <= _LAST_YEAR:
        raise ValidationError(_("Écrivez l’année avec ses quatre chiffres, comme 1987."), code="invalid")
    if not 1 <= day <= calendar.monthrange(year, month_)[1]:
        raise ValidationError(_missing(year, month_, day), code="invalid")
    return date(year, month_, day)


def _missing(year: int, month_: int, day: int) -> str:
    name = month(date(year, month_, 1)).split(NBSP)[0]
    if (month_, day) == (2, 29):
        return _("Le 29 février n’existe pas en %(year)d.") % {"year": year}
    return _("Le %(day)d %(month)s n’existe pas.") % {"day": day, "month": name}


class DayField(forms.DateField):
    """A day typed AAAA-MM-JJ. Other orders are refused with the date as it should be written."""

    widget = forms.DateInput(
        format="%Y-%m-%d",
        attrs={
            "class": "an-w-sm",
            "inputmode": "numeric",
            "autocomplete": "off",
            "placeholder": gettext_lazy("AAAA-MM-JJ"),
        },
    )
    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": gettext_lazy("Écrivez la date dans l’ordre année-mois-jour, comme 2021-03-31."),
    }

    def to_python(self, value: object) -> date | None:
        if isinstance(value, date):
            return super().to_python(value)
        if value in self.empty_values:
            return None
        text = str(value).strip()
        if found := _YEAR_FIRST.fullmatch(text):
            return real_day(*(int(part) for part in found.groups()))
        if found := _YEAR_LAST.fullmatch(text):
            raise ValidationError(_right_order(*found.groups()), code="invalid")
        raise ValidationError(self.error_messages["invalid"], code="invalid")


def _right_order(first: str, second: str, year: str) -> str:
    month_, day = (second, first) if int(first) > _MONTHS else (first, second)
    if int(first) <= _MONTHS and int(second) <= _MONTHS:
        month_, day = second, first
    written = f"{year}-{int(month_):02}-{int(day):02}"
    return _("Écrivez la date dans l’ordre année-mois-jour. Vouliez-vous écrire %(date)s?") % {"date": written}


class DayPartsWidget(forms.MultiWidget):
    """Three inputs: day, month, year."""

    template_name = "ui/forms/day_parts.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__([forms.TextInput(), forms.TextInput(), forms.TextInput()], attrs)

    def decompress(self, value: date | None) -> list[Any]:
        return [value.day, value.month, value.year] if value else ["", "", ""]

    def get_context(self, name: str, value: object, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        names = ("bday-day", "bday-month", "bday-year")
        parts = zip(context["widget"]["subwidgets"], (_("Jour"), _("Mois"), _("Année")), names, strict=True)
        for part, label, autofill in parts:
            part["label"] = label
            longest = 4 if autofill == "bday-year" else 2
            part["attrs"] |= {"inputmode": "numeric", "maxlength": longest, "autocomplete": autofill}
        return context


class BirthDateField(forms.MultiValueField):
    """A date of birth in three inputs. ``latest``, when the form sets it, refuses a later day."""

    widget = DayPartsWidget
    default_error_messages: ClassVar[dict[str, Any]] = {
        "incomplete": gettext_lazy("Écrivez le jour, le mois et l’année."),
        "digits": gettext_lazy("Écrivez le jour, le mois et l’année en chiffres."),
        "future": gettext_lazy("Cette date n’est pas encore passée."),
    }

    def __init__(self, *, latest: date | None = None, **kwargs: Any) -> None:
        parts = tuple(forms.CharField(required=False) for _part in range(3))
        super().__init__(parts, require_all_fields=False, **kwargs)
        self.latest = latest

    def clean(self, value: Iterable[object] | None) -> date | None:
        parts = [str(part or "").strip() for part in value or ()]
        if not any(parts):
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        return self.compress(parts)

    def compress(self, data_list: list[str]) -> date:
        if not all(data_list):
            raise ValidationError(self.error_messages["incomplete"], code="incomplete")
        if not all(part.isascii() and part.isdigit() and len(part) <= 4 for part in data_list):
            raise ValidationError(self.error_messages["digits"], code="invalid")
        day, month_, year = (int(part) for part in data_list)
        born = real_day(year, month_, day)
        if self.latest and born > self.latest:
            raise ValidationError(self.error_messages["future"], code="future")
        return born
