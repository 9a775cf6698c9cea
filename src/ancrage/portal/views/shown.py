"""What surrounds every page of a space: French, the person's own language beside it, nothing kept by the browser."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import override

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.newcomers.permissions import Permission
from ancrage.portal.queries.words import NAMES, SpaceWords

View = Callable[..., HttpResponse]
COOKIE: Final = "ancrage_mon_plan"
_PARTS: Final = (
    ("portal:plan", "title"),
    ("portal:documents", "documents"),
    ("portal:history", "history"),
    ("portal:data", "data"),
)
_YEAR: Final = 365 * 24 * 3600


class SpaceRequest(Request):
    """A request of a page of the spaces: ``words`` speak the languages chosen. A type only, never built."""

    words: SpaceWords


def door_page(*, writes: bool = False) -> Callable[[View], View]:
    """A page of the door: for whoever comes."""

    def declare(view: View) -> View:
        return page(permission=None, public=True, writes=writes)(_shown(view))  # type: ignore[return-value]

    return declare


def own_page(*, writes: bool = False) -> Callable[[View], View]:
    """A page of someone's own space; strangers are led to its door, not to that of the staff."""
    return _own(page(permission=Permission.OWN_FILE, writes=writes, consults="portal.space.consulted"))


def file_page(*, consults: str) -> Callable[[View], View]:
    """As ``own_page``, of what hands over a file, under a verb of its own."""
    return _own(page(permission=Permission.OWN_FILE, consults=consults))


def answer(request: SpaceRequest, template: str, **context: Any) -> HttpResponse:
    parts = [(reverse(view), request.words[key]) for view, key in _PARTS]
    shown = {"words": request.words, "languages": NAMES.items(), "parts": parts}
    return render(request, template, {**shown, **context})


def _own(guard: Callable[[Any], Any]) -> Callable[[View], View]:
    def declare(view: View) -> View:
        guarded: View = guard(_shown(view))
        guarded.login_url = "portal:sign_in"  # type: ignore[attr-defined] # read by Django's middleware
        return guarded

    return declare


def _shown(view: View) -> View:
    @wraps(view)
    def shown(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ANN401
        asked = request.GET.get("langue", "")
        known = asked if asked in NAMES else request.COOKIES.get(COOKIE, "")
        request.words = SpaceWords(known if known in NAMES else request.LANGUAGE_CODE[:2])
        with override("fr"):
            found = view(request, *args, **kwargs)
        if asked in NAMES:
            secure = request.is_secure()
            found.set_cookie(COOKIE, asked, max_age=_YEAR, secure=secure, httponly=True, samesite="Lax")
        found.headers["Cache-Control"] = "no-store, private"
        return found

    return shown
