"""What each address of the API may be asked, as types: what is refused is said in words (``words.PARAMETERS``)."""

import re
from datetime import UTC, datetime
from typing import Annotated, Final, Literal
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, Field, StringConstraints, WithJsonSchema
from pydantic.json_schema import SkipJsonSchema

PER_PAGE: Final = 50
MOST_PER_PAGE: Final = 500
MOST_ORGANIZATIONS: Final = 100
MOST_MINIMAL: Final = 50_000
MOST_WORDS: Final = 200
FARTHEST: Final = 500_000
_MOST_PAGES: Final = 10**9

_POSTCODE: Final = r"^[A-Za-z][0-9][A-Za-z]( ?[0-9][A-Za-z][0-9])?$"
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)?)?")


def _digits(value: object) -> object:
    if isinstance(value, str) and not re.fullmatch(r"[0-9]{1,10}", value):
        raise ValueError("digits")
    return value


def _flag(value: object) -> object:
    if isinstance(value, str) and value not in {"true", "false"}:
        raise ValueError("flag")
    return value


def _moment(value: object) -> object:
    """A day, or a moment; without a zone, in universal time. A « + » that was not encoded came as a space."""
    if not isinstance(value, str):
        return value
    said = re.sub(r"(:\d\d(?:\.\d+)?) (\d\d:\d\d)$", r"\1+\2", value.strip().upper())
    if not _MOMENT.fullmatch(said):
        raise ValueError("moment")
    found = datetime.fromisoformat(said.replace(":60", ":59"))
    try:
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except OverflowError:
        return found.replace(tzinfo=UTC)


def _no_control(value: object) -> object:
    return re.sub(r"[\x00-\x1f\x7f]", " ", value) if isinstance(value, str) else value


Number = Annotated[int, Field(ge=1, le=_MOST_PAGES), BeforeValidator(_digits)]
Flag = Annotated[bool, BeforeValidator(_flag)]
Moment = Annotated[
    datetime,
    BeforeValidator(_moment),
    WithJsonSchema({"type": "string", "anyOf": [{"format": "date-time"}, {"format": "date"}]}),
]
Words = Annotated[str, BeforeValidator(_no_control), StringConstraints(max_length=MOST_WORDS, strip_whitespace=True)]
Postcode = Annotated[str, StringConstraints(pattern=_POSTCODE)]


class Single(BaseModel):
    """One record."""

    lang: Literal["fr", "en"] | SkipJsonSchema[None] = None


class SingleOrganization(Single):
    full_service: Flag = False


class Listing(Single):
    """A list, page by page."""

    search: Words = ""
    page: Number = 1
    per_page: Annotated[int, Field(ge=1, le=MOST_PER_PAGE), BeforeValidator(_digits)] | SkipJsonSchema[None] = None
    format: Literal["json", "ndjson"] = "json"

    @property
    def size(self) -> int:
        return self.per_page or PER_PAGE


class Sorted(Listing):
    taxonomy_term_id: UUID | SkipJsonSchema[None] = None
    taxonomy_id: UUID | SkipJsonSchema[None] = None


class Services(Sorted):
    """``minimal``, when no size is asked for, gives as much as a page may hold."""

    organization_id: UUID | SkipJsonSchema[None] = None
    modified_after: Moment | SkipJsonSchema[None] = None
    minimal: Flag = False
    full: Flag = False

    @property
    def size(self) -> int:
        return self.per_page or (MOST_MINIMAL if self.minimal else PER_PAGE)


class ServicesAtLocations(Sorted):
    organization_id: UUID | SkipJsonSchema[None] = None
    modified_after: Moment | SkipJsonSchema[None] = None
    full: Flag = False
    postcode: Postcode | SkipJsonSchema[None] = None
    proximity: Annotated[int, Field(ge=1, le=FARTHEST), BeforeValidator(_digits)] | SkipJsonSchema[None] = None


class Organizations(Sorted):
    per_page: Annotated[int, Field(ge=1, le=MOST_ORGANIZATIONS), BeforeValidator(_digits)] | SkipJsonSchema[None] = None
    full: Flag = False
    full_service: Flag = False


class Taxonomies(Listing):
    pass


class Terms(Listing):
    taxonomy_id: UUID | SkipJsonSchema[None] = None
    top_only: Flag = False
    parent_id: UUID | SkipJsonSchema[None] = None
