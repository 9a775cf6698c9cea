"""The sign-in library's forms, in our words: no placeholder, our messages, our labels."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ResetPasswordForm, ResetPasswordKeyForm
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, LoginWebAuthnForm
from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from ancrage.accounts.adapters import note, refuse_beyond_limits
from ancrage.accounts.models import Outcome
from ancrage.accounts.roles import AccountKind
from ancrage.ui.forms.base import prepare

_MISSHAPEN = (AttributeError, KeyError, TypeError, ValueError)
"""What the library raises of an answer that no browser makes."""
_LABELS: dict[str, Any] = {
    "login": _("Courriel"),
    "email": _("Courriel"),
    "password": _("Mot de passe"),
    "oldpassword": _("Mot de passe actuel"),
    "password1": _("Nouveau mot de passe"),
    "password2": _("Nouveau mot de passe (confirmation)"),
    "name": _("Nom de la clé"),
    "passwordless": _("Se connecter avec cette clé seule"),
}


class OurWords:
    """What the library's forms become: their fields as the design draws them."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            prepare(field)
            field.label = _LABELS.get(name, field.label)
            field.widget.attrs.pop("placeholder", None)


class SignInForm(OurWords, LoginForm):
    """The library's form, in our words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        address, words = reverse("account_reset_password"), _("Mot de passe oublié ou jamais choisi")
        self.fields["password"].help_text = format_html('<a href="{}">{}</a>', address, words)


class CodeForm(OurWords, AuthenticateForm):
    """The code of the second factor, under the same limits as the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code à 6 chiffres, ou code de secours")
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "autofocus": True}

    def clean_code(self) -> str:
        refuse_beyond_limits(self.user.email, context.request)
        try:
            return super().clean_code()
        except ValidationError:
            note(self.user.email, context.request, Outcome.WRONG_SECRET)
            raise


class ResetForm(OurWords, ResetPasswordForm):
    """Asks for a link to choose a password."""


class ResetKeyForm(OurWords, ResetPasswordKeyForm):
    """Chooses a password by the link received."""


class ChangeForm(OurWords, ChangePasswordForm):
    """Changes one's password."""


class ActivateForm(OurWords, ActivateTOTPForm):
    """Adds an authentication application."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code à 6 chiffres")
        self.fields["code"].widget.attrs |= {"inputmode": "numeric"}


class AddKeyForm(OurWords, AddWebAuthnForm):
    """Adds a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "passwordless" in self.fields:
            self.fields["passwordless"].help_text = _(
                "La clé suffit alors, sans mot de passe : elle vérifie l’empreinte, le visage ou le code de l’appareil."
            )

    def clean(self) -> dict[str, Any]:
        try:
            cleaned: dict[str, Any] = super().clean()
        except _MISSHAPEN as error:
            raise ValidationError(_("Cette clé n’a pas été ajoutée. Recommencez.")) from error
        return cleaned


class KeyDoorForm(LoginWebAuthnForm):
    """A passkey that opens a session alone, at the door of those whose accounts are of one kind."""

    kind = AccountKind.STAFF

    def clean_credential(self) -> Authenticator:
        try:
            key: Authenticator | None = super().clean_credential()
        except (ValidationError, *_MISSHAPEN):
            key = None
        if key is None or key.user.kind != self.kind:
            raise ValidationError(_("Cette clé n’ouvre aucun compte ici."))
        return key
