"""The objects of the API as JSON Schema, written from ``directory.shapes``; and what our profile adds to HSDS.

Open Referral's own files are not here: a change is a JSON Merge Patch (RFC 7386) to be put on the official file of the
same name.
"""

from typing import Any, Final

from django.conf import settings
from django.db import models

from ancrage.directory.shapes import REQUIRED, SHAPES, Shape

Schema = dict[str, Any]

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_ID: Final[Schema] = {"type": "string", "format": "uuid"}
_TEXT: Final[Schema] = {"type": "string"}
_FLAG: Final[Schema] = {"type": "boolean"}
_WHOLE: Final[Schema] = {"type": "integer", "minimum": 0}
_DAY: Final[Schema] = {"type": "string", "format": "date"}
_STATUS: Final[Schema] = {"type": "string", "enum": ["active", "inactive", "defunct", "temporarily closed"]}

_KINDS: Final[tuple[tuple[type[models.Field[Any, Any]], Schema], ...]] = (
    (models.ForeignKey, _ID),
    (models.UUIDField, _ID),
    (models.URLField, {"type": "string", "format": "uri"}),
    (models.EmailField, {"type": "string", "format": "email"}),
    (models.DateTimeField, {"type": "string", "format": "date-time"}),
    (models.DateField, _DAY),
    (models.IntegerField, {"type": "number"}),
    (models.FloatField, {"type": "number"}),
    (models.DecimalField, {"type": "number"}),
)

# What an object holds that is in no column of its own.
_HELD: Final[dict[str, Schema]] = {
    "service": {
        "status": _STATUS,
        "organization": {"$ref": "organization.json"},
        "program": {"$ref": "program.json"},
    },
    "service_at_location": {"location": {"$ref": "location.json"}},
    "attribute": {"link_id": _ID, "link_entity": _TEXT, "taxonomy_term": {"$ref": "taxonomy_term.json"}},
    "taxonomy_term": {"taxonomy": _TEXT, "taxonomy_detail": {"$ref": "taxonomy.json"}},
}
_INTAKE: Final[Schema] = {
    "type": "object",
    "properties": {
        "accepts_referrals": _FLAG,
        "answer_days": _WHOLE,
        "waiting_weeks": _WHOLE,
        "places": _WHOLE,
        "paused_on": _DAY,
        "resumes_on": _DAY,
        "pause_reason": _TEXT,
    },
}
_ELIGIBILITY: Final[Schema] = {
    "type": "object",
    "required": ["id", "taxonomy_term_id", "is_admitted"],
    "properties": {
        "id": _ID,
        "taxonomy_term_id": _ID,
        "is_admitted": _FLAG,
        "valid_from": _DAY,
        "valid_to": _DAY,
    },
}


def schema(name: str) -> Schema:
    """One object, whole: what HSDS knows of it and what our profile adds."""
    shape = SHAPES[name]
    return {
        "$schema": DIALECT,
        "$id": f"{settings.BASE_URL}/api/hsds/v3/schema/{name}.json",
        "title": name,
        "description": str(shape.model._meta.verbose_name),
        "type": "object",
        "properties": _known(shape) | additions(name),
        "required": ["id", *REQUIRED.get(name, ())],
    }


def additions(name: str) -> Schema:
    """The properties that our profile adds to an object of HSDS."""
    shape, found = SHAPES[name], {}
    if shape.texts and name != "metadata":
        said = dict.fromkeys(shape.texts, _TEXT)
        language = {"language": {"type": "string", "enum": ["fr", "en"]}}
        found["translations"] = {
            "type": "array",
            "items": {"type": "object", "required": ["language"], "properties": language | said},
        }
    if name == "service":
        found |= {"intake": _INTAKE, "eligibilities": {"type": "array", "items": _ELIGIBILITY}}
    if name == "organization":
        found["services"] = {"type": "array", "items": {"$ref": "service.json"}}
    if name == "attribute":
        found["label"] = _TEXT
    return found


def changes(name: str) -> Schema:
    """The merge patch of an object: empty when our profile leaves it as HSDS has it."""
    found = additions(name)
    return {"properties": found} if found else {}


def _known(shape: Shape) -> Schema:
    fields = {prop: shape.model._meta.get_field(column) for prop, column in shape.columns.items()}
    found = {"id": _ID} | {prop: _typed(field) for prop, field in fields.items()}
    # An attribute says its owner by « link_id ».
    owners = {} if shape.name == "attribute" else dict.fromkeys(shape.owners, _ID)
    found |= owners | dict.fromkeys(shape.kept, _TEXT)
    found |= {prop: {"type": "array", "items": {"$ref": f"{child}.json"}} for prop, child in shape.children.items()}
    found |= _HELD.get(shape.name, {})
    if shape.name != "metadata":
        found["metadata"] = {"type": "array", "items": {"$ref": "metadata.json"}}
    if shape.name == "attribute":
        found.pop("label", None)
    return found


def _typed(field: Any) -> Schema:  # noqa: ANN401 - any field
    kind = next((kind for known, kind in _KINDS if isinstance(field, known)), _TEXT)
    choices = [value for value, _label in field.flatchoices if value]
    title = {"title": str(field.verbose_name)}
    return kind | ({"enum": choices} if choices and kind is _TEXT else {}) | title
