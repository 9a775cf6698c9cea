import re
from copy import deepcopy
from pathlib import Path
from typing import Protocol

import pytest
from django.http import HttpRequest
from django.template import engines
from django.template.loader import render_to_string
from django.utils import translation
from django_cotton.compiler_regex import CottonCompiler

from ancrage.ui import context
from ancrage.ui.navigation import Menu


def flat(html: object) -> str:
    """Markup without the spaces that mean nothing, so that formatting a template breaks no test."""
    return re.sub(r"\s*([<>])\s*", r"\1", re.sub(r"[ \n]+", " ", str(html))).strip()


class Render(Protocol):
    def __call__(self, source: str, **values: object) -> str: ...


@pytest.fixture(autouse=True)
def _small_site(settings, monkeypatch):
    """Pages of the interface alone: no menu of the contexts, no sign-in of accounts."""
    settings.ROOT_URLCONF = "tests.ui.urls"
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.startswith(("ancrage.", "allauth."))]
    settings.TEMPLATES = [{**deepcopy(settings.TEMPLATES[0]), "DIRS": [Path(__file__).parent / "templates"]}]
    monkeypatch.setattr(context, "_menu_callable", lambda: lambda _request: Menu())
    with translation.override("fr"):
        yield


@pytest.fixture
def draw() -> Render:
    """Render a piece of template, components included."""

    def rendered(source: str, **values: object) -> str:
        return flat(engines["django"].from_string(CottonCompiler().process(source)).render(values))

    return rendered


@pytest.fixture
def draw_page(rf):
    """Render a template as a page, with what surrounds a request."""

    def rendered(name: str, request: HttpRequest | None = None, **values: object) -> str:
        request = request or rf.get("/composants/")
        request.htmx = request.headers.get("HX-Request") == "true"
        return render_to_string(name, values, request)

    return rendered
