"""Asks the labelled queries of a directory and times the answers: printed as JSON for the run, in milliseconds."""

import json
import random
import sys
import time
from collections.abc import Callable
from typing import Any

import django
from django.db import connection

ASKED, SHOWN = 300, 20
SQL = """
    SELECT service_id, ts_rank(terms, query) FROM directory_publication, websearch_to_tsquery('french', %s) query
    WHERE terms @@ query AND is_public ORDER BY 2 DESC, 1 LIMIT 20
"""


def main() -> None:
    django.setup()
    from ancrage.core import now, today
    from ancrage.directory.models import Publication
    from ancrage.directory.queries import tags
    from ancrage.directory.queries.search import Wanted, search
    from ancrage.directory.queries.told import told

    def ours(words: str, place: str) -> int:
        results = search(Wanted(text=words, where=place), now(), only=(tags.ACTIVE, tags.PUBLIC))
        return len(told(results.ids(0, SHOWN), today()))

    def bare(words: str, place: str) -> int:
        with connection.cursor() as cursor:
            cursor.execute(SQL, [" or ".join(f"{words} {place}".split())])
            return len(cursor.fetchall())

    queries = _queries()
    for words, place in queries[:20]:
        ours(words, place), bare(words, place)
    times: dict[str, list[float]] = {"ancrage": [], "sql": []}
    found = {"ancrage": 0, "sql": 0}
    for words, place in queries:
        for by, ask in (("ancrage", ours), ("sql", bare)):
            spent, count = _timed(ask, words, place)
            times[by].append(spent)
            found[by] += bool(count)
    public = Publication.objects.public().count()
    json.dump({**times, "found": found, "public": public, "statements": _statements()}, sys.stdout)


def _timed(ask: Callable[[str, str], int], words: str, place: str) -> tuple[float, int]:
    started = time.perf_counter()
    found = ask(words, place)
    return (time.perf_counter() - started) * 1000, found


def _queries() -> list[tuple[str, str]]:
    """The words, and for a third of those without a place, one: the same at each size."""
    from ancrage.territory.models import Municipality
    from bench.search.judgements import queries

    chance = random.Random(20210714)
    towns = list(Municipality.objects.exclude(latitude=None).order_by("code", "pk").values_list("name", flat=True))
    asked = [
        (query.text, query.place or (chance.choice(towns) if chance.random() < 1 / 3 else "")) for query in queries()
    ]
    chance.shuffle(asked)
    return asked[:ASKED]


def _statements() -> dict[str, int]:
    from allauth.mfa.models import Authenticator
    from django.db import transaction
    from django.test import Client

    from ancrage.accounts.models import Assignment, User
    from ancrage.core import now, today
    from ancrage.directory.models import Publication
    from ancrage.territory.dated import from_day
    from ancrage.territory.models import Region

    service = Publication.objects.public().order_by("pk").values_list("pk", "service__organization").first()
    assert service
    paths = (
        "/services/?q=cours+de+fran%C3%A7ais+le+soir&pres=Rimouski",
        "/services/?q=garderi",
        f"/services/{service[0]}/",
        f"/services/organismes/{service[1]}/",
        "/api/hsds/v3/services?per_page=50&page=3",
        "/api/hsds/v3/services?search=logement",
        f"/api/hsds/v3/services/{service[0]}",
        "/api/hsds/v3/organizations?full=true",
        "/api/hsds/v3/service_at_locations?full=true",
    )
    inside = (
        "/repertoire/?q=cours+de+fran%C3%A7ais+le+soir&pres=Rimouski",
        "/repertoire/?q=gardreie+ouvert+maintenant",
        "/repertoire/?quand=now&langue=es&comment=gratuit",
    )
    visitor, agent = Client(headers={"host": "localhost"}), Client(headers={"host": "localhost"})
    counted = {path: _counted(visitor, path) for path in paths}
    with transaction.atomic():
        user = User.objects.create(email="bench@ancrage.example", full_name="Agente", created_at=now())
        Assignment.objects.create(
            user=user, role="regional_adviser", region=Region.objects.first(), during=from_day(today())
        )
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "none"})
        agent.force_login(user)
        counted |= {path: _counted(agent, path) for path in inside}
        transaction.set_rollback(True)
    return counted


def _counted(client: Any, path: str) -> int:
    """Of a page once it is warm."""
    from django.test.utils import CaptureQueriesContext

    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return len(captured)


if __name__ == "__main__":
    main()
