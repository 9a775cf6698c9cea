"""Services as they were written beforehand (``Publication``): found by one index, sent as they are."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import orjson
from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from ancrage.directory.models import Taxonomy, TaxonomyTerm
from ancrage.directory.queries import tags
from ancrage.directory.queries.translated import read_as

_BLOCK: Final = 500
_FROM: Final = "FROM directory_publication found WHERE found.is_public"
_ORDER: Final = "ORDER BY found.service_id"
_TOLD: Final = "JOIN directory_publication told USING (service_id) ORDER BY told.service_id"
_WORDS: Final = "found.terms @@ (fr_query(%s) || websearch_to_tsquery('english', %s))"
_TAGS: Final = "found.terms @@ %s::tsquery"
_SINCE: Final = "found.modified_at >= %s"
_TAXONOMY: Final = "EXISTS (SELECT FROM directory_taxonomy WHERE id = %s AND is_shared)"
_TERM: Final = (
    "EXISTS (SELECT FROM directory_taxonomyterm term LEFT JOIN directory_taxonomy ON directory_taxonomy.id = taxonomy_id "
    "WHERE term.id = %s AND coalesce(is_shared, true))"
)


@dataclass(frozen=True)
class Sought:
    """What services are filtered by; all of it at once."""

    search: str = ""
    taxonomy_term_id: UUID | None = None
    taxonomy_id: UUID | None = None
    organization_id: UUID | None = None
    modified_after: datetime | None = None

    def ids(self) -> RawSQL:
        """Those of the services found, for the lists of what hangs on services."""
        where, values = self.where()
        return RawSQL(f"SELECT found.service_id {where}", values)  # noqa: S611 - values are apart

    def where(self) -> tuple[str, list[Any]]:
        """In SQL on the publications called ``found``, with its values. What no one may know of answers nothing."""
        said: list[str] = []
        values: list[Any] = []
        if self.modified_after:
            said.append(_SINCE)
            values.append(self.modified_after)
        if self.search:
            said.append(_WORDS)
            values += [plain(self.search)] * 2
        wanted = [tags.organization(self.organization_id)] if self.organization_id else []
        wanted += [tags.term(self.taxonomy_term_id)] if self.taxonomy_term_id else []
        wanted += [tags.taxonomy(self.taxonomy_id)] if self.taxonomy_id else []
        if wanted:
            said.append(_TAGS)
            values.append(" & ".join(f"'{tag}'" for tag in wanted))
        if self.taxonomy_term_id:
            said.append(_TERM)
            values.append(self.taxonomy_term_id)
        if self.taxonomy_id:
            said.append(_TAXONOMY)
            values.append(self.taxonomy_id)
        return " AND ".join([_FROM, *said]), values


def plain(search: str) -> str:
    """What a person typed, as PostgreSQL's reader of searches takes it.

    A minus would have it read everything; letters that are written as two signs would break its query.
    """
    return "".join(
        " " if letter == "-" or "\u02b0" <= letter <= "\u02ff" or letter == "\u0149" else letter for letter in search
    )


def public_terms() -> "QuerySet[TaxonomyTerm]":
    return TaxonomyTerm.objects.filter(Q(taxonomy=None) | Q(taxonomy__is_shared=True))


def public_taxonomies() -> "QuerySet[Taxonomy]":
    return Taxonomy.objects.filter(is_shared=True)


@dataclass(frozen=True)
class Services:
    """``full``: each with all that hangs on it; ``minimal``: its id and when it was modified."""

    sought: Sought
    english: bool = False
    full: bool = False
    minimal: bool = False

    @property
    def key(self) -> Sought:
        return self.sought

    def page(self, offset: int, size: int) -> list[str]:
        """The rows are found in the index alone, then read: a far page reads no more of them than the first."""
        where, values = self.sought.where()
        if self.minimal:
            rows = _read(f"SELECT service_id, modified_at {where} {_ORDER} LIMIT %s OFFSET %s", [*values, size, offset])
            return [_minimal(*row) for row in rows]
        ids = f"SELECT found.service_id {where} {_ORDER} LIMIT %s OFFSET %s"
        sql = f"SELECT {self._column('told')} FROM ({ids}) page {_TOLD}"  # noqa: S608 - values are apart
        return [self._said(text) for (text,) in _read(sql, [*values, size, offset])]

    def count(self) -> int:
        where, values = self.sought.where()
        return int(_read(f"SELECT count(*) {where}", values)[0][0])

    def everything(self) -> Iterator[str]:
        """By blocks, each after the last id of the one before: whoever reads slowly holds nothing open."""
        where, values = self.sought.where()
        column = "found.modified_at" if self.minimal else self._column("found")
        sql = f"SELECT found.service_id, {column} {where} AND found.service_id > %s {_ORDER} LIMIT {_BLOCK}"
        last = UUID(int=0)
        while rows := _read(sql, [*values, last]):
            for pk, text in rows:
                yield _minimal(pk, text) if self.minimal else self._said(text)
            last = rows[-1][0]

    def _column(self, table: str) -> str:
        return f'{table}."{"full" if self.full else "brief"}"'

    def _said(self, text: str) -> str:
        return _english(text) if self.english else text


def one_service(pk: UUID, *, english: bool) -> str | None:
    found = _read(f'SELECT found."full" {_FROM} AND found.service_id = %s', [pk])
    return (_english(found[0][0]) if english else found[0][0]) if found else None


def full_services(ids: Collection[UUID], *, english: bool) -> dict[UUID, Any]:
    """All that is told of public services, read."""
    rows = _read(f'SELECT found.service_id, found."full" {_FROM} AND found.service_id = ANY(%s)', [list(ids)])
    return {pk: read_as(said, english=english) for pk, said in rows}


def _english(text: str) -> str:
    return orjson.dumps(read_as(text, english=True)).decode() if '"translations"' in text else text


def _read(sql: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def _minimal(pk: UUID, modified_at: datetime) -> str:
    return f'{{"id":"{pk}","last_modified":"{modified_at.isoformat()}"}}'
