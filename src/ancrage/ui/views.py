"""Pages that belong to no context: language, appearance, errors, the return of what was typed.

They lie below ``accounts`` and so carry no ``@page``: open to everyone, they write no row.
"""

import sys
from typing import Final

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import translate_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ancrage.ui import resubmission
from ancrage.ui.context import KEYS_COOKIE, KEYS_OFF, THEME_COOKIE, THEMES

_YEAR: Final = 365 * 24 * 3600


@login_not_required
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Change the language of the pages and come back to the same one."""
    language = request.POST.get("language", "")
    if not check_for_language(language) or language not in dict(settings.LANGUAGES):
        return redirect(_back(request))
    response = redirect(translate_url(_back(request), language))
    _keep(response, settings.LANGUAGE_COOKIE_NAME, language)
    return response


@login_not_required
@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Light, dark, or as the system says (anything else)."""
    theme = request.POST.get("theme", "")
    response = redirect(_back(request))
    if theme in THEMES:
        _keep(response, THEME_COOKIE, theme)
    else:
        response.delete_cookie(THEME_COOKIE)
    return response


@login_not_required
@require_POST
def set_keys(request: HttpRequest) -> HttpResponse:
    """Whether one key alone does something: who dictates or trembles turns it off."""
    response = redirect(_back(request))
    if request.POST.get("keys") == KEYS_OFF:
        _keep(response, KEYS_COOKIE, KEYS_OFF)
    else:
        response.delete_cookie(KEYS_COOKIE)
    return response


@login_not_required
@require_GET
def resume(request: HttpRequest) -> HttpResponse:
    """Give back to a person what they had typed before their session ended."""
    held = resubmission.release(request, request.user.pk) if request.user.is_authenticated else None
    if held is None:
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "ui/resume.html", {"held": held, "mark": resubmission.MARK})


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 Django's signature
    return _error(
        request,
        400,
        _("La demande n’a pas été comprise"),
        _("L’adresse ou les renseignements envoyés sont incomplets. Revenez à la page précédente et recommencez."),
    )


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return _error(
        request,
        403,
        _("Cette page ne vous est pas ouverte"),
        _("Votre rôle ne donne pas accès à cette page. L’administration du système peut vous le donner."),
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return _error(
        request,
        404,
        _("Cette page n’existe pas"),
        _("L’adresse est peut-être incomplète, ou ce qu’elle montrait n’est plus accessible avec votre compte."),
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """The page was open too long, or in two windows: what was typed can be sent again from here."""
    return _error(
        request,
        403,
        _("La page était ouverte depuis trop longtemps"),
        _("Par prudence, rien n’a été enregistré. Ce que vous avez écrit n’est pas perdu."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """A fault of ours, or the database away for a moment."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return unavailable(request)
    return _error(
        request,
        500,
        _("Une erreur est survenue de notre côté"),
        _("Rien n’a été enregistré à moitié. L’équipe technique est avisée. Réessayez dans quelques minutes."),
    )


def unavailable(request: HttpRequest) -> HttpResponse:
    response = _error(
        request,
        503,
        _("Ancrage ne répond pas pour le moment"),
        _("Le service revient d’habitude en moins d’une minute. Rien n’a été enregistré à moitié. Réessayez."),
    )
    response["Retry-After"] = "30"
    return response


def _error(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    """An error page; it asks nothing of the database and gives back what was typed on one of our pages."""
    may_return = request.method == "POST" and resubmission.is_from_here(request)
    again = resubmission.fields_of(request.POST) if may_return else []
    context = {"status": status, "title": title, "text": text, "again": again, "mark": resubmission.MARK}
    return render(request, "ui/error.html", context, status=status)


def _back(request: HttpRequest) -> str:
    url = request.POST.get("next") or request.headers.get("Referer", "")
    is_safe = url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())
    return url if url and is_safe else "/"


def _keep(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        name, value, max_age=_YEAR, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
    )
