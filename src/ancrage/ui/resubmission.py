"""What was typed when the session ended comes back after signing in.

``remember`` marks the browser of a person who signed in. When a POST arrives without a session
from such a browser, ``hold`` keeps its fields, encrypted, in the new anonymous session; once the
*same* person has signed in, ``resume_url`` leads to a page that posts them again, marked, so that
the form shows them filled and waits to be saved (``ancrage.ui.forms``). All of this follows real
time, as sessions do.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.core import signing
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse

from ancrage.core.clock import real_now
from ancrage.core.encryption import decrypt, encrypt

MARK: Final = "_reprise"
WHO_COOKIE: Final = "ancrage_qui"
LASTS: Final = timedelta(minutes=30)
_KEY: Final = "resubmission"
_SALT: Final = "ancrage.ui.resubmission"
_WHO_LASTS: Final = timedelta(days=2)
_MOST: Final = 200_000
_SECRET: Final = re.compile(r"csrf|passw|(^|[_-])(token|otp|secret)$|^((sms|email)_)?code$", re.IGNORECASE)

Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Held:
    """A POST set aside: where it was going and what it carried."""

    path: str
    pairs: Pairs


def remember(response: HttpResponse, user_id: object) -> None:
    """Mark this browser as the one of ``user_id``, once signed in."""
    response.set_cookie(
        WHO_COOKIE,
        signing.dumps(str(user_id), salt=_SALT),
        max_age=_WHO_LASTS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def forget(response: HttpResponse, request: HttpRequest) -> None:
    """The person signed out on purpose: nothing of theirs stays."""
    response.delete_cookie(WHO_COOKIE, samesite="Lax")
    drop(request)


def hold(request: HttpRequest) -> bool:
    """Keep the fields of this POST for the person who last signed in here; False when nothing is kept.

    Nothing is kept for an unknown browser, nor passwords, codes, tokens, files, nor more than 200 kB.
    """
    who, pairs = _who(request), fields_of(request.POST)
    if request.method != "POST" or not who or not pairs:
        return False
    kept = json.dumps({"who": who, "at": real_now().timestamp(), "path": request.get_full_path(), "pairs": pairs})
    if len(kept) > _MOST:
        return False
    request.session[_KEY] = encrypt(kept)
    return True


def has_held(request: HttpRequest) -> bool:
    """Whether something is kept, for anyone to be told so before signing in."""
    return _KEY in request.session


def release(request: HttpRequest, user_id: object) -> Held | None:
    """What this same person had typed less than thirty minutes ago."""
    kept = _opened(request.session.get(_KEY, ""))
    if kept is None or kept["who"] != str(user_id):
        return None
    if datetime.fromtimestamp(kept["at"], UTC) < real_now() - LASTS:
        return None
    return Held(kept["path"], [(name, value) for name, value in kept["pairs"]])


def resume_url(request: HttpRequest, user_id: object) -> str | None:
    """Where to go after signing in when something waits; what belonged to another person is dropped."""
    if release(request, user_id) is not None:
        return reverse("ui:resume")
    drop(request)
    return None


def drop(request: HttpRequest) -> None:
    request.session.pop(_KEY, None)


def fields_of(data: QueryDict | Mapping[str, Any]) -> Pairs:
    """The fields of a POST that may be shown again, in order."""
    lists: Iterable[tuple[str, list[str]]] = data.lists() if isinstance(data, QueryDict) else ()
    return [(name, value) for name, values in lists if _may_return(name) for value in values]


def is_from_here(request: HttpRequest) -> bool:
    """Whether the browser says that one of our own pages sent this POST."""
    try:
        here = f"{request.scheme}://{request.get_host()}"
    except DisallowedHost:
        return False
    return request.headers.get("Origin") == here


def _may_return(name: str) -> bool:
    return name != MARK and not _SECRET.search(name)


def _who(request: HttpRequest) -> str:
    try:
        return str(signing.loads(request.COOKIES.get(WHO_COOKIE, ""), salt=_SALT, max_age=_WHO_LASTS))
    except signing.BadSignature:
        return ""


def _opened(sealed: str) -> dict[str, Any] | None:
    if not sealed:
        return None
    try:
        kept: dict[str, Any] = json.loads(decrypt(sealed))
    except ValueError:
        return None
    return kept
