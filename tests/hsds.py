"""Open Referral's own schemas as judges of what we send. They say neither their dialect nor their names: both are here."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

ADDED = ("translations", "intake", "eligibilities", "label", "services")
"""What our profile adds to the objects of HSDS."""


def faults(shared: Path, document: Any, name: str, *, closed: bool = True) -> list[str]:
    """What is wrong with ``document`` by the official schema ``name``, in the folder ``shared``.

    :param closed: properties that neither the schema nor our profile knows are wrong too.
    """
    return [
        f"{'/'.join(map(str, error.absolute_path))}: {error.message}"
        for error in _validator(shared / "data" / "hsds-3.0", name, ADDED if closed else None).iter_errors(document)
    ]


@cache
def _validator(folder: Path, name: str, also: tuple[str, ...] | None) -> Draft202012Validator:
    schemas = {path.name: json.loads(path.read_text()) for path in folder.glob("*.json")}
    if also is not None:
        for schema in schemas.values():
            if "properties" in schema:
                schema["additionalProperties"] = False
                schema["properties"] |= dict.fromkeys(also, True)
    resources = [(path, Resource.from_contents(schema, DRAFT202012)) for path, schema in schemas.items()]
    registry: Registry[Any] = Registry().with_resources(resources)
    return Draft202012Validator(schemas[f"{name}.json"], registry=registry, format_checker=FormatChecker())
