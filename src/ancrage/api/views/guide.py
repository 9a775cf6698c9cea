"""What a person reads of the open data: how to ask, and how to put the search in one's own site."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from ancrage.accounts.pages import page
from ancrage.api import document, schemas
from ancrage.api.limits import most
from ancrage.api.views.hsds import api
from ancrage.api.words import PARAMETERS
from ancrage.directory.shapes import SHAPES


@page(permission=None, public=True)
def guide(request: HttpRequest) -> HttpResponse:
    """From the OpenAPI document itself: it says no more, and no less."""
    found = document.document(api, get_language() or "fr")
    operations = [
        {
            "path": path,
            "summary": item["get"]["summary"],
            "parameters": [_line(one) for one in item["get"]["parameters"]],
        }
        for path, item in found["paths"].items()
    ]
    context = {
        "about": found["info"]["description"],
        "here": f"{settings.BASE_URL}/api/hsds/v3",
        "operations": operations,
        "added": [(name, ", ".join(schemas.additions(name))) for name in SHAPES if schemas.additions(name)],
        "most": most(),
    }
    return render(request, "api/guide.html", context)


def _line(parameter: dict[str, Any]) -> dict[str, Any]:
    default = parameter["schema"].get("default", "")
    words = PARAMETERS[parameter["name"]]
    return {
        "name": parameter["name"],
        "does": words.does,
        "expects": words.expects,
        "default": str(default).lower() if isinstance(default, bool) else default,
    }


@page(permission=None, public=True)
def embed(request: HttpRequest) -> HttpResponse:
    """The lines to copy."""
    language = get_language() or "fr"
    context = {"address": f"{settings.BASE_URL}/api/fenetre/?lang={language}", "language": language}
    return render(request, "api/embed.html", context)
