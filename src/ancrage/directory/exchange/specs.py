"""How each property of HSDS is read: the type the schema wants, and what its column can hold of it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, Final, Literal

from django.db import models
from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from ancrage.directory.shapes import SHAPES

Adapt = Callable[[Any], Any]
MOST_SMALL: Final = 32_767
MOST: Final = 2_147_483_647
_URL: Final = re.compile(r"https?://[^\s<>\"]+\Z", re.IGNORECASE)
_HOST: Final = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}(?:[/:?#]\S*)?\Z", re.IGNORECASE)
_EMAIL: Final = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>.]+\Z")

# What HSDS 3.0 asks for, beside the id.
REQUIRED: Final[Mapping[str, tuple[str, ...]]] = {
    "organization": ("name", "description"),
    "organization_identifier": ("identifier_type", "identifier"),
    "program": ("name", "description"),
    "service": ("name", "status"),
    "location": ("location_type",),
    "address": ("address_1", "city", "state_province", "postal_code", "country", "address_type"),
    "phone": ("number",),
    "taxonomy": ("name", "description"),
    "taxonomy_term": ("name", "description"),
    "metadata": (
        "last_action_date",
        "last_action_type",
        "field_name",
        "previous_value",
        "replacement_value",
        "updated_by",
    ),
}
# Without these a row here says nothing, whatever the format.
NEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    "organization": ("name",),
    "service": ("name",),
    "phone": ("number",),
    "taxonomy": ("name",),
    "taxonomy_term": ("name",),
}
# Not told by HSDS: ours alone, or made elsewhere.
_APART: Final = frozenset({"last_modified", "resource_id"})


@dataclass(frozen=True, slots=True)
class Prop:
    """A property of an object, and its column. ``adapt``: what the column holds of a value; None, all of it."""

    name: str
    column: str
    type: Any
    adapt: Adapt | None
    default: Any
    longest: int = 0
    """Of a text, how many characters its column holds; 0 for anything else."""


@cache
def props_of(name: str) -> tuple[Prop, ...]:
    """The properties with a column that a file may write. Keys to other records are not among them."""
    shape = SHAPES[name]
    found = ((prop, column, shape.model._meta.get_field(column)) for prop, column in shape.columns.items())
    return tuple(
        Prop(prop, column, _type(field), _adapt(field), _empty(field), _longest(field))
        for prop, column, field in found
        if prop not in _APART and not isinstance(field, models.ForeignKey)
    )


def _type(field: Any) -> Any:  # noqa: ANN401 - a field of Django, an annotation of pydantic
    choices = [value for value, _label in field.choices or ()]
    for kind, known in _TYPES.items():
        if isinstance(field, kind):
            return Literal[tuple(choices)] if choices else known
    return str


def _reads(read: Callable[[str], Any], kind: str) -> AfterValidator:
    def judge(text: str) -> str:
        try:
            read(text)
        except ValueError as error:
            raise PydanticCustomError("form", "not well formed", {"kind": kind}) from error
        return text

    return AfterValidator(judge)


def moment_of(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _url(text: str) -> str:
    if text and not _URL.match(text):
        proposal = f"https://{text}" if _HOST.match(text) else None
        raise PydanticCustomError("url", "an address", {"proposal": proposal})
    return text


def _email(text: str) -> str:
    if text and not _EMAIL.match(text):
        raise PydanticCustomError("email", "an e-mail")
    return text


def _whole(number: float) -> float:
    if not 0 <= number <= MOST:
        raise PydanticCustomError("range", "too large")
    return number


_TYPES: Final[Mapping[type[models.Field[Any, Any]], Any]] = {
    models.EmailField: Annotated[str, AfterValidator(_email)],
    models.URLField: Annotated[str, AfterValidator(_url)],
    models.DateTimeField: Annotated[str, _reads(moment_of, "moment")],
    models.DateField: Annotated[str, _reads(date.fromisoformat, "day")],
    models.TimeField: Annotated[str, _reads(time.fromisoformat, "hour")],
    models.DecimalField: float,
    models.FloatField: float,
    models.PositiveIntegerField: Annotated[float, AfterValidator(_whole)],
    models.PositiveSmallIntegerField: Annotated[float, AfterValidator(_whole)],
}


def _adapt(field: Any) -> Adapt | None:  # noqa: ANN401 - a field of Django
    if isinstance(field, models.DecimalField):
        places, most = Decimal(1).scaleb(-field.decimal_places), 10 ** (field.max_digits - field.decimal_places)
        return lambda value: Decimal(str(value)).quantize(places) if abs(value) < most else None
    if isinstance(field, models.CharField) and field.max_length and not field.choices:
        longest = field.max_length
        return lambda value: _text(value)[:longest]
    if field.choices:
        return None
    return next((adapt for kind, adapt in _ADAPTED.items() if isinstance(field, kind)), None)


def _text(value: str) -> str:
    """PostgreSQL keeps no null character."""
    return value.replace("\0", "") if "\0" in value else value


_ADAPTED: Final[Mapping[type[models.Field[Any, Any]], Adapt]] = {
    models.PositiveSmallIntegerField: lambda value: min(int(value), MOST_SMALL),
    models.PositiveIntegerField: int,
    models.TimeField: lambda value: time.fromisoformat(value).replace(tzinfo=None),
    models.DateTimeField: moment_of,
    models.DateField: date.fromisoformat,
    models.TextField: _text,
}


def _longest(field: Any) -> int:  # noqa: ANN401 - a field of Django
    if not isinstance(field, models.CharField | models.TextField) or field.choices:
        return 0
    return field.max_length or MOST


def _empty(field: Any) -> Any:  # noqa: ANN401 - a field of Django
    """What its column holds when nothing is told; a kind keeps its usual one."""
    if field.choices and field.has_default():
        return field.get_default()
    return None if field.null else ""


ROOTS: Final = ("service", "organization", "location", "service_at_location", "program", "taxonomy", "taxonomy_term")
RECORDS: Final = ("organization", "program", "location", "service")
"""What is told to the world by itself, with its provenance."""
PARTS: Final = tuple(name for name in SHAPES if name not in {*RECORDS, "taxonomy", "taxonomy_term"})
