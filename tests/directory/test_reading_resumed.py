"""A worker killed in the middle leaves whole blocks; the next one goes on after the last."""

from io import BytesIO

import orjson
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ancrage.directory.actions import reading_blocks
from ancrage.directory.actions.reading_blocks import go_through
from ancrage.directory.actions.readings import receive, start_applying
from ancrage.directory.models import Organization, Publication, Service
from tests.directory.importing import BY, a_source, bring
from tests.directory.test_reading_rules import a_service
from tests.factories.accounts import signed_in, user_as
from tests.factories.directory import MADE
from tests.factories.territory import RegionFactory

pytestmark = pytest.mark.django_db


class Killed(Exception):
    pass


def test_it_goes_on_where_it_was(monkeypatch) -> None:
    monkeypatch.setattr(reading_blocks, "BLOCK", 2)
    body = {"id": "o1", "name": "Ressource", "description": "Entraide"}
    records = [a_service(f"Service {n}") | {"organization": body} for n in range(7)]
    raw = orjson.dumps(records)
    reading = receive(source=a_source(), name="fichier", by=BY, at=MADE)
    ticks = iter(range(100))

    def clock(stop: int):
        def tell():
            if next(ticks) == stop:
                raise Killed
            return MADE

        return tell

    for stage in ("check", "apply"):
        ticks = iter(range(100))
        with pytest.raises(Killed):
            go_through(reading_id=reading.pk, file=BytesIO(raw), clock=clock(2))
        reading.refresh_from_db()
        assert reading.position == 4, stage
        # Another process tells what is written: it may not have, yet.
        Publication.objects.all().delete()
        go_through(reading_id=reading.pk, file=BytesIO(raw), clock=lambda: MADE)
        reading.refresh_from_db()
        if stage == "check":
            assert (reading.stage, reading.counts) == ("checked", {"new": 8})
            start_applying(reading=reading, by=BY, at=MADE)
    assert (reading.stage, reading.counts, reading.position) == ("applied", {"new": 8}, 7)
    assert (Service.objects.count(), Organization.objects.count(), Publication.objects.count()) == (7, 1, 7)


def test_a_page_asks_as_much_for_one_record_as_for_many(client) -> None:
    region = RegionFactory.create()
    signed_in(client, user_as("regional_adviser", region))
    source = a_source(region=region)
    numbers = []
    for records in ([a_service("Un")], [a_service(f"Service {n}") for n in range(9)]):
        reading = bring(source, records)
        client.get(reverse("directory:reading", args=[reading.pk]))
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("directory:reading", args=[reading.pk]))
        numbers.append(len(asked))
    assert numbers[0] == numbers[1] <= 10
