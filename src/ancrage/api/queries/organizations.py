"""Organisations, with the services they offer to all."""

from collections import defaultdict
from collections.abc import Collection
from functools import partial
from typing import Any, Final
from uuid import UUID

from django.db.models import BooleanField, Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.fields.json import KeyTextTransform

from ancrage.api.parameters import Organizations
from ancrage.api.queries.records import Document, Records
from ancrage.api.queries.services import Sought
from ancrage.core.sql import FrSort
from ancrage.core.text import fold
from ancrage.directory.models import Attribute, Organization, Publication
from ancrage.directory.queries.documents import organization_documents
from ancrage.directory.queries.translated import read_as

# What an organisation says of each of its services.
_NAMED: Final = ("id", "organization_id", "name", "status", "last_modified")
_FEW: Final = 2000
# OFFSET 0: asked of one organisation at a time, never of all the services at once.
_OFFERING: Final = """
CASE WHEN (SELECT count(*) FROM (SELECT {where} LIMIT {few} + 1) few) <= {few}
THEN directory_organization.id IN (
    SELECT organization_id FROM directory_service WHERE id IN (SELECT found.service_id {where} LIMIT {few})
) ELSE EXISTS (SELECT {where} AND found.service_id IN (
    SELECT id FROM directory_service WHERE organization_id = directory_organization.id
) OFFSET 0) END
"""


def organizations(asked: Organizations, *, english: bool) -> Records:
    """``search`` is looked for in the names; a taxonomy, in what the organisation or its services are sorted by."""
    rows = _named(_public(), asked.search)
    if term := asked.taxonomy_term_id:
        own = Attribute.objects.filter(organization=OuterRef("pk"), term=term, term__taxonomy__is_shared=True)
        rows = rows.filter(Exists(own) | _offering(Sought(taxonomy_term_id=term)))
    if taxonomy := asked.taxonomy_id:
        own = Attribute.objects.filter(
            organization=OuterRef("pk"), term__taxonomy=taxonomy, term__taxonomy__is_shared=True
        )
        rows = rows.filter(Exists(own) | _offering(Sought(taxonomy_id=taxonomy)))
    full = asked.full or asked.full_service
    write = partial(_documents, english=english, full=full, whole=asked.full_service)
    return Records(("organizations", asked.search, asked.taxonomy_term_id, asked.taxonomy_id), rows, write)


def one_organization(pk: UUID, *, english: bool, whole: bool) -> str | None:
    return Records(None, _public(), partial(_documents, english=english, full=True, whole=whole)).one(pk)


def _public() -> "QuerySet[Organization]":
    return Organization.objects.filter(is_public=True)


def _named(rows: "QuerySet[Organization]", search: str) -> "QuerySet[Organization]":
    words = fold(search).split()
    if search and not words:
        return rows.none()
    for word in words:
        other, english = FrSort("short_name"), FrSort(KeyTextTransform("name", "english"))
        rows = rows.alias(other=other, translated=english).filter(
            Q(sort_name__contains=word) | Q(other__contains=word) | Q(translated__contains=word)
        )
    return rows


def _offering(sought: Sought) -> Q:
    """Those that offer what is sought. Of few services, theirs; of many, each is asked in turn as far as the page goes."""
    where, values = sought.where()
    sql = _OFFERING.format(where=where, few=_FEW)
    return Q(RawSQL(sql, [*values, *values, *values], output_field=BooleanField()))  # noqa: S611 - values are apart


def _documents(ids: Collection[UUID], *, english: bool, full: bool, whole: bool) -> dict[UUID, Document]:
    documents = organization_documents(ids, english=english, full=full)
    if full:
        for organization, services in _services(ids, english=english, whole=whole).items():
            documents[organization]["services"] = services
    return documents


def _services(ids: Collection[UUID], *, english: bool, whole: bool) -> dict[UUID, list[Any]]:
    """By organisation, its services: their names, or the ``whole`` of each."""
    found: dict[UUID, list[Any]] = defaultdict(list)
    rows = Publication.objects.public().filter(service__organization__in=ids).order_by("pk")
    for organization, text in rows.values_list("service__organization", "full" if whole else "brief"):
        document = read_as(text, english=english)
        found[organization].append(document if whole else {name: document[name] for name in _NAMED})
    return found
