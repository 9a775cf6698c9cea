"""What is asked at the door of a space, in the words of ``queries.words``."""

from typing import Any, Final

from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError

from ancrage.accounts.forms.library import KeyDoorForm
from ancrage.accounts.roles import AccountKind
from ancrage.newcomers.forms.spoken import Spoken
from ancrage.portal.queries.words import SpaceWords
from ancrage.ui import forms as ui
from ancrage.ui.forms.base import prepare

_VALIDATORS: Final = (
    password_validation.MinimumLengthValidator(min_length=8),
    password_validation.CommonPasswordValidator(),
    password_validation.NumericPasswordValidator(),
)
_FIGURES: Final = {"inputmode": "numeric", "autocomplete": "one-time-code", "dir": "ltr", "class": "an-w-sm"}


class SpokenForm(Spoken, ui.Form):
    """Each field is named, and explained, by the words of the same key."""

    marks_optional = False

    def __init__(self, *args: Any, words: SpaceWords, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.words = words
        for name, field in self.fields.items():
            field.label = words[name] if field.required else words.optional(name)
            field.help_text = words[f"hint_{name}"] if f"hint_{name}" in words.table() else ""
            prepare(field)


class EmailForm(SpokenForm):
    email = forms.EmailField(max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}))


class CodeForm(SpokenForm):
    code = forms.CharField(max_length=12, widget=forms.TextInput(attrs=_FIGURES))
    secret = forms.CharField(
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "dir": "auto"}),
    )


class SpaceKeyForm(KeyDoorForm):
    """The passkey of a device added to a space."""

    kind = AccountKind.SPACE


class ActivateForm(SpokenForm):
    invitation_code = forms.CharField(max_length=12, widget=forms.TextInput(attrs=_FIGURES))
    code_email = forms.EmailField(
        max_length=254, required=False, widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"})
    )
    new_secret = forms.CharField(
        max_length=128, strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "dir": "auto"})
    )
    again = forms.CharField(
        max_length=128, strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "dir": "auto"})
    )

    def clean_new_secret(self) -> str:
        secret: str = self.cleaned_data["new_secret"]
        for validator in _VALIDATORS:
            validator.validate(secret.strip())
        return secret

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("new_secret") and cleaned.get("again") and cleaned["new_secret"] != cleaned["again"]:
            self.add_error("again", ValidationError("", code="different"))
        return cleaned
