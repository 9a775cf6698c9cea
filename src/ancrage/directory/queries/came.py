"""What a source said that no column holds whole, given back as it came as long as the column still says it."""

from datetime import datetime
from typing import Any

from ancrage.core.ids import is_uuid
from ancrage.directory.exchange.specs import RECORDS, props_of
from ancrage.directory.shapes import Shape

Row = dict[str, Any]


def came(shape: Shape, row: Row) -> dict[str, Any]:
    """By property, what came. A part has the id its source gave it: the same may be that of several parts."""
    found: dict[str, Any] = {}
    props = {prop.name: prop for prop in props_of(shape.name)}
    for name, said in row["extra"].items():
        if name == "id":
            if shape.name not in RECORDS and is_uuid(said):
                found["id"] = said
        elif name == "last_modified" and shape.name == "service":
            if isinstance(said, list) and row["modified_at"] == datetime.fromisoformat(said[1]):
                found[name] = said[0]
        elif name not in props or _still(props[name].adapt, said, row[props[name].column]):
            found[name] = said
    return found


def _still(adapt: Any, said: Any, held: Any) -> bool:  # noqa: ANN401 - values of any column
    """Whether the column holds what would be read of ``said``, or nothing where it can hold none of it."""
    if held is None or held == "":
        return True
    try:
        return bool((adapt(said) if adapt else said) == held)
    except (TypeError, ValueError):
        return False
