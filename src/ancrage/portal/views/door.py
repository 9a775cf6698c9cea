"""The door of the spaces. The same pages and the same delay, whether an address is known here or not."""

from uuid import UUID

from allauth.mfa.webauthn.internal.auth import begin_authentication
from django.contrib.auth import login, logout
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect

from ancrage.accounts.actions.sign_in import SignInRefused
from ancrage.accounts.pages import client_address
from ancrage.core import now
from ancrage.core.clock import real_now
from ancrage.portal.actions.activation import ActivationRefused
from ancrage.portal.actions.activation import activate as open_space
from ancrage.portal.actions.signing_in import TooManyCodes, ask_code, enter_by_key
from ancrage.portal.actions.signing_in import sign_in as try_to_sign_in
from ancrage.portal.forms.door import ActivateForm, CodeForm, EmailForm, SpaceKeyForm
from ancrage.portal.models import Space
from ancrage.portal.views.shown import SpaceRequest, answer, door_page
from ancrage.ui import resubmission
from ancrage.ui.messages import toast, warn

ASKED = "space_code"


@door_page(writes=True)
def sign_in(request: SpaceRequest) -> HttpResponse:
    """The address to which a code goes."""
    form = EmailForm(request.POST or None, words=request.words)
    if form.is_valid() and _asked(request, form, form.cleaned_data["email"]):
        return redirect("portal:code")
    return answer(
        request,
        "portal/sign_in.html",
        form=form,
        send=request.words.button("ask_code"),
        use=request.words.button("use_key"),
    )


@door_page(writes=True)
def key(request: SpaceRequest) -> HttpResponse:
    """The passkey of a device. Nothing is said of what the device, or this place, knows before it is used."""
    if request.method != "POST":
        return JsonResponse({"request_options": begin_authentication()})
    form = SpaceKeyForm(request.POST)
    if form.is_valid() and (space := _entered(request, form)):
        return _in(request, space)
    warn(request, request.words["key_refused"])
    return redirect("portal:sign_in")


@door_page(writes=True)
def code(request: SpaceRequest) -> HttpResponse:
    """The code and the secret, together."""
    if ASKED not in request.session:
        return redirect("portal:sign_in")
    form = CodeForm(request.POST or None, words=request.words)
    if form.is_valid() and (space := _opened(request, form)):
        return _in(request, space)
    return answer(request, "portal/code.html", form=form, send=request.words.button("enter"))


@door_page(writes=True)
def activate(request: SpaceRequest, key: str) -> HttpResponse:
    """Whoever holds an invitation and its code chooses a secret, then signs in as ever."""
    form = ActivateForm(request.POST or None, words=request.words)
    if form.is_valid() and (space := _activated(key, form)):
        logout(request)
        toast(request, request.words["activated"])
        return redirect("portal:code" if _asked(request, form, space.email) else "portal:sign_in")
    return answer(request, "portal/activate.html", form=form, send=request.words.button("keep_secret"))


@door_page(writes=True)
def sign_out(request: SpaceRequest) -> HttpResponse:
    """Close the session. A GET (a link, a prefetch) closes nothing."""
    found = redirect("portal:sign_in")
    if request.method == "POST":
        logout(request)
        resubmission.forget(found, request)
    return found


def _in(request: SpaceRequest, space: Space) -> HttpResponse:
    login(request, space.user)
    found = redirect("portal:resume" if resubmission.resume_url(request, space.user_id) else "portal:plan")
    resubmission.remember(found, space.user_id)
    return found


def _entered(request: SpaceRequest, form: SpaceKeyForm) -> Space | None:
    held = form.cleaned_data["credential"]
    space = enter_by_key(user=held.user, address=client_address(request), real=real_now(), at=now())
    if space:
        held.record_usage()
    return space


def _asked(request: SpaceRequest, form: EmailForm | ActivateForm, email: str) -> bool:
    try:
        asked = ask_code(email=email, language=request.words.language, address=client_address(request), at=real_now())
    except TooManyCodes:
        form.fail("too_many_codes")
        return False
    request.session[ASKED] = str(asked.pk)
    return True


def _opened(request: SpaceRequest, form: CodeForm) -> Space | None:
    try:
        space = try_to_sign_in(
            code_id=UUID(request.session[ASKED]),
            **form.cleaned_data,
            address=client_address(request),
            real=real_now(),
            at=now(),
        )
    except SignInRefused:
        form.fail("too_many")
        return None
    if space is None:
        form.fail("wrong")
    return space


def _activated(key: str, form: ActivateForm) -> Space | None:
    typed = form.cleaned_data
    values = {"code": typed["invitation_code"], "email": typed["code_email"], "secret": typed["new_secret"]}
    try:
        space = open_space(key=key, **values, at=now())
    except ActivationRefused as refusal:
        form.add_error({"email": "code_email", "secret": "new_secret"}[refusal.field or "secret"], str(refusal))
        return None
    if space is None:
        form.fail("not_usable")
    return space
