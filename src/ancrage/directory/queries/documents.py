"""Records as HSDS says them: nothing that is not public, no empty property, one language at a time.

What our own profile adds (``translations``, ``intake``, ``eligibilities``) is told in ``docs/api.md``.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db.models import Q

from ancrage.core.dates import local_day
from ancrage.directory.models import Service
from ancrage.directory.queries.terms import eligibility_documents, own_attributes
from ancrage.directory.shapes import SHAPES, Shape

Document = dict[str, Any]
Row = dict[str, Any]
Plain = bool | int | float | str

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
# In a service, its organisation comes with what reaches it, not with its other places and programs.
_OF_ORGANIZATION: Final = ("phones", "contacts", "organization_identifiers", "funding", "attributes")


@dataclass
class _Read:
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


def service_documents(ids: Collection[UUID], *, english: bool, at: datetime) -> dict[UUID, tuple[Document, Document]]:
    """By service: its entry in a list, and all of it. English where there is some, French elsewhere."""
    read = _read_services(ids)
    writer = _Writer(read, english=english, day=local_day(at))
    found = {}
    for key, row in read.rows["service"].items():
        brief = writer.brief_service(row)
        found[key] = brief, writer.full_service(row, brief)
    return found


def organization_documents(ids: Collection[UUID], *, english: bool, full: bool) -> dict[UUID, Document]:
    """By organisation: its own properties, and with ``full`` what hangs on it, services apart."""
    read = _Read()
    _fill(read, "organization", id__in=ids)
    if full:
        _fill(read, "program", organization__in=ids)
        _fill(read, "location", organization__in=ids)
        _read_parts(read, skip=("location", "service_at_location"))
        _read_terms(read)
    writer = _Writer(read, english=english)
    shape = SHAPES["organization"]
    names = tuple(shape.children) if full else ()
    return {key: writer.whole(shape, row, names) for key, row in read.rows["organization"].items()}


def service_at_location_documents(ids: Collection[UUID], *, english: bool, full: bool) -> dict[UUID, Document]:
    """By service in a place: what holds there, and the place; with ``full``, what hangs on both."""
    read = _Read()
    _fill(read, "service_at_location", id__in=ids)
    places = {row["location_id"] for row in read.rows["service_at_location"].values()}
    _fill(read, "location", id__in=places)
    if full:
        _read_parts(read, skip=("location", "service_at_location"))
        _read_terms(read)
    writer = _Writer(read, english=english)
    return {key: writer.service_at_location(row, full=full) for key, row in read.rows["service_at_location"].items()}


def term_documents(ids: Collection[UUID], *, english: bool) -> dict[UUID, Document]:
    """By term, with the taxonomy it is of."""
    read = _Read()
    _fill(read, "taxonomy_term", id__in=ids)
    _fill(read, "taxonomy", id__in={row["taxonomy_id"] for row in read.rows["taxonomy_term"].values()})
    writer = _Writer(read, english=english)
    return {key: writer.term(row) for key, row in read.rows["taxonomy_term"].items()}


def taxonomy_documents(ids: Collection[UUID], *, english: bool) -> dict[UUID, Document]:
    read = _Read()
    _fill(read, "taxonomy", id__in=ids)
    writer = _Writer(read, english=english)
    return {key: writer.own(SHAPES["taxonomy"], row) for key, row in read.rows["taxonomy"].items()}


def _read_services(ids: Collection[UUID]) -> _Read:
    read = _Read()
    _fill(read, "service", id__in=ids)
    services = read.rows["service"].values()
    _fill(read, "organization", id__in={row["organization_id"] for row in services})
    _fill(read, "program", id__in={row["program_id"] for row in services if row["program_id"]})
    _fill(read, "service_at_location", service__in=ids)
    _fill(read, "location", id__in={row["location_id"] for row in read.rows["service_at_location"].values()})
    _read_parts(read, skip=("location", "service_at_location"))
    for key, attributes in own_attributes(ids).items():
        read.owned["attribute", "service_id", key] += attributes
    _read_terms(read)
    for key, rules in eligibility_documents(ids).items():
        read.rows["service"][key]["eligibilities"] = rules
    return read


def _read_parts(read: _Read, *, skip: Collection[str]) -> None:
    for name in _PARTS:
        if name in skip:
            continue
        known = [(column, read.ids(prop.removesuffix("_id"))) for prop, column in SHAPES[name].owners.items()]
        wanted = Q()
        for column, ids in known:
            if ids:
                wanted |= Q(**{f"{column}__in": ids})
        if wanted:
            _fill(read, name, wanted)
    _read_metadata(read)


def _read_terms(read: _Read) -> None:
    """The terms that attributes name, with their taxonomies. A licensed taxonomy stays here, and what it sorts too."""
    attributes = [row for key, rows in read.owned.items() if key[0] == "attribute" for row in rows]
    ids = {row["term_id"] for row in attributes if row["term_id"]}
    _fill(read, "taxonomy_term", Q(taxonomy=None) | Q(taxonomy__is_shared=True), id__in=ids)
    terms = read.rows["taxonomy_term"]
    _fill(read, "taxonomy", id__in={row["taxonomy_id"] for row in terms.values() if row["taxonomy_id"]})
    for row in attributes:
        row["is_public"] = row["term_id"] is None or row["term_id"] in terms


def _read_metadata(read: _Read) -> None:
    ids = [*read.ids("service"), *read.ids("organization"), *read.ids("location")]
    shape = SHAPES["metadata"]
    rows = shape.model._default_manager.filter(resource_id__in=ids).order_by("last_action_date", "pk")
    for row in rows.values("id", "extra", *shape.columns.values()):
        read.owned["metadata", "of", row["resource_id"]].append(row | {"english": {}})


def _fill(read: _Read, name: str, *wanted: Q, **where: Any) -> None:
    shape = SHAPES[name]
    read.add(shape, shape.model._default_manager.filter(*wanted, **where).order_by("pk").values(*_columns(shape)))


def _columns(shape: Shape) -> tuple[str, ...]:
    more = {
        "service": _OF_SERVICE,
        "organization": ("is_public", "is_active"),
        "program": ("is_public",),
        "location": ("is_public",),
        "contact": ("is_public",),
        "phone": ("is_public",),
    }.get(shape.name, ())
    return tuple(dict.fromkeys(("id", "english", "extra", *shape.columns.values(), *shape.owners.values(), *more)))


_OF_SERVICE: Final = (
    *("is_public", "is_active", "is_defunct", "paused_on", "resumes_on", "pause_reason"),
    *("waiting_weeks", "places", "answer_days", "accepts_referrals", "schedule"),
)


@dataclass
class _Writer:
    read: _Read
    english: bool
    day: date | None = None

    def own(self, shape: Shape, row: Row) -> Document:
        """The properties of the row itself, and its translations."""
        said = row["english"]
        out: Document = {"id": str(row["id"])}
        for prop, column in shape.columns.items():
            value = (said.get(column) if self.english else None) or row[column]
            if value is not None and value != "":
                out[prop] = _plain(value)
        out |= {name: row["extra"][name] for name in shape.kept if name in row["extra"]}
        if translations := self._translations(shape, row):
            out["translations"] = [translations]
        return out

    def _translations(self, shape: Shape, row: Row) -> Document:
        """The same texts in the other language."""
        said = row["english"]
        other = {
            prop: row[column] if self.english else said[column]
            for prop, column in shape.texts.items()
            if said.get(column)
        }
        return {"language": "fr" if self.english else "en", **other} if other else {}

    def whole(self, shape: Shape, row: Row, names: Iterable[str]) -> Document:
        """With its children ``names`` and its changes."""
        out = self.own(shape, row)
        for prop in names:
            child = SHAPES[shape.children[prop]]
            rows = self.read.owned.get((child.name, f"{shape.name}_id", row["id"]), ())
            if found := [self.child(child, one, shape, row["id"]) for one in rows if one.get("is_public", True)]:
                out[prop] = found
        if changes := self.read.owned.get(("metadata", "of", row["id"])):
            out["metadata"] = [self.own(SHAPES["metadata"], change) for change in changes]
        return out

    def child(self, shape: Shape, row: Row, parent: Shape, parent_id: UUID) -> Document:
        if shape.name == "service_at_location":
            return self.service_at_location(row, full=True)
        out = self.whole(shape, row, shape.children)
        if shape.name == "attribute":
            out |= {"link_id": str(parent_id), "link_entity": parent.name}
            if row["term_id"]:
                out["taxonomy_term"] = self.term(self.read.rows["taxonomy_term"][row["term_id"]])
            return out
        if prop := next((name for name in shape.owners if name == f"{parent.name}_id"), ""):
            out[prop] = str(parent_id)
        return out

    def term(self, row: Row) -> Document:
        """A term, and the taxonomy it is of."""
        out = self.own(SHAPES["taxonomy_term"], row)
        if taxonomy := self.read.rows["taxonomy"].get(row["taxonomy_id"]):
            out["taxonomy"] = taxonomy["name"]
            out["taxonomy_detail"] = self.own(SHAPES["taxonomy"], taxonomy)
        return out

    def service_at_location(self, row: Row, *, full: bool) -> Document:
        shape, place_shape = SHAPES["service_at_location"], SHAPES["location"]
        out = self.whole(shape, row, shape.children if full else ())
        out["service_id"] = str(row["service_id"])
        place = self.read.rows["location"].get(row["location_id"])
        if place is not None and place["is_public"]:
            out["location_id"] = str(place["id"])
            out["location"] = self.whole(place_shape, place, place_shape.children if full else ())
        return out

    def brief_service(self, row: Row) -> Document:
        organization = self.read.rows["organization"][row["organization_id"]]
        out = self.own(SHAPES["service"], row)
        out["status"] = _status(row, organization, self.day)
        out["intake"] = _intake(row)
        out["organization_id"] = str(organization["id"])
        out["organization"] = self.own(SHAPES["organization"], organization)
        program = self.read.rows["program"].get(row["program_id"])
        if program is not None and program["is_public"]:
            out["program_id"] = str(program["id"])
            out["program"] = self.own(SHAPES["program"], program)
        return out

    def full_service(self, row: Row, brief: Document) -> Document:
        shape = SHAPES["service"]
        out = brief | self.whole(shape, row, shape.children)
        organization = self.read.rows["organization"][row["organization_id"]]
        out["organization"] = self.whole(SHAPES["organization"], organization, _OF_ORGANIZATION)
        if rules := row.get("eligibilities"):
            out["eligibilities"] = rules
        return out


def _status(row: Row, organization: Row, day: date | None) -> str:
    if row["is_defunct"]:
        return "defunct"
    if not row["is_active"] or not organization["is_active"]:
        return "inactive"
    service = Service(paused_on=row["paused_on"], resumes_on=row["resumes_on"])
    return "temporarily closed" if day is not None and service.is_paused(day) else "active"


def _intake(row: Row) -> Document:
    """What our profile says of how people are received."""
    names = ("accepts_referrals", "answer_days", "waiting_weeks", "places", "paused_on", "resumes_on", "pause_reason")
    found = {name: row[name] for name in names}
    return {name: _plain(value) for name, value in found.items() if value is not None and value != ""}


def _plain(value: object) -> Plain:
    """As JSON says it: a number for an amount, hours without seconds when there are none."""
    match value:
        case bool() | int() | float() | str():
            return value
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case datetime() | date():
            return value.isoformat()
        case time():
            return value.isoformat("auto" if value.second else "minutes")
        case _:
            return str(value)
