"""Types names and times the answers: printed as JSON for the run, in milliseconds."""

import http.client
import json
import random
import sys
import time
import unicodedata
from collections.abc import Callable
from urllib.parse import quote

import django
from django.db import connection

NAMES = 300
SQL = """
    SELECT cases.id, cases.reference, cases.requested_at, person.given_names, person.family_names, person.birth_on
    FROM newcomers_case cases JOIN newcomers_person person ON person.id = cases.person_id
    WHERE cases.service_point_id = %s AND person.heard_name %%> %s AND NOT cases.is_restricted
    ORDER BY similarity(person.heard_name, %s) DESC, cases.requested_at DESC, cases.id DESC LIMIT 20
"""


def main(port: int) -> None:
    django.setup()
    from ancrage.core.text import name_key
    from bench.session import signed_in

    agent, cookies = signed_in()
    point = agent.assignments.get().service_point_id
    wanted = _wanted(point)
    browser = http.client.HTTPConnection("127.0.0.1", port)

    def ours(typed: str, reference: str) -> bool:
        browser.request("GET", f"/recherche/?q={quote(typed)}", headers={"Cookie": cookies})
        answer = browser.getresponse()
        page = answer.read().decode()
        assert answer.status == 200, (typed, answer.status)
        return reference in page

    def bare(typed: str, reference: str) -> bool:
        with connection.cursor() as cursor:
            heard = name_key(typed)
            cursor.execute(SQL, [point, heard, heard])
            return reference in [row[1] for row in cursor.fetchall()]

    for typed, reference in wanted[:20]:
        ours(typed, reference), bare(typed, reference)
    times: dict[str, list[float]] = {"ancrage": [], "sql": []}
    found = {"ancrage": 0, "sql": 0}
    for typed, reference in wanted:
        for by, ask in (("ancrage", ours), ("sql", bare)):
            spent, is_found = _timed(ask, typed, reference)
            times[by].append(spent)
            found[by] += is_found
    json.dump({**times, "found": found["ancrage"], "found_sql": found["sql"]}, sys.stdout)


def _timed(ask: Callable[[str, str], bool], typed: str, reference: str) -> tuple[float, bool]:
    started = time.perf_counter()
    found = ask(typed, reference)
    return (time.perf_counter() - started) * 1000, found


def _wanted(point: object) -> list[tuple[str, str]]:
    """What is typed, and the reference of who is meant: one seed, one series at each size."""
    from ancrage.newcomers.models import Case

    chance = random.Random(20210714)
    cases = Case.objects.filter(service_point=point, is_restricted=False).order_by("pk")
    keys = list(cases.values_list("pk", flat=True)[:200_000])
    chosen = chance.choices(keys, k=NAMES)
    columns = ("pk", "person__given_names", "person__family_names", "reference")
    names = {pk: named for pk, *named in cases.filter(pk__in=chosen).values_list(*columns)}
    ways = (_as_is, _wrong_letter, _swapped, _plain, _family_first)
    typed = ((ways[n % len(ways)], *names[pk]) for n, pk in enumerate(chosen))
    return [(way(given, family, chance), reference) for way, given, family, reference in typed]


def _as_is(given: str, family: str, _chance: random.Random) -> str:
    return f"{given} {family}"


def _wrong_letter(given: str, family: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(family))
    return f"{given} {family[:at]}{chance.choice('aeiounrst')}{family[at + 1 :]}"


def _swapped(given: str, family: str, chance: random.Random) -> str:
    at = chance.randrange(1, max(2, len(family) - 1))
    return f"{given} {family[:at]}{family[at + 1 : at + 2]}{family[at]}{family[at + 2 :]}"


def _plain(given: str, family: str, _chance: random.Random) -> str:
    plain = unicodedata.normalize("NFD", f"{given} {family}")
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).upper()


def _family_first(given: str, family: str, _chance: random.Random) -> str:
    return f"{family} {given}"


if __name__ == "__main__":
    main(int(sys.argv[1]))
