"""The rows of records and of all that hangs on them, read by object and not by record: a few statements for hundreds."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, reduce
from operator import itemgetter, or_
from typing import Any, Final
from uuid import UUID

from django.db.models import Func, Q

from ancrage.core.sql import Among
from ancrage.directory.queries.terms import eligibility_rows, own_attributes
from ancrage.directory.queries.together import rows_together
from ancrage.directory.shapes import SHAPES, Shape

Row = dict[str, Any]

# What hangs on a record, in the order it is read: each after what it may belong to.
_PARTS: Final = (
    "organization_identifier",
    "service_area",
    "service_at_location",
    "location",
    "address",
    "accessibility",
    "contact",
    "phone",
    "language",
    "schedule",
    "cost_option",
    "required_document",
    "funding",
    "attribute",
)
# The same of an organisation, by what may be read at once.
_ROUNDS: Final[tuple[tuple[str, ...], ...]] = (
    ("organization_identifier", "address", "accessibility", "contact", "schedule", "funding", "attribute"),
    ("phone",),
    ("language",),
)


@dataclass
class Read:
    """The rows read so far: by object, then by id; and which belong to which."""

    rows: dict[str, dict[UUID, Row]] = field(default_factory=dict)
    owned: dict[tuple[str, str], dict[UUID, list[Row]]] = field(default_factory=dict)

    def add(self, shape: Shape, rows: Iterable[Row]) -> None:
        found = {row["id"]: row for row in rows}
        self.rows.setdefault(shape.name, {}).update(found)
        for prop, column in shape.owners.items():
            self.hang(shape.name, prop.removesuffix("_id"), column, found.values())

    def hang(self, name: str, owner: str, column: str, rows: Iterable[Row]) -> None:
        """These rows belong to the owner that their ``column`` names."""
        held = self.owned.setdefault((name, owner), {})
        for row in rows:
            if key := row[column]:
                held.setdefault(key, []).append(row)

    def parts(self, name: str, owner: str, key: UUID) -> list[Row]:
        """The rows of an object that belong to a record."""
        held = self.owned.get((name, owner))
        return held.get(key, []) if held else []

    def ids(self, name: str) -> Collection[UUID]:
        return self.rows.get(name, {}).keys()


def read_services(ids: Collection[UUID]) -> Read:
    """The services ``ids``, with all that hangs on them, their organisations and their places."""
    read = Read()
    fill(read, "service", Among("id", ids))
    services = read.rows["service"].values()
    fill(read, "organization", Among("id", {row["organization_id"] for row in services}))
    fill(read, "program", Among("id", {row["program_id"] for row in services if row["program_id"]}))
    fill(read, "service_at_location", Among("service_id", ids))
    places = {row["location_id"] for row in read.rows["service_at_location"].values()}
    fill(read, "location", Among("id", places))
    read_parts(read, skip=("location", "service_at_location"))
    read.hang("attribute", "service", "service_id", own_attributes(ids, services))
    read_terms(read)
    read.hang("eligibility", "service", "service_id", eligibility_rows(ids))
    return read


def read_parts(read: Read, *, skip: Collection[str]) -> None:
    for name in _PARTS:
        if name in skip:
            continue
        if wanted := _wanted(read, name):
            fill(read, name, wanted)
    _read_metadata(read)


def read_of_organizations(read: Read, ids: Collection[UUID]) -> None:
    """All that hangs on the organisations ``ids``, in few statements: a page asks ten at most."""
    _fill_together(read, {name: Q(Among("organization_id", ids)) for name in ("program", "location")})
    for names in _ROUNDS:
        _fill_together(read, {name: wanted for name in names if (wanted := _wanted(read, name))})
    _read_metadata(read)
    read_terms(read)


def _wanted(read: Read, name: str) -> Q | None:
    """The rows of this object that belong to what was read."""
    known = [(column, read.ids(prop.removesuffix("_id"))) for prop, column in SHAPES[name].owners.items()]
    wanted = [Q(Among(column, ids)) for column, ids in known if ids]
    return reduce(or_, wanted) if wanted else None


def read_terms(read: Read) -> None:
    """The terms that attributes name, with their taxonomies. A licensed taxonomy stays here, and what it sorts too."""
    owned = [held for (name, _owner), held in read.owned.items() if name == "attribute"]
    attributes = [row for held in owned for rows in held.values() for row in rows]
    ids = {row["term_id"] for row in attributes if row["term_id"]}
    shared = Q(taxonomy=None) | Q(taxonomy__is_shared=True)
    wanted = {"taxonomy_term": shared & Q(Among("id", ids)), "taxonomy": Q(Among("terms__id", ids), is_shared=True)}
    _fill_together(read, wanted if ids else {})
    terms = read.rows.setdefault("taxonomy_term", {})
    for row in attributes:
        row["is_public"] = row["term_id"] is None or row["term_id"] in terms


def _read_metadata(read: Read) -> None:
    ids = [*read.ids("service"), *read.ids("organization"), *read.ids("location")]
    shape = SHAPES["metadata"]
    rows = shape.model._default_manager.filter(Among("resource_id", ids)).order_by("last_action_date", "pk")
    told = rows.values("id", "extra", *shape.columns.values())
    read.hang("metadata", "of", "resource_id", (row | {"english": {}} for row in told))


def fill(read: Read, name: str, *wanted: Func | Q) -> None:
    """Read the rows of one object that are ``wanted``."""
    shape = SHAPES[name]
    rows = shape.model._default_manager.filter(*wanted).order_by("pk")
    read.add(shape, rows.values(*_columns(name)))


def _fill_together(read: Read, wanted: Mapping[str, Q]) -> None:
    """The same for several objects, in one statement."""
    querysets = {
        name: SHAPES[name].model._default_manager.filter(found).order_by().values(*_own_columns(name))
        for name, found in wanted.items()
    }
    for name, rows in rows_together(querysets).items():
        read.add(SHAPES[name], sorted(rows, key=itemgetter("id")))


@cache
def _columns(name: str) -> tuple[str, ...]:
    shape = SHAPES[name]
    own = (*shape.columns.values(), *shape.owners.values(), *_MORE.get(name, ()))
    return tuple(dict.fromkeys(("id", "english", "extra", *own)))


def _own_columns(name: str) -> tuple[str, ...]:
    """Those of its table alone."""
    return tuple(column for column in _columns(name) if "__" not in column)


# Beside what HSDS says: what decides whether it is said, and what is found by.
_MORE: Final = {
    "service": (
        *("is_public", "is_active", "is_defunct", "paused_on", "resumes_on", "pause_reason", "modified_at"),
        *("waiting_weeks", "places", "answer_days", "accepts_referrals", "schedule", "publics", "modes", "fee_kind"),
    ),
    "organization": ("is_public", "is_active", "email", "region_id", "parent__is_public"),
    "program": ("is_public",),
    "location": (
        *("is_public", "municipality_id", "municipality__name"),
        *("municipality__latitude", "municipality__longitude"),
    ),
    "service_area": ("region_id", "mrc_id", "municipality_id"),
    "contact": ("is_public",),
    "phone": ("is_public",),
}
