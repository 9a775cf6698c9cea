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
THEMES: Final = ("clair", "sombre")


def navigation(request: HttpRequest) -> dict[str, Any]:
    """``menu`` (a function that templates call), ``theme``, ``is_demo``, ``today`` (the day of the business) and ``page_path``."""
    theme = request.COOKIES.get(THEME_COOKIE, "")
    return {
        "menu": cache(partial(_menu_of, request)),
        "theme": theme if theme in THEMES else "",
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
