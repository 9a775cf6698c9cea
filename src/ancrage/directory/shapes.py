"""HSDS's objects and the tables that hold them: one line by property, read by whatever writes or reads HSDS.

Names on the left are Open Referral's (HSDS 3.0, and ``capacities`` of 3.1); those on the right are columns here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from django.db import models

from ancrage.directory import models as directory

HSDS_VERSION: Final = "3.0"


@dataclass(frozen=True)
class Shape:
    """An object of HSDS.

    :param columns: its own properties, by the column that holds each. An empty column is left out: HSDS has no null.
    :param owners: the properties that say to what it belongs.
    :param children: its arrays, by the object they hold.
    :param kept: properties of HSDS without a column: they live in ``extra`` and leave as they came.
    """

    name: str
    model: type[models.Model]
    columns: Mapping[str, str]
    owners: Mapping[str, str] = field(default_factory=dict)
    children: Mapping[str, str] = field(default_factory=dict)
    kept: frozenset[str] = frozenset()

    @cached_property
    def told(self) -> frozenset[str]:
        """The properties whose changes may be told: those that are told."""
        return frozenset({*self.columns, *self.kept, "status"})

    @cached_property
    def texts(self) -> dict[str, str]:
        """The properties that may be translated."""
        kinds = (models.CharField, models.TextField)
        fields = {name: self.model._meta.get_field(column) for name, column in self.columns.items()}
        return {
            name: self.columns[name]
            for name, column in fields.items()
            if isinstance(column, kinds)
            and not isinstance(column, models.URLField | models.EmailField)
            and not column.choices
        }


def _same(*names: str) -> dict[str, str]:
    return {name: name for name in names}


_CHILDREN: Final = {"phones": "phone", "contacts": "contact", "attributes": "attribute"}

_SHAPES: Final = (
    Shape(
        "organization",
        directory.Organization,
        {
            "alternate_name": "short_name",
            "email": "public_email",
            "parent_organization_id": "parent_id",
            **_same("name", "description", "website", "legal_status", "year_incorporated"),
        },
        children={
            **_CHILDREN,
            "funding": "funding",
            "locations": "location",
            "programs": "program",
            "organization_identifiers": "organization_identifier",
        },
        kept=frozenset({"tax_status", "tax_id", "logo", "uri"}),
    ),
    Shape(
        "organization_identifier",
        directory.OrganizationIdentifier,
        {"identifier_scheme": "scheme", "identifier_type": "type", "identifier": "identifier"},
        {"organization_id": "organization_id"},
    ),
    Shape(
        "program",
        directory.Program,
        _same("name", "alternate_name", "description"),
        {"organization_id": "organization_id"},
    ),
    Shape(
        "service",
        directory.Service,
        {
            **_same("name", "alternate_name", "description", "url", "email", "minimum_age", "maximum_age"),
            **_same("accreditations", "licenses", "alert", "assurer_email"),
            "interpretation_services": "interpretation",
            "application_process": "application",
            "fees_description": "fee",
            "wait_time": "waiting_note",
            "eligibility_description": "eligibility",
            "assured_date": "verified_on",
            "last_modified": "modified_at",
        },
        {"organization_id": "organization_id", "program_id": "program_id"},
        {
            **_CHILDREN,
            "schedules": "schedule",
            "service_areas": "service_area",
            "service_at_locations": "service_at_location",
            "languages": "language",
            "funding": "funding",
            "cost_options": "cost_option",
            "required_documents": "required_document",
        },
        frozenset({"fees"}),
    ),
    Shape(
        "service_at_location",
        directory.ServiceAtLocation,
        _same("description"),
        {"service_id": "service_id", "location_id": "location_id"},
        {**_CHILDREN, "schedules": "schedule"},
    ),
    Shape(
        "location",
        directory.Location,
        {
            **_same("location_type", "url", "name", "alternate_name", "description", "transportation"),
            **_same("latitude", "longitude", "external_identifier", "external_identifier_type"),
        },
        {"organization_id": "organization_id"},
        {
            **_CHILDREN,
            "languages": "language",
            "addresses": "address",
            "accessibility": "accessibility",
            "schedules": "schedule",
        },
    ),
    Shape(
        "address",
        directory.Address,
        {
            **_same("attention", "address_1", "address_2", "city", "region"),
            **_same("state_province", "postal_code", "country", "address_type"),
        },
        {"location_id": "location_id"},
    ),
    Shape(
        "accessibility",
        directory.Accessibility,
        _same("description", "details", "url"),
        {"location_id": "location_id"},
    ),
    Shape(
        "contact",
        directory.Contact,
        _same("name", "title", "department", "email"),
        {
            "organization_id": "organization_id",
            "service_id": "service_id",
            "service_at_location_id": "service_at_location_id",
            "location_id": "location_id",
        },
        {"phones": "phone"},
    ),
    Shape(
        "phone",
        directory.Phone,
        _same("number", "extension", "type", "description"),
        {
            "location_id": "location_id",
            "service_id": "service_id",
            "organization_id": "organization_id",
            "contact_id": "contact_id",
            "service_at_location_id": "service_at_location_id",
        },
        {"languages": "language"},
    ),
    Shape(
        "language",
        directory.Language,
        _same("name", "code", "note"),
        {"service_id": "service_id", "location_id": "location_id", "phone_id": "phone_id"},
    ),
    Shape(
        "schedule",
        directory.Schedule,
        {
            **_same("valid_from", "valid_to", "dtstart", "timezone", "until", "count", "wkst", "freq", "interval"),
            **_same("byday", "byweekno", "bymonthday", "byyearday", "description", "opens_at", "closes_at"),
            **_same("schedule_link", "attending_type", "notes"),
        },
        {
            "service_id": "service_id",
            "location_id": "location_id",
            "service_at_location_id": "service_at_location_id",
        },
    ),
    Shape(
        "service_area",
        directory.ServiceArea,
        _same("name", "description", "extent", "extent_type", "uri"),
        {"service_id": "service_id"},
    ),
    Shape(
        "cost_option",
        directory.CostOption,
        _same("valid_from", "valid_to", "option", "currency", "amount", "amount_description"),
        {"service_id": "service_id"},
    ),
    Shape("required_document", directory.RequiredDocument, _same("document", "uri"), {"service_id": "service_id"}),
    Shape(
        "funding",
        directory.Funding,
        {"source": "funder"},
        {"organization_id": "organization_id", "service_id": "service_id"},
    ),
    Shape(
        "attribute",
        directory.Attribute,
        {"taxonomy_term_id": "term_id", **_same("link_type", "value", "label")},
        {
            "organization_id": "organization_id",
            "service_id": "service_id",
            "service_at_location_id": "service_at_location_id",
            "location_id": "location_id",
        },
    ),
    Shape("taxonomy", directory.Taxonomy, _same("name", "description", "uri", "version")),
    Shape(
        "taxonomy_term",
        directory.TaxonomyTerm,
        {
            "parent_id": "parent_id",
            "taxonomy_id": "taxonomy_id",
            **_same("code", "name", "description", "language", "term_uri"),
        },
    ),
    Shape(
        "metadata",
        directory.Metadata,
        {
            **_same("resource_id", "resource_type", "last_action_date", "last_action_type", "field_name"),
            **_same("previous_value", "replacement_value", "updated_by"),
        },
    ),
)
SHAPES: Final[Mapping[str, Shape]] = {shape.name: shape for shape in _SHAPES}

# What HSDS asks of each object beside its ``id``: sent even when it is empty.
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
        *("last_action_date", "last_action_type", "field_name"),
        *("previous_value", "replacement_value", "updated_by"),
    ),
}
