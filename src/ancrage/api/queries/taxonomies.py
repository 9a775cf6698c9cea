"""What services are sorted by, when it may be told: a taxonomy under licence stays inside."""

from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.fields.json import KeyTextTransform

from ancrage.api.parameters import Taxonomies, Terms
from ancrage.api.queries.records import Records
from ancrage.api.queries.services import public_taxonomies, public_terms
from ancrage.core.sql import FrSort
from ancrage.core.text import fold
from ancrage.directory.queries.documents import taxonomy_documents, term_documents


def taxonomies(asked: Taxonomies, *, english: bool) -> Records:
    rows = _saying(public_taxonomies(), asked.search)
    return Records(("taxonomies", asked.search), rows, partial(taxonomy_documents, english=english))


def one_taxonomy(pk: UUID, *, english: bool) -> str | None:
    return Records(None, public_taxonomies(), partial(taxonomy_documents, english=english)).one(pk)


def terms(asked: Terms, *, english: bool) -> Records:
    rows = _saying(public_terms(), asked.search)
    if asked.taxonomy_id:
        rows = rows.filter(taxonomy=asked.taxonomy_id)
    if asked.parent_id:
        rows = rows.filter(parent=asked.parent_id)
    if asked.top_only:
        rows = rows.filter(parent=None)
    key = "terms", asked.search, asked.taxonomy_id, asked.parent_id, asked.top_only
    return Records(key, rows, partial(term_documents, english=english))


def one_term(pk: UUID, *, english: bool) -> str | None:
    return Records(None, public_terms(), partial(term_documents, english=english)).one(pk)


def _saying(rows: "QuerySet[Any]", search: str) -> "QuerySet[Any]":
    """Those whose name or description has every word."""
    words = fold(search).split()
    if search and not words:
        return rows.none()
    for word in words:
        rows = rows.alias(
            french=FrSort("name"), about=FrSort("description"), translated=FrSort(KeyTextTransform("name", "english"))
        ).filter(Q(french__contains=word) | Q(about__contains=word) | Q(translated__contains=word))
    return rows
