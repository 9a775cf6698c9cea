"""The OpenAPI document: ninja's own, made from the code, with what it cannot know of answers and words."""

from functools import cache
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override
from ninja import NinjaAPI

from ancrage.api.schemas import schema
from ancrage.api.words import OPERATIONS, PARAMETERS
from ancrage.directory.shapes import HSDS_VERSION, SHAPES

Document = dict[str, Any]
LISTS: Final = {
    "services": "service",
    "organizations": "organization",
    "service_at_locations": "service_at_location",
    "taxonomies": "taxonomy",
    "taxonomy_terms": "taxonomy_term",
}
_REF: Final = "#/components/schemas/"


@cache
def document(api: NinjaAPI, language: str) -> Document:
    """In the words of ``language``; what it holds is not to be changed."""
    with override(language):
        made = api.get_openapi_schema(path_prefix="")
        paths = {path: {"get": _operation(item["get"])} for path, item in made["paths"].items()}
        return {
            "openapi": "3.1.0",
            "info": {
                "title": _("Répertoire de services, selon HSDS"),
                "version": HSDS_VERSION,
                "description": _about(),
            },
            "servers": [{"url": f"{settings.BASE_URL}/api/hsds/v3"}],
            "paths": paths,
            "components": {"schemas": _schemas()},
        }


def official_paths(api: NinjaAPI, language: str) -> Document:
    """Our addresses as a merge patch: their schemas are where the profile publishes them."""
    here = f"{settings.BASE_URL}/api/hsds/v3/schema/openapi.json"

    def outside(value: Any) -> Any:  # noqa: ANN401 - JSON
        if isinstance(value, dict):
            return {key: here + one if key == "$ref" else outside(one) for key, one in value.items()}
        return [outside(one) for one in value] if isinstance(value, list) else value

    paths: Document = outside(document(api, language)["paths"])
    return paths


def _about() -> str:
    return _(
        "Tout ce que le répertoire a de public, selon la Human Services Data Specification (Open Referral). "
        "Les filtres s’ajoutent les uns aux autres."
    )


def _operation(made: Document) -> Document:
    name = made["operationId"]
    return {
        "operationId": name,
        "summary": str(OPERATIONS[name]),
        "parameters": [_parameter(one) for one in made.get("parameters", [])],
        "responses": _responses(name),
    }


def _parameter(made: Document) -> Document:
    words = PARAMETERS[made["name"]]
    kept = {name: value for name, value in made["schema"].items() if name != "title"}
    return made | {"schema": kept, "description": str(words.does)}


def _responses(name: str) -> Document:
    problem = {"application/problem+json": {"schema": {"$ref": f"{_REF}problem"}}}
    said = {
        "400": _("Un paramètre est inconnu, ou n’a pas une valeur qu’il peut avoir; « parameter » le nomme."),
        "404": _("Rien de public n’a cette adresse."),
        "429": _("Trop de demandes en une minute; « Retry-After » dit combien de secondes attendre."),
        "503": _("Ce qui est demandé est trop long à préparer en une fois."),
    }
    found: Document = {"200": {"description": _("La réponse."), "content": _content(name)}}
    found["304"] = {"description": _("Rien n’a changé depuis la réponse qui portait ce « If-None-Match ».")}
    return found | {status: {"description": words, "content": problem} for status, words in said.items()}


def _content(name: str) -> Document:
    if name == "root":
        return {"application/json": {"schema": {"$ref": f"{_REF}api"}}}
    if name not in LISTS:
        return {"application/json": {"schema": {"$ref": _REF + name}}}
    one: Document = {"$ref": _REF + LISTS[name]}
    if name == "services":
        one = {"anyOf": [one, {"$ref": f"{_REF}minimal"}]}
    contents = {"type": "object", "required": ["contents"], "properties": {"contents": {"type": "array", "items": one}}}
    page = {"allOf": [{"$ref": f"{_REF}Page"}, contents]}
    return {"application/json": {"schema": page}, "application/x-ndjson": {"schema": {"type": "string"}}}


def _schemas() -> Document:
    found = {name: _inside(schema(name)) for name in SHAPES}
    return found | {"Page": _PAGE, "api": _API, "minimal": _MINIMAL, "problem": _PROBLEM}


def _inside(value: Any) -> Any:  # noqa: ANN401 - JSON
    """The same schema where the others are beside it."""
    if isinstance(value, dict):
        return {
            key: _REF + one.removesuffix(".json") if key == "$ref" else _inside(one)
            for key, one in value.items()
            if key not in {"$schema", "$id"}
        }
    return [_inside(one) for one in value] if isinstance(value, list) else value


def _object(**properties: Document) -> Document:
    return {"type": "object", "required": list(properties), "properties": properties}


_COUNT: Final = {"type": "integer", "minimum": 0}
_FLAG: Final = {"type": "boolean"}
_TEXT: Final = {"type": "string"}
_ADDRESS: Final = {"type": "string", "format": "uri"}
_PAGE: Final = _object(
    total_items=_COUNT,
    total_pages=_COUNT,
    page_number=_COUNT,
    size=_COUNT,
    first_page=_FLAG,
    last_page=_FLAG,
    empty=_FLAG,
)
_API: Final = _object(version=_TEXT, profile=_ADDRESS, openapi_url=_ADDRESS)
_MINIMAL: Final = _object(
    id={"type": "string", "format": "uuid"}, last_modified={"type": "string", "format": "date-time"}
)
_PROBLEM: Final = _object(type=_TEXT, title=_TEXT, status=_COUNT, detail=_TEXT, instance=_TEXT) | {
    "properties": {
        "type": _TEXT,
        "title": _TEXT,
        "status": _COUNT,
        "detail": _TEXT,
        "instance": _TEXT,
        "parameter": _TEXT,
        "errors": {"type": "array", "items": _object(parameter=_TEXT, detail=_TEXT)},
    }
}
