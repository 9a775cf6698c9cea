import re
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ancrage.core.cldr import language_name, language_options
from ancrage.core.text import fold

_APART = re.compile(r"\s*[,;/\n]\s*")


class LanguagesField(forms.CharField):
    """Several languages, typed by their names with commas between; the value is the list of their codes."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "unknown": _("« %(name)s » n’est pas dans la liste des langues. Séparez-les par des virgules."),
    }

    def clean(self, value: Any) -> Any:
        typed = [name for name in _APART.split(super().clean(value)) if name]
        known = {fold(name): code for code, name in language_options()}
        for name in typed:
            if fold(name) not in known:
                raise ValidationError(self.error_messages["unknown"], code="unknown", params={"name": name})
        return list(dict.fromkeys(known[fold(name)] for name in typed))

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(language_name(code) for code in value) if isinstance(value, list) else value
