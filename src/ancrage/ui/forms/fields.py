"""Fields and widgets beyond Django's: a list to pick from while typing, phones, yes or no, explained choices."""

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any, ClassVar, Final

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from ancrage.core.text import fold
from ancrage.ui import formats

Option = tuple[str, str]
_FEW: Final = 400
_STORED: Final = re.compile(r"\+1\d{10}")
# What nearly everyone writes: its digits are the number, with nothing to look up.
_USUAL: Final = re.compile(r"(?:\+?1[ .-]?)?\(?([2-9][0-9]{2})\)?[ .-]?([0-9]{3})[ .-]?([0-9]{4})")


class _Explained(forms.widgets.ChoiceWidget):
    """Choices, with a line of explanation under some: ``hints`` maps a value to its text. ``inline``: two columns."""

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        *,
        hints: Mapping[str, str | Promise] | None = None,
        inline: bool = False,
    ) -> None:
        super().__init__(attrs)
        self.hints = hints or {}
        self.inline = inline

    def get_context(self, name: str, value: object, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["inline"] = self.inline
        return context

    def create_option(self, name: str, value: object, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        option["hint"] = self.hints.get(str(value), "")
        return option


class Radios(_Explained, forms.RadioSelect):
    pass


class Checkboxes(_Explained, forms.CheckboxSelectMultiple):
    pass


class YesNoField(forms.TypedChoiceField):
    """Oui or Non as two radios; True, False, or None when optional and unanswered."""

    def __init__(self, **kwargs: Any) -> None:
        choices = [("oui", gettext_lazy("Oui")), ("non", gettext_lazy("Non"))]
        kwargs.setdefault("widget", Radios(inline=True))
        super().__init__(choices=choices, coerce=lambda value: value == "oui", empty_value=None, **kwargs)

    def prepare_value(self, value: object) -> object:
        return {True: "oui", False: "non"}.get(value, value) if isinstance(value, bool) else value


class HourField(forms.TimeField):
    """An hour as people type it: 9, 9:30, 9 h 30."""

    widget = forms.TextInput(attrs={"class": "an-w-sm", "autocomplete": "off", "placeholder": "8:30"})
    default_error_messages: ClassVar[dict[str, Any]] = {"invalid": gettext_lazy("Écrivez l’heure comme 8:30 ou 16 h.")}

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            parts = value.lower().replace("h", ":").replace("\u00a0", "").replace(" ", "").strip(":").split(":")
            value = ":".join([*parts, "00"][:2]) if parts != [""] else ""
        return super().to_python(value)


class ComboboxWidget(forms.TextInput):
    """A text input that suggests. Few options travel with the page; for many, ``source`` is asked while typing."""

    template_name = "ui/forms/combobox.html"

    def __init__(self, attrs: dict[str, Any] | None = None, *, source: str | Callable[[], str] = "") -> None:
        super().__init__({"autocomplete": "off", "class": "an-w-md", **(attrs or {})})
        self.source = source
        self.options: Callable[[], Iterable[Option]] = tuple

    def get_context(self, name: str, value: object, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        widget, source = context["widget"], self.source() if callable(self.source) else self.source
        widget["source"] = source
        widget["suggestions"] = [] if source else [label for _key, label in self.options()][:_FEW]
        widget["attrs"]["list"] = widget["list_id"] = f"{widget['attrs'].get('id', name)}_liste"
        return context


class ComboboxField(forms.CharField):
    """One option of a list, typed by its name. ``options()`` gives (key, label) pairs; the value is the key.

    Accents, case and punctuation do not matter. Labels must differ from one another.
    """

    widget = ComboboxWidget
    default_error_messages: ClassVar[dict[str, Any]] = {
        "unknown": gettext_lazy("Choisissez un nom de la liste."),
        "close": gettext_lazy("Choisissez un nom de la liste. Vouliez-vous dire %(name)s?"),
    }

    def __init__(self, *, options: Callable[[], Iterable[Option]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.options = options
        if isinstance(self.widget, ComboboxWidget):
            self.widget.options = options

    def clean(self, value: object) -> str:
        typed = super().clean(value)
        return self._key_of(typed) if typed else ""

    def prepare_value(self, value: object) -> object:
        return dict(self.options()).get(str(value), value) if value else value

    def _key_of(self, typed: str) -> str:
        known = {fold(label): (key, label) for key, label in self.options()}
        if found := known.get(fold(typed)):
            return found[0]
        near = difflib.get_close_matches(fold(typed), known, n=1, cutoff=0.7)
        if not near:
            raise ValidationError(self.error_messages["unknown"], code="unknown")
        raise ValidationError(self.error_messages["close"], code="close", params={"name": known[near[0]][1]})


class AmountField(forms.DecimalField):
    """An amount in dollars, typed with a comma or a point."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "an-w-sm"})

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override] # a DecimalField gives decimals
        plain = "".join(value.split()).replace(",", ".").removesuffix("$") if isinstance(value, str) else value
        return super().to_python(plain)


class PhoneField(forms.CharField):
    """A phone number, kept as +14185550142. A number without country code is read as Canadian."""

    widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "class": "an-w-md", "dir": "ltr"})
    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": gettext_lazy(
            "Écrivez un numéro complet, comme 418 555-0142. Hors du Canada, commencez par + et l’indicatif."
        ),
    }

    def clean(self, value: object) -> str:
        if isinstance(value, str) and (usual := _USUAL.fullmatch(value.strip())):
            return "+1" + "".join(usual.groups())
        typed = super().clean(value)
        if not typed:
            return ""
        try:
            number = phonenumbers.parse(typed, "CA")
        except phonenumbers.NumberParseException as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error
        if not phonenumbers.is_possible_number(number):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)

    def prepare_value(self, value: object) -> object:
        return formats.phone(str(value)) if _STORED.fullmatch(str(value or "")) else value
