"""Our profile of HSDS: what it adds, as merge patches; the objects whole; the OpenAPI document."""

from typing import Final

import orjson
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language

from ancrage.accounts.pages import page
from ancrage.api import document, schemas
from ancrage.api.views.hsds import api
from ancrage.directory.shapes import HSDS_VERSION, SHAPES

VERSION: Final = "1.0.0"
_SCHEMA: Final = "application/schema+json"


@page(permission=None, public=True)
def profile(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view
    """Where each file of the profile is."""
    here = f"{settings.BASE_URL}/api/hsds/v3"
    changed = [f"{name}.json" for name in SHAPES if schemas.changes(name)]
    found = {
        "name": "Ancrage",
        "version": VERSION,
        "hsds": HSDS_VERSION,
        "documentation": f"{settings.BASE_URL}/api/",
        "profile": [f"{here}/profile/{name}" for name in [*changed, "openapi.json"]],
        "schema": [f"{here}/schema/{name}" for name in [*(f"{name}.json" for name in SHAPES), "openapi.json"]],
    }
    return _sent(found, "application/json")


@page(permission=None, public=True)
def change(request: HttpRequest, name: str) -> HttpResponse:  # noqa: ARG001 - a view
    """What to put on the official file ``name``; nothing of an object that stays as HSDS has it."""
    if name not in SHAPES:
        raise Http404
    return _sent(schemas.changes(name), "application/merge-patch+json")


@page(permission=None, public=True)
def schema(request: HttpRequest, name: str) -> HttpResponse:  # noqa: ARG001 - a view
    if name not in SHAPES:
        raise Http404
    return _sent(schemas.schema(name), _SCHEMA)


@page(permission=None, public=True)
def openapi(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view
    return _sent(document.document(api, get_language() or "fr"), "application/json")


@page(permission=None, public=True)
def openapi_change(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view
    """The paths of ours, whole, on the official OpenAPI file."""
    return _sent({"paths": document.official_paths(api, get_language() or "fr")}, "application/merge-patch+json")


def _sent(found: object, kind: str) -> HttpResponse:
    return HttpResponse(orjson.dumps(found), content_type=kind)
