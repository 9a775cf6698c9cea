"""The devices of a person that open their space by themselves."""

from typing import Any, Final

from allauth.mfa.webauthn.internal.auth import begin_registration
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from ancrage.accounts.actions.sign_in import SignInRefused
from ancrage.accounts.forms.library import AddKeyForm
from ancrage.accounts.pages import client_address
from ancrage.accounts.queries import passkeys_of
from ancrage.core import now
from ancrage.core.clock import real_now
from ancrage.core.dates import local_day
from ancrage.portal.actions.keys import KeyRefused, add_key, is_the_secret, remove_key
from ancrage.portal.forms.space import DeviceForm
from ancrage.portal.models import Space
from ancrage.portal.queries.own import own_space
from ancrage.portal.views.own import own
from ancrage.portal.views.shown import SpaceRequest, answer, own_page
from ancrage.ui.messages import toast, warn

_NAMED: Final = "space_device"
_LASTS: Final = 600
"""Seconds between the secret and the answer of the device."""


@own_page(writes=True)
def devices(request: SpaceRequest) -> HttpResponse:
    """Those added, and the name and the secret that begin to add one."""
    own(request)
    space, words = own_space(request.user), request.words
    form = DeviceForm(request.POST or None, words=words)
    if space and form.is_valid() and _knows(request, space, form):
        request.session[_NAMED] = {"name": form.cleaned_data["device_name"], "at": int(real_now().timestamp())}
        return redirect("portal:device_add")
    listed = [(key, words.dated("added_on", local_day(key.created_at))) for key in passkeys_of(request.user)]
    return answer(request, "portal/devices.html", form=form, listed=listed, send=words.button("go_on"))


@own_page(writes=True)
def device_add(request: SpaceRequest) -> HttpResponse:
    """The device makes a key, once its owner has written the secret."""
    own(request)
    name = _named(request)
    if not name:
        return redirect("portal:devices")
    posted = {"credential": request.POST.get("credential", ""), "name": name, "passwordless": "on"}
    form = AddKeyForm(posted if request.method == "POST" else None, user=request.user)
    if form.is_valid():
        return _added(request, name, form.cleaned_data["credential"])
    options = {"creation_options": begin_registration(request.user, passwordless=True)}
    context = {"options": options, "failed": form.is_bound, "name": name}
    return answer(request, "portal/device_add.html", **context, send=request.words.button("add_device"))


@own_page(writes=True)
def device_remove(request: SpaceRequest, key_id: int) -> HttpResponse:
    own(request)
    key = get_object_or_404(passkeys_of(request.user), pk=key_id)
    if request.method == "POST":
        remove_key(user=request.user, key_id=key.pk, at=now())
        toast(request, request.words["device_removed"])
        return redirect("portal:devices")
    return answer(request, "portal/device_remove.html", key=key, send=request.words.button("remove_device"))


def _knows(request: SpaceRequest, space: Space, form: DeviceForm) -> bool:
    typed = {"secret": form.cleaned_data["secret"], "address": client_address(request)}
    try:
        is_right = is_the_secret(space=space, **typed, real=real_now())
    except SignInRefused:
        form.fail("too_many")
        return False
    if not is_right:
        form.add_error("secret", ValidationError("", code="wrong_secret"))
    return is_right


def _named(request: SpaceRequest) -> str:
    """The name of the device to add; empty when the secret was not written, or long ago."""
    kept: dict[str, Any] = request.session.get(_NAMED, {})
    is_fresh = real_now().timestamp() - kept.get("at", 0) < _LASTS
    return str(kept["name"]) if kept and is_fresh else ""


def _added(request: SpaceRequest, name: str, credential: dict[str, Any]) -> HttpResponse:
    try:
        add_key(user=request.user, name=name, credential=credential, at=now())
    except KeyRefused:
        warn(request, request.words["not_now"])
    else:
        toast(request, request.words["device_added"])
    request.session.pop(_NAMED, None)
    return redirect("portal:devices")
