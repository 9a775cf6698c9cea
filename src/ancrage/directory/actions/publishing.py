"""What is found and told of services follows what is written: whoever changes a record calls ``publish``."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import orjson
from django.db import connection, transaction

from ancrage.core.copy_text import copied
from ancrage.core.dates import local_day
from ancrage.core.iterating import blocks
from ancrage.directory.actions.vocabulary import learn
from ancrage.directory.models import Organization, Publication, Service
from ancrage.directory.queries.documents import service_documents
from ancrage.directory.queries.indexing import Words, points_of, tags_of, words_of
from ancrage.directory.queries.marks import marks_of
from ancrage.directory.queries.reading import read_services

BATCH: Final = 1_000
# Copied first, so that PostgreSQL makes the index of the words of hundreds of services in one statement.
_WAITING: Final = """
CREATE TEMPORARY TABLE IF NOT EXISTS publication_waiting ON COMMIT DELETE ROWS AS
    SELECT service_id, is_public, modified_at, brief, "full",
        brief names, brief names_en, brief about, brief about_en, brief said, brief said_en, brief tags,
        marks, points
    FROM directory_publication WITH NO DATA
"""
_PUBLISH: Final = """
INSERT INTO directory_publication
    (service_id, is_public, modified_at, brief, "full", terms, marks, points)
SELECT service_id, is_public, modified_at, brief, "full",
    setweight(fr_doc(names), 'A') || setweight(to_tsvector('english', names_en), 'A')
    || setweight(fr_doc(about), 'B') || setweight(to_tsvector('english', about_en), 'B')
    || setweight(fr_doc(said), 'C') || setweight(to_tsvector('english', said_en), 'C')
    || array_to_tsvector(string_to_array(tags, ' ')),
    marks, points
FROM publication_waiting
ON CONFLICT (service_id) DO UPDATE SET
    is_public = excluded.is_public, modified_at = excluded.modified_at, terms = excluded.terms,
    brief = excluded.brief, "full" = excluded."full", marks = excluded.marks, points = excluded.points
"""
# The index takes many words at once in a third less time than one by one, and waits for none of them.
_SETTLE: Final = "SELECT gin_clean_pending_list('directory_publication_terms')"


def publish(ids: Iterable[UUID], *, at: datetime) -> int:
    """Write again what is found and told of these services. Returns how many there were."""
    count = 0
    for batch in blocks(dict.fromkeys(ids), BATCH):
        with transaction.atomic():
            count += _write(list(_rows(batch, at)))
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


def _write(rows: list[tuple[Any, ...]]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_WAITING)
        cursor.execute("DELETE FROM publication_waiting")
        with cursor.copy("COPY publication_waiting FROM STDIN") as target:
            target.write("".join(["\t".join(map(copied, row)) + "\n" for row in rows]))
        cursor.execute(_PUBLISH)
        count = int(cursor.rowcount)
        cursor.execute(_SETTLE)
    return count


def _rows(ids: Collection[UUID], at: datetime) -> Iterator[tuple[Any, ...]]:
    """The rows of ``_WAITING``."""
    day, read = local_day(at), read_services(ids)
    documents = service_documents(read, at=at)
    public: list[Words] = []
    for key, row in read.rows["service"].items():
        told = row["is_public"] and read.rows["organization"][row["organization_id"]]["is_public"]
        words = words_of(read, row)
        texts = (words.names, words.names_en, words.about, words.about_en, words.said, words.said_en)
        found_by = tags_of(read, row, day)
        if told:
            public.append(words)
        yield (
            *(key, told, row["modified_at"]),
            *(orjson.dumps(document).decode() if told else "" for document in documents[key]),
            *("\n".join(text) for text in texts),
            *(" ".join(found_by), marks_of(found_by), points_of(read, row)),
        )
    learn(public)
