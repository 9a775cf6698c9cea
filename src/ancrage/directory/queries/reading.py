"""The rows of records and of all that hangs on them, read by object and not by record: a few statements for hundreds."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import cache, reduce
from operator import or_
from typing import Any, Final
from uuid import UUID

from django.db.models import Func, Q

from ancrage.core.sql import Among
from ancrage.directory.queries.terms import eligibility_rows, own_attributes
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


@dataclass
class Read:
    """The rows read so far: by object, then by id; and which belong to which."""

    rows: dict[str, dict[UUID, Row]] = field(default_factory=dict)
    owned: dict[tuple[str, str, UUID], list[Row]] = field(default_factory=lambda: defaultdict(list))

    def add(self, shape: Shape, rows: Iterable[Row]) -> None:
        mine = self.rows.setdefault(shape.name, {})
        for row in rows:
            mine[row["id"]] = row
            for prop, column in shape.owners.items():
                if row[column]:
                    self.owned[shape.name, prop, row[column]].append(row)

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
    for row in own_attributes(ids, services):
        read.owned["attribute", "service_id", row["service_id"]].append(row)
    read_terms(read)
    for rule in eligibility_rows(ids):
        read.owned["eligibility", "service_id", rule["service_id"]].append(rule)
    return read


def read_parts(read: Read, *, skip: Collection[str]) -> None:
    for name in _PARTS:
        if name in skip:
            continue
        known = [(column, read.ids(prop.removesuffix("_id"))) for prop, column in SHAPES[name].owners.items()]
        wanted = [Q(Among(column, ids)) for column, ids in known if ids]
        if wanted:
            fill(read, name, reduce(or_, wanted))
    _read_metadata(read)


def read_terms(read: Read) -> None:
    """The terms that attributes name, with their taxonomies. A licensed taxonomy stays here, and what it sorts too."""
    attributes = [row for key, rows in read.owned.items() if key[0] == "attribute" for row in rows]
    ids = {row["term_id"] for row in attributes if row["term_id"]}
    fill(read, "taxonomy_term", Q(taxonomy=None) | Q(taxonomy__is_shared=True), Among("id", ids))
    terms = read.rows["taxonomy_term"]
    fill(read, "taxonomy", Among("id", {row["taxonomy_id"] for row in terms.values() if row["taxonomy_id"]}))
    for row in attributes:
        row["is_public"] = row["term_id"] is None or row["term_id"] in terms


def _read_metadata(read: Read) -> None:
    ids = [*read.ids("service"), *read.ids("organization"), *read.ids("location")]
    shape = SHAPES["metadata"]
    rows = shape.model._default_manager.filter(Among("resource_id", ids)).order_by("last_action_date", "pk")
    for row in rows.values("id", "extra", *shape.columns.values()):
        read.owned["metadata", "of", row["resource_id"]].append(row | {"english": {}})


def fill(read: Read, name: str, *wanted: Func | Q) -> None:
    """Read the rows of one object that are ``wanted``."""
    shape = SHAPES[name]
    rows = shape.model._default_manager.filter(*wanted).order_by("pk")
    read.add(shape, rows.values(*_columns(name)))


@cache
def _columns(name: str) -> tuple[str, ...]:
    shape = SHAPES[name]
    own = (*shape.columns.values(), *shape.owners.values(), *_MORE.get(name, ()))
    return tuple(dict.fromkeys(("id", "english", "extra", *own)))


# Beside what HSDS says: what decides whether it is said, and what is found by.
_MORE: Final = {
    "service": (
        *("is_public", "is_active", "is_defunct", "paused_on", "resumes_on", "pause_reason", "modified_at"),
        *("waiting_weeks", "places", "answer_days", "accepts_referrals", "schedule", "publics", "modes", "fee_kind"),
    ),
    "organization": ("is_public", "is_active", "email", "region_id"),
    "program": ("is_public",),
    "location": (
        *("is_public", "municipality_id", "municipality__name"),
        *("municipality__latitude", "municipality__longitude"),
    ),
    "service_area": ("region_id", "mrc_id", "municipality_id"),
    "contact": ("is_public",),
    "phone": ("is_public",),
}
