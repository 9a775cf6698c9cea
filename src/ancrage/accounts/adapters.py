"""How the sign-in library meets Ancrage: its limits, its log, its messages, its secrets."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy

from ancrage.accounts import messages
from ancrage.accounts.actions.sign_in import SignInRefused, check_limits, note_attempt
from ancrage.accounts.actions.users import note_password_change
from ancrage.accounts.middleware import STRONG, has_second_factor, needs_second_factor
from ancrage.accounts.models import Outcome, User
from ancrage.accounts.pages import client_address
from ancrage.audit.actions import record
from ancrage.core import now, today
from ancrage.core.clock import real_now
from ancrage.core.encryption import decrypt, encrypt
from ancrage.ui import resubmission

_SPACE = "Mon plan"
# A sign-in this recent is proof enough to enrol a first factor.
FRESH_SECONDS = 600


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": gettext_lazy("Le courriel ou le mot de passe ne convient pas. Vérifiez les deux."),
        "enter_current_password": gettext_lazy("Ce n’est pas votre mot de passe actuel."),
        "incorrect_password": gettext_lazy("Ce n’est pas votre mot de passe."),
        "too_many_login_attempts": gettext_lazy("Trop d’essais. Attendez quelques minutes, puis recommencez."),
        "rate_limited": gettext_lazy("Trop d’essais. Attendez quelques minutes, puis recommencez."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - the library's signature
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:  # noqa: ARG002 - the library's signature
        """Only what we chose to say leaves, through the queue: the new password's link."""
        if template_prefix == "account/email/password_reset_key" and _works(context["user"]):
            messages.password_reset(context["user"], context["password_reset_url"], at=now())

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        refuse_beyond_limits(credentials.get("email", ""), request)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        note(credentials.get("email", ""), request, Outcome.WRONG_SECRET)

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse:
        response = super().post_login(request, user, **kwargs)
        assert isinstance(user, User)  # noqa: S101 - the only kind there is
        note(user.email, request, Outcome.SIGNED_IN)
        record("accounts.session.opened", by=user, on=user, at=now(), address=client_address(request))
        if resume := resubmission.resume_url(request, user.pk):
            response = HttpResponseRedirect(resume)
        resubmission.remember(response, user.pk)
        return response

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        super().set_password(user, password)
        assert isinstance(user, User)  # noqa: S101 - the only kind there is
        note_password_change(user=user, at=now())

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request) or "0.0.0.0"  # noqa: S104 - no address is known

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Someone who just signed in enrols a first factor, and reads the codes that come with it, at once."""
        if app == "allauth.mfa":
            entries = get_authentication_records(context.request, context.request.user)
            if entries and _is_first_enrolment(context.request.user.pk, entries[-1]["at"]):
                return False
        return super().is_reauthentication_required(app=app, **kwargs)


def _works(user: User) -> bool:
    return user.is_active and user.is_staff_account


def _is_first_enrolment(user_id: UUID, signed_in: float) -> bool:
    """Whether the sign-in is recent, and made while there was no second factor to ask for.

    :param signed_in: its moment, in seconds of real time.
    """
    before = datetime.fromtimestamp(signed_in, UTC)
    return real_now().timestamp() - signed_in < FRESH_SECONDS and not has_second_factor(user_id, before=before)


class MfaAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy(
            "Ce code ne convient pas. Attendez le suivant dans l’application, puis écrivez-le."
        ),
    }

    def encrypt(self, text: str) -> str:
        return encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return decrypt(encrypted_text)

    def _get_site_name(self) -> str:
        return "Ancrage"

    def get_public_key_credential_user_entity(self, user: AbstractBaseUser) -> dict[str, Any]:
        """What the device writes beside the key, and shows to whoever holds it: a space names nobody there."""
        entity: dict[str, Any] = super().get_public_key_credential_user_entity(user)
        if user.is_staff_account:  # type: ignore[attr-defined] # ours
            return entity
        return {**entity, "display_name": _SPACE, "name": f"{_SPACE}, {today():%Y-%m-%d}"}

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """The last factor stays, for whoever needs one: another is added first."""
        if not needs_second_factor(context.request):
            return True
        if authenticator.type not in STRONG:
            return True
        others = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=STRONG).exclude(
            pk=authenticator.pk
        )
        return others.exists()


def refuse_beyond_limits(email: str, request: HttpRequest) -> None:
    try:
        check_limits(email=email, address=client_address(request), at=real_now())
    except SignInRefused as refusal:
        raise ValidationError(str(refusal)) from refusal


def note(email: str, request: HttpRequest, outcome: Outcome) -> None:
    note_attempt(email=email, address=client_address(request), outcome=outcome, at=real_now())
