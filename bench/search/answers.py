"""Loads the directory of the demo in an empty database, and answers each query: printed as JSON for the run.

``serving`` names the services of each place typed apart, ``ancrage`` and each variant of ``postgresql`` the services
that answer each query, the best first.
"""

import json
import sys
from itertools import product
from typing import Any

import django
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import translation

from bench.search.documents import documents
from bench.search.judgements import Query, queries

SQL = """
    SELECT key FROM bench_document, websearch_to_tsquery('french', %s) query
    WHERE {words} @@ query ORDER BY ts_rank({words}, query) DESC, key
"""
WEIGHTED = "(setweight(to_tsvector('french', name), 'A') || setweight(to_tsvector('french', words), 'D'))"
PLAIN = "to_tsvector('french', name || ' ' || words)"


def main() -> None:
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("load_reference", stdout=sys.stderr)
    asked = queries()
    with transaction.atomic():
        keys = _load()
    from bench.search.ours import found

    ours: dict[str, list[str]] = {}
    for query in asked:
        with translation.override(query.language):
            ours[query.id] = [keys[pk] for pk in found(query.text, query.place)]
    places = sorted({query.place for query in asked} - {""})
    said = {"serving": {place: _serving(place, keys) for place in places}, "ancrage": {"": ours}}
    json.dump({**said, "postgresql": _postgresql(asked)}, sys.stdout)


def _load() -> dict[Any, str]:
    """The directory of the demo; the key of each service by its row's."""
    from ancrage.demo.actions.drawing import Draw, rows
    from ancrage.demo.actions.organizations import load_organizations
    from ancrage.demo.actions.services import load_services
    from ancrage.demo.actions.structure import load_structure

    draw = Draw(0)
    places = load_structure(draw)
    offers = load_services(draw, places, load_organizations(draw, places))
    return {offer.service.pk: row["key"] for offer, row in zip(offers, rows("services"), strict=True)}


def _serving(place: str, keys: dict[Any, str]) -> list[str]:
    from ancrage.directory.models import Service
    from ancrage.territory.models import Municipality

    town = Municipality.objects.get(name=place, mrc__region__code="01")
    return [keys[pk] for pk in Service.objects.serving(town).values_list("pk", flat=True)]


def _postgresql(asked: list[Query]) -> dict[str, dict[str, list[str]]]:
    found = {}
    with connection.cursor() as cursor:
        for fields in ("main", "all"):
            _tabulate(cursor, fields)
            for (weights, words), how in product((("plain", PLAIN), ("weighted", WEIGHTED)), ("every", "any")):
                sql = SQL.format(words=words)
                name = f"{how} word, {fields} fields, {weights}"
                found[name] = {query.id: _asked(cursor, sql, query.text, how) for query in asked}
    return found


def _tabulate(cursor: Any, fields: str) -> None:
    cursor.execute("DROP TABLE IF EXISTS bench_document")
    cursor.execute("CREATE TEMPORARY TABLE bench_document (key text, name text, words text)")
    for one in documents():
        name = f"{one.french['name']} {one.english['name']}"
        cursor.execute("INSERT INTO bench_document VALUES (%s, %s, %s)", [one.key, name, one.text(fields, "both")])


def _asked(cursor: Any, sql: str, text: str, how: str) -> list[str]:
    cursor.execute(sql, [" or ".join(text.split()) if how == "any" else text])
    return [key for (key,) in cursor.fetchall()]


if __name__ == "__main__":
    main()
