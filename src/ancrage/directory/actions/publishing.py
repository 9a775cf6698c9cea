"""What is found and told of services follows what is written: whoever changes a record calls ``publish``."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import Final
from uuid import UUID

import orjson
from django.db import transaction

from ancrage.core.dates import local_day
from ancrage.core.iterating import blocks
from ancrage.core.sql import AllOf, TagDoc, WeightedDoc
from ancrage.directory.models import Organization, Publication, Service
from ancrage.directory.queries.documents import Document, service_documents
from ancrage.directory.queries.indexing import Indexed, indexed, to_index

BATCH: Final = 500
_WRITTEN: Final = ["is_public", "modified_at", "brief", "full", "brief_en", "full_en", "terms"]


def publish(ids: Iterable[UUID], *, at: datetime) -> int:
    """Write again what is found and told of these services. Returns how many there were."""
    count = 0
    for batch in blocks(dict.fromkeys(ids), BATCH):
        with transaction.atomic():
            rows = list(_publications(batch, at))
            Publication.objects.bulk_create(
                rows, update_conflicts=True, unique_fields=["service"], update_fields=_WRITTEN
            )
            count += len(rows)
    return count


def publish_organization(organization: Organization, *, at: datetime) -> int:
    """The same for all that an organisation offers, when what is said of the organisation changed."""
    return publish(Service.objects.filter(organization=organization).values_list("pk", flat=True), at=at)


def publish_missing(*, at: datetime) -> int:
    """The same for the services that were never published."""
    return publish(Service.objects.filter(publication=None).order_by("pk").values_list("pk", flat=True), at=at)


def unpublish(ids: Collection[UUID]) -> None:
    """Services that leave take with them what was told."""
    Publication.objects.filter(service__in=ids).delete()


def _publications(ids: Collection[UUID], at: datetime) -> Iterator[Publication]:
    services = to_index(ids, local_day(at))
    words = indexed(services, local_day(at))
    french = service_documents(ids, english=False, at=at)
    translated = {key for key, (_brief, full) in french.items() if _has_translations(full)}
    english = service_documents(translated, english=True, at=at) if translated else {}
    for service in services:
        told = service.is_public and service.organization.is_public
        nothing: tuple[Document, Document] = {}, {}
        brief, full = french[service.pk] if told else nothing
        brief_en, full_en = english.get(service.pk, nothing) if told else nothing
        yield Publication(
            service_id=service.pk,
            is_public=told,
            modified_at=service.modified_at,
            brief=_written(brief),
            full=_written(full),
            brief_en=_written(brief_en),
            full_en=_written(full_en),
            terms=_terms(words[service.pk]),
        )


def _written(document: Document) -> str:
    return orjson.dumps(document).decode() if document else ""


def _terms(found: Indexed) -> AllOf:
    texts = (
        (found.names, found.names_en, "A"),
        (found.about, found.about_en, "B"),
        (found.said, found.said_en, "C"),
    )
    docs = [
        WeightedDoc("\n".join(text), weight=weight, language=language)
        for french, english, weight in texts
        for language, text in (("fr", french), ("en", english))
    ]
    return AllOf(*docs, TagDoc(found.tags))


def _has_translations(document: object) -> bool:
    match document:
        case dict():
            return "translations" in document or any(map(_has_translations, document.values()))
        case list():
            return any(map(_has_translations, document))
        case _:
            return False
