"""The tables of HSDS: their files, in the order that what points to others comes after them."""

from collections.abc import Mapping
from typing import Final

from ancrage.directory.exchange.specs import REQUIRED
from ancrage.directory.shapes import SHAPES

FILES: Final[Mapping[str, str]] = {
    "taxonomy": "taxonomies.csv",
    "taxonomy_term": "taxonomy_terms.csv",
    "organization": "organizations.csv",
    "organization_identifier": "organization_identifiers.csv",
    "program": "programs.csv",
    "location": "locations.csv",
    "address": "addresses.csv",
    "accessibility": "accessibility.csv",
    "service": "services.csv",
    "service_at_location": "service_at_location.csv",
    "service_area": "service_areas.csv",
    "contact": "contacts.csv",
    "phone": "phones.csv",
    "language": "languages.csv",
    "schedule": "schedules.csv",
    "cost_option": "cost_options.csv",
    "required_document": "required_documents.csv",
    "funding": "funding.csv",
    "attribute": "attributes.csv",
    "metadata": "metadata.csv",
}
LINKED: Final = ("organization", "service", "location", "service_at_location")
"""What an attribute may be put on."""
_NUMBERS: Final = frozenset(
    {
        *("year_incorporated", "minimum_age", "maximum_age", "latitude", "longitude", "extension", "timezone"),
        *("count", "interval", "amount"),
    }
)
_MORE: Final[Mapping[str, tuple[str, ...]]] = {
    "service": ("status",),
    "taxonomy_term": ("taxonomy",),
    "attribute": ("link_id", "link_entity"),
}
_OTHER_KEYS: Final[Mapping[str, Mapping[str, str]]] = {
    "attribute": {"taxonomy_term_id": "taxonomy_term"},
    "taxonomy_term": {"taxonomy_id": "taxonomy"},
}


def columns(name: str) -> list[str]:
    """The columns of a table, as HSDS names them."""
    shape = SHAPES[name]
    owners = () if name == "attribute" else tuple(shape.owners)
    named = ("id", *owners, *shape.columns, *_MORE.get(name, ()), *sorted(shape.kept))
    return list(dict.fromkeys(named))


def keys_of(name: str) -> dict[str, str]:
    """By column, the table it points to."""
    owners = {} if name == "attribute" else {prop: prop.removesuffix("_id") for prop in SHAPES[name].owners}
    return owners | dict(_OTHER_KEYS.get(name, {}))


def descriptor() -> dict[str, object]:
    """The ``datapackage.json`` of an export: a table by object, keys that hold."""
    return {
        "name": "ancrage-repertoire",
        "title": "Répertoire régional de services",
        "description": "Ce qui est public du répertoire d’Ancrage, en tableaux HSDS 3.0.",
        "profile": "tabular-data-package",
        "version": "3.0.0",
        "resources": [_resource(name, path) for name, path in FILES.items()],
    }


def _resource(name: str, path: str) -> dict[str, object]:
    keys = [
        {"fields": column, "reference": {"resource": other, "fields": "id"}} for column, other in keys_of(name).items()
    ]
    return {
        "name": name,
        "path": path,
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {
            "fields": [_field(name, column) for column in columns(name)],
            "primaryKey": "id",
            **({"foreignKeys": keys} if keys else {}),
        },
    }


def _field(name: str, column: str) -> dict[str, object]:
    field: dict[str, object] = {"name": column, "type": "number" if column in _NUMBERS else "string"}
    if column == "id":
        field |= {"format": "uuid", "constraints": {"required": True, "unique": True}}
    elif column in REQUIRED.get(name, ()) and column in _ALWAYS:
        field["constraints"] = {"required": True}
    return field


_ALWAYS: Final = frozenset({"name", "status", "location_type", "number", "address_type"})
"""Those of HSDS's required that every row here has."""
