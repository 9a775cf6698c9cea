"""Records as HSDS says them: nothing that is not public, no empty property, one language at a time.

What our own profile adds (``translations``, ``intake``, ``eligibilities``) is told in ``docs/api.md``.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from typing import Any, Final
from uuid import UUID

from ancrage.core.dates import local_day
from ancrage.core.sql import Among
from ancrage.directory.models.service import is_paused
from ancrage.directory.queries.reading import Read, Row, fill, read_of_organizations, read_parts, read_terms
from ancrage.directory.queries.terms import STATUSES, term_id
from ancrage.directory.queries.translated import in_english
from ancrage.directory.shapes import REQUIRED, SHAPES, Shape

Document = dict[str, Any]
Plain = bool | int | float | str

# In a service, its organisation comes with what reaches it, not with its other places and programs.
_OF_ORGANIZATION: Final = ("phones", "contacts", "organization_identifiers", "funding", "attributes")


def service_documents(read: Read, *, at: datetime) -> dict[UUID, tuple[Document, Document]]:
    """By service: its entry in a list, and all of it, in French (``translated.in_english`` turns it over)."""
    writer = _Writer(read, day=local_day(at))
    found = {}
    for key, row in read.rows["service"].items():
        brief = writer.brief_service(row)
        found[key] = brief, writer.full_service(row, brief)
    return found


def organization_documents(ids: Collection[UUID], *, english: bool, full: bool) -> dict[UUID, Document]:
    """By organisation: its own properties, and with ``full`` what hangs on it, services apart."""
    read = Read()
    fill(read, "organization", Among("id", ids))
    if full:
        read_of_organizations(read, ids)
    writer = _Writer(read)
    shape = SHAPES["organization"]
    names = tuple(shape.children) if full else ()
    return _said({key: writer.whole(shape, row, names) for key, row in read.rows["organization"].items()}, english)


def service_at_location_documents(ids: Collection[UUID], *, english: bool, full: bool) -> dict[UUID, Document]:
    """By service in a place: what holds there, and the place; with ``full``, what hangs on both."""
    read = Read()
    fill(read, "service_at_location", Among("id", ids))
    places = {row["location_id"] for row in read.rows["service_at_location"].values()}
    fill(read, "location", Among("id", places))
    if full:
        read_parts(read, skip=("location", "service_at_location"))
        read_terms(read)
    writer, rows = _Writer(read), read.rows["service_at_location"]
    return _said({key: writer.service_at_location(row, full=full) for key, row in rows.items()}, english)


def term_documents(ids: Collection[UUID], *, english: bool) -> dict[UUID, Document]:
    """By term, with the taxonomy it is of."""
    read = Read()
    fill(read, "taxonomy_term", Among("id", ids))
    taxonomies = {row["taxonomy_id"] for row in read.rows["taxonomy_term"].values()}
    fill(read, "taxonomy", Among("id", taxonomies - {None}))
    writer = _Writer(read)
    return _said({key: writer.term(key) for key in read.rows["taxonomy_term"]}, english)


def taxonomy_documents(ids: Collection[UUID], *, english: bool) -> dict[UUID, Document]:
    read = Read()
    fill(read, "taxonomy", Among("id", ids))
    writer = _Writer(read)
    return _said({key: writer.own(SHAPES["taxonomy"], row) for key, row in read.rows["taxonomy"].items()}, english)


def _said(documents: dict[UUID, Document], english: bool) -> dict[UUID, Document]:  # noqa: FBT001 - its only question
    """English where there is some, French elsewhere."""
    return {key: in_english(one) for key, one in documents.items()} if english else documents


@cache
def _properties(name: str) -> tuple[tuple[str, str, bool], ...]:
    """Those of an object: the column of each, and whether it is said even when it is empty."""
    required = REQUIRED.get(name, ())
    return tuple((prop, column, prop in required) for prop, column in SHAPES[name].columns.items())


@dataclass
class _Writer:
    """Every record in French, its English in ``translations``."""

    read: Read
    day: date | None = None
    # What several records say the same of is written once.
    _terms: dict[UUID, Document] = field(default_factory=dict)
    _organizations: dict[UUID, Document] = field(default_factory=dict)

    def own(self, shape: Shape, row: Row) -> Document:
        """The properties of the row itself, and its translations."""
        out: Document = {"id": str(row["id"])}
        for prop, column, is_required in _properties(shape.name):
            value = row[column]
            if type(value) is str:
                if value or is_required:
                    out[prop] = value
            elif value is not None:
                out[prop] = _plain(value)
            elif is_required:
                out[prop] = ""
        if shape.name == "organization" and not row["parent__is_public"]:
            out.pop("parent_organization_id", None)
        if row["extra"]:
            out |= {name: row["extra"][name] for name in shape.kept if name in row["extra"]}
        if said := row["english"]:
            other = {prop: said[column] for prop, column in shape.texts.items() if said.get(column)}
            if other:
                out["translations"] = [{"language": "en", **other}]
        return out

    def whole(self, shape: Shape, row: Row, names: Iterable[str]) -> Document:
        return self.hang(self.own(shape, row), shape, row["id"], names)

    def hang(self, out: Document, shape: Shape, key: UUID, names: Iterable[str]) -> Document:
        """``out``, of the row ``key``, with its children ``names`` and its changes."""
        for prop in names:
            child = SHAPES[shape.children[prop]]
            rows = self.read.parts(child.name, shape.name, key)
            if rows and (
                found := [self.child(child, row, shape, out["id"]) for row in rows if self.is_told(child, row)]
            ):
                out[prop] = found
        # Of what is told alone: what a field that stays inside was, stays inside.
        if changes := self.read.parts("metadata", "of", key):
            told = [self.own(SHAPES["metadata"], one) for one in changes if one["field_name"] in shape.told]
            if told:
                out["metadata"] = told
        return out

    def is_told(self, shape: Shape, row: Row) -> bool:
        """Whether it is public. What is said of a service in a place says where the place is."""
        if shape.name == "service_at_location":
            place = self.read.rows["location"].get(row["location_id"])
            return place is not None and bool(place["is_public"])
        return bool(row.get("is_public", True))

    def child(self, shape: Shape, row: Row, parent: Shape, parent_id: str) -> Document:
        if shape.name == "service_at_location":
            return self.service_at_location(row, full=True)
        out = self.whole(shape, row, shape.children)
        if shape.name == "attribute":
            out |= {"link_id": parent_id, "link_entity": parent.name}
            if row["term_id"]:
                out["taxonomy_term"] = self.term(row["term_id"])
        elif (owner := f"{parent.name}_id") in shape.owners:
            out[owner] = parent_id
        return out

    def term(self, key: UUID) -> Document:
        """A term, and the taxonomy it is of."""
        if key not in self._terms:
            row = self.read.rows["taxonomy_term"][key]
            out = self._terms[key] = self.own(SHAPES["taxonomy_term"], row)
            if taxonomy := self.read.rows["taxonomy"].get(row["taxonomy_id"]):
                out["taxonomy"] = taxonomy["name"]
                out["taxonomy_detail"] = self.own(SHAPES["taxonomy"], taxonomy)
        return self._terms[key]

    def service_at_location(self, row: Row, *, full: bool) -> Document:
        shape, place_shape = SHAPES["service_at_location"], SHAPES["location"]
        out = self.whole(shape, row, shape.children if full else ())
        out["service_id"] = str(row["service_id"])
        place = self.read.rows["location"].get(row["location_id"])
        if place is not None and place["is_public"]:
            told = out["location"] = self.whole(place_shape, place, place_shape.children if full else ())
            out["location_id"] = told["id"]
        return out

    def organization(self, key: UUID) -> Document:
        """An organisation as its services show it."""
        if key not in self._organizations:
            shape = SHAPES["organization"]
            self._organizations[key] = self.whole(shape, self.read.rows["organization"][key], _OF_ORGANIZATION)
        return self._organizations[key]

    def brief_service(self, row: Row) -> Document:
        organization = self.read.rows["organization"][row["organization_id"]]
        out = self.own(SHAPES["service"], row)
        out["status"] = _status(row, organization, self.day)
        out["intake"] = _intake(row)
        told = out["organization"] = self.own(SHAPES["organization"], organization)
        out["organization_id"] = told["id"]
        program = self.read.rows["program"].get(row["program_id"])
        if program is not None and program["is_public"]:
            told = out["program"] = self.own(SHAPES["program"], program)
            out["program_id"] = told["id"]
        return out

    def full_service(self, row: Row, brief: Document) -> Document:
        shape = SHAPES["service"]
        out = self.hang(dict(brief), shape, row["id"], shape.children)
        out["organization"] = self.organization(row["organization_id"])
        if rules := self.read.parts("eligibility", "service", row["id"]):
            out["eligibilities"] = [_eligibility(rule) for rule in rules]
        return out


def _status(row: Row, organization: Row, day: date | None) -> str:
    if row["is_defunct"]:
        return "defunct"
    if not row["is_active"] or not organization["is_active"]:
        return "inactive"
    closed = day is not None and is_paused(row["paused_on"], row["resumes_on"], day)
    return "temporarily closed" if closed else "active"


def _eligibility(rule: Row) -> Document:
    out = {"id": rule["id"], "taxonomy_term_id": term_id(STATUSES, rule["status"]), "is_admitted": rule["is_admitted"]}
    out |= {"valid_from": rule["during"].lower, "valid_to": rule["during"].upper}
    return {name: _plain(value) for name, value in out.items() if value is not None}


_INTAKE: Final = (
    "accepts_referrals",
    "answer_days",
    "waiting_weeks",
    "places",
    "paused_on",
    "resumes_on",
    "pause_reason",
)


def _intake(row: Row) -> Document:
    """What our profile says of how people are received."""
    return {name: _plain(row[name]) for name in _INTAKE if row[name] is not None and row[name] != ""}


def _decimal(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _hour(value: time) -> str:
    return value.isoformat("auto" if value.second else "minutes")


_SAID: Final[dict[type, Callable[[Any], Plain]]] = {
    Decimal: _decimal,
    datetime: datetime.isoformat,
    date: date.isoformat,
    time: _hour,
    UUID: str,
}


def _plain(value: Any) -> Plain:  # noqa: ANN401 - whatever a column holds
    """As JSON says it: a number for an amount, hours without seconds when there are none."""
    say = _SAID.get(type(value))
    return say(value) if say else value
