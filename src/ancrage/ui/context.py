"""What every page has around its content, computed only when a template asks for it."""

from collections.abc import Callable
from functools import cache, partial
from typing import Any, Final, cast

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string

from ancrage.core.clock import today
from ancrage.ui.navigation import Menu, mark_current

THEME_COOKIE: Final = "ancrage_apparence"
KEYS_COOKIE: Final = "ancrage_touches"
KEYS_OFF: Final = "non"
THEMES: Final = ("clair", "sombre")


def navigation(request: HttpRequest) -> dict[str, Any]:
    """``menu`` (a function that templates call), ``theme``, ``keys_are_off``, ``is_demo``, ``page_path``.

    ``today`` is the day of the business.
    """
    theme = request.COOKIES.get(THEME_COOKIE, "")
    return {
        "menu": cache(partial(_menu_of, request)),
        "theme": theme if theme in THEMES else "",
        "keys_are_off": request.COOKIES.get(KEYS_COOKIE) == KEYS_OFF,
        "is_demo": getattr(settings, "DEMO", False),
        "today": today(),
        "page_path": request.get_full_path(),
    }


def _menu_of(request: HttpRequest) -> Menu:
    menu = _menu_callable()(request)
    mark_current(menu, request.path)
    return menu


@cache
def _menu_callable() -> Callable[[HttpRequest], Menu]:
    dotted = getattr(settings, "ANCRAGE_MENU", "")
    return cast("Callable[[HttpRequest], Menu]", import_string(dotted)) if dotted else _no_menu


def _no_menu(request: HttpRequest) -> Menu:  # noqa: ARG001 the signature of a menu
    return Menu()
