"""What happens to every request before its page: sign-in, its end, the second factor, what one may do."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.functional import SimpleLazyObject

from ancrage.accounts.access import access_of
from ancrage.accounts.roles import find_role
from ancrage.core import now
from ancrage.core.clock import real_now
from ancrage.ui import resubmission

Answer = Callable[[HttpRequest], HttpResponseBase]
View = Callable[..., HttpResponseBase]

STARTED, SEEN, ENROLLED, DEMO = "started", "seen", "second_factor", "demo"
STRONG = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
# How often the session notes that its owner is still there: a write, so not at each page.
SEEN_EVERY = 300
# Where someone without a second factor may go to get one, or to leave.
ENROLMENT = frozenset(
    {
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "account_logout",
        "account_reauthenticate",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "ui:language",
        "ui:theme",
    }
)


def access(get_response: Answer) -> Answer:
    """Give each request ``access``, worked out at first use, as things are at that moment."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        request.access = SimpleLazyObject(lambda: access_of(request.user, now()))  # type: ignore[attr-defined]
        return get_response(request)

    return middleware


def session_ends(get_response: Answer) -> Answer:
    """Sign out whoever was idle too long, or signed in too long ago. Real time, in the demo too."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if SESSION_KEY in request.session and not _is_alive(request.session):
            logout(request)
        return get_response(request)

    return middleware


def _is_alive(session: SessionBase) -> bool:
    moment = int(real_now().timestamp())
    started, seen = session.setdefault(STARTED, moment), session.get(SEEN, moment)
    if moment - started > settings.ANCRAGE_SESSION_HOURS * 3600:
        return False
    if moment - seen > settings.ANCRAGE_SESSION_IDLE_MINUTES * 60:
        return False
    if SEEN not in session or moment - seen > SEEN_EVERY:
        session[SEEN] = moment
    return True


class SignInRequired(LoginRequiredMiddleware):
    """Closed by default: a view opens to strangers only when it says so."""

    def handle_no_permission(self, request: HttpRequest, view_func: View) -> HttpResponse:  # type: ignore[override]
        resubmission.hold(request)
        answer = super().handle_no_permission(request, view_func)
        if request.headers.get("HX-Request"):
            return HttpResponse(status=204, headers={"HX-Redirect": answer.headers["Location"]})
        return answer


class SecondFactor:
    """Whoever holds a role that asks for a second factor enrols one before anything else."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: Any) -> HttpResponseBase | None:
        match = request.resolver_match
        if SESSION_KEY not in request.session or request.session.get(ENROLLED):
            return None
        if match is None or match.view_name in ENROLMENT or not needs_second_factor(request):
            return None
        if not has_second_factor(request.user.pk):  # type: ignore[arg-type] # signed in
            return redirect("mfa_index")
        request.session[ENROLLED] = True
        return None


def needs_second_factor(request: HttpRequest) -> bool:
    """By the roles held now; whoever entered by the demo's door has no phone to hold."""
    if settings.DEMO and request.session.get(DEMO):
        return False
    held = request.access.roles  # type: ignore[attr-defined] # set by access()
    return any(role.second_factor for code in held if (role := find_role(code)))


def has_second_factor(user_id: UUID, *, before: datetime | None = None) -> bool:
    """Whether they have one, or had it ``before``. Recovery codes are a way back, not a factor."""
    strong = Authenticator.objects.filter(user_id=user_id, type__in=STRONG)
    return (strong.filter(created_at__lt=before) if before else strong).exists()
