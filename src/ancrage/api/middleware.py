"""The door of what is open to all: no session, no user, no cookie, no form. It stands before those who make them.

What it lets out says its language, how long it holds, and may be read by any site (CORS).
"""

import hashlib
from collections.abc import Callable
from functools import lru_cache
from http import HTTPStatus
from typing import Final

from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.utils.translation.trans_real import parse_accept_lang_header

from ancrage.accounts.pages import client_address
from ancrage.api.limits import too_many
from ancrage.api.problems import KIND, Problem, not_found, told

OPEN: Final = ("/api/hsds/", "/api/flux/", "/api/fenetre/", "/sitemap", "/robots.txt")
"""Addresses that begin thus never meet a session: nothing under them may depend on who asks."""
LANGUAGES: Final = ("fr", "en")
_OURS: Final = "ancrage.api.urls"
_READS: Final = ("GET", "HEAD", "OPTIONS")
_KEPT: Final = "public, max-age=60"
POLICY: Final = "Content-Security-Policy"
_DATA: Final = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""Of what is data and not a page; the widget, which is one, says its own."""
_SHOWN: Final = "Content-Language, ETag, Retry-After, Link"

Answer = Callable[[HttpRequest], HttpResponseBase]


def open_data(get_response: Answer) -> Answer:
    def middleware(request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(OPEN):
            return get_response(request)
        language = language_of(request)
        with override(language):
            answer = _answer(request)
        return _sent(request, answer, language)

    return middleware


def language_of(request: HttpRequest) -> str:
    """``lang`` when it is asked, otherwise the first we have of those the reader prefers."""
    asked = request.GET.get("lang", "")
    if asked in LANGUAGES:
        return asked
    for wanted, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        if (short := wanted[:2]) in LANGUAGES:
            return short
    return LANGUAGES[0]


def _answer(request: HttpRequest) -> HttpResponseBase:
    try:
        if request.method == "OPTIONS":
            return _preflight()
        return _called(request)
    except Problem as problem:
        return told(problem, path=request.path)
    except (Http404, Resolver404):
        return told(not_found(), path=request.path)
    except OperationalError as error:
        # Cut off by the database: what is asked is too much at once. Anything else is a fault of ours.
        if getattr(error.__cause__, "sqlstate", "") != "57014":
            raise
        answer = told(Problem(HTTPStatus.SERVICE_UNAVAILABLE, _("Demandez moins à la fois.")), path=request.path)
        answer.headers["Retry-After"] = "30"
        return answer


def _called(request: HttpRequest) -> HttpResponseBase:
    if request.method not in _READS:
        raise Problem(HTTPStatus.METHOD_NOT_ALLOWED, _("Cette adresse se lit, et rien de plus."))
    if seconds := too_many(client_address(request)):
        said = _("Réessayez dans %(seconds)d secondes.") % {"seconds": seconds}
        waiting = told(Problem(HTTPStatus.TOO_MANY_REQUESTS, said), path=request.path)
        waiting.headers["Retry-After"] = str(seconds)
        return waiting
    match = request.resolver_match = _resolved(request.path_info)
    headed = request.method == "HEAD"
    request.method = "GET"
    try:
        answer: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
    finally:
        if headed:
            request.method = "HEAD"
    return answer


@lru_cache(maxsize=500)
def _resolved(path: str) -> ResolverMatch:
    """Among our own addresses: no other is reached through this door. A last « / » too many or too few is forgiven."""
    try:
        return resolve(path, _OURS)
    except Resolver404:
        return resolve(path[:-1] if path.endswith("/") else f"{path}/", _OURS)


def _preflight() -> HttpResponse:
    headers = {
        "Access-Control-Allow-Methods": ", ".join(_READS),
        "Access-Control-Allow-Headers": "If-None-Match, Accept-Language, Content-Type",
        "Access-Control-Max-Age": "86400",
    }
    return HttpResponse(status=HTTPStatus.NO_CONTENT, headers=headers)


def _sent(request: HttpRequest, answer: HttpResponseBase, language: str) -> HttpResponseBase:
    headers = answer.headers
    headers.setdefault(POLICY, _DATA)
    headers["Access-Control-Allow-Origin"] = "*"
    headers["Access-Control-Expose-Headers"] = _SHOWN
    headers.setdefault("Content-Language", language)
    patch_vary_headers(answer, ("Accept-Language",))
    if answer.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        headers["Allow"] = ", ".join(_READS)
    if answer.status_code != HTTPStatus.OK:
        headers.setdefault("Cache-Control", "no-store" if headers.get("Content-Type") == KIND else _KEPT)
        return answer
    headers.setdefault("Cache-Control", _KEPT)
    if isinstance(answer, HttpResponse):
        return _if_changed(request, answer)
    if request.method == "HEAD":
        answer.close()
        return HttpResponse(headers=dict(answer.items()))
    return answer


def _if_changed(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """Nothing, to whoever has it already."""
    content = answer.content
    tag = hashlib.blake2b(content, digest_size=12).hexdigest()
    answer.headers["ETag"] = f'"{tag}"'
    answer.headers["Content-Length"] = str(len(content))
    # Compressed on its way out, it was given with a weak mark.
    held = [one.strip().removeprefix("W/").strip('"') for one in request.headers.get("If-None-Match", "").split(",")]
    if tag in held or held == ["*"]:
        answer.status_code, answer.content = HTTPStatus.NOT_MODIFIED, b""
        del answer.headers["Content-Type"], answer.headers["Content-Length"]
    elif request.method == "HEAD":
        answer.content = b""
    return answer
