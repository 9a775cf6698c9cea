"""A list entered in the database of ``DATABASE_URL``, then undone: how fast, printed as JSON."""

import json
import os
import random
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import django
from django.db import connection

HEAD = ["Prénom", "Nom", "Date de naissance", "Téléphone", "Courriel", "Ville", "Pays", "Langues", "Arrivée"]
Spent = tuple[float, float, float]
"""Seconds, then those of the processors: Python's and PostgreSQL's."""


def main(number: int) -> None:
    # Nothing examines the file here.
    os.environ["QUARANTINE_UNSCANNED"] = "0"
    django.setup()
    from ancrage.accounts.models import Assignment, User
    from ancrage.core import now
    from ancrage.newcomers.actions.imports import receive, set_columns, start_applying, start_undoing
    from ancrage.newcomers.jobs import advance_import
    from ancrage.newcomers.models import Person

    agent = User.objects.get(email="agent0-0@ancrage.example")
    point = Assignment.objects.get(user=agent).service_point

    def stages(rows: list[list[str]]) -> Iterator[Spent]:
        """What each takes: check, write, undo."""
        sheet = receive(file=_file([HEAD, *rows]), service_point=point, by=agent, at=now())
        set_columns(sheet=sheet, columns=sheet.columns, by=agent, at=now())
        yield _spent(lambda: advance_import(str(sheet.pk)))
        start_applying(sheet=sheet, otherwise="skip", by=agent, at=now())
        yield _spent(lambda: advance_import(str(sheet.pk)))
        sheet.refresh_from_db()
        assert sheet.stage == "applied", (sheet.stage, sheet.trouble, sheet.counts)
        start_undoing(sheet=sheet, by=agent, at=now())
        yield _spent(lambda: advance_import(str(sheet.pk)))
        sheet.refresh_from_db()
        assert sheet.stage == "undone", (sheet.stage, sheet.trouble, sheet.counts)

    known = Person.objects.order_by("pk")[: number // 50].values_list("given_names", "family_names", "birth_on")
    rows = _list(number, list(known))
    # A worker has done others before: what it loads and composes once is not of the list.
    list(stages(_list(200, [])))
    check, write, undo = stages(rows)
    copy = _spent(lambda: _copied(rows))
    names = {"check": check, "write": write, "undo": undo, "copy": copy}
    rates = {name: number / spent[0] for name, spent in names.items()}
    by_row = [(check[place] + write[place]) / number * 1e6 for place in (1, 2)]
    both = number / (check[0] + write[0])
    json.dump({**rates, "both": both, "python": by_row[0], "database": by_row[1]}, sys.stdout)


def _list(number: int, known: list[tuple[str, str, date]]) -> list[list[str]]:
    from faker import Faker

    rnd, faker = random.Random(7), Faker(["fr_CA", "es_CO", "fr_FR", "pt_BR", "vi_VN"])
    faker.seed_instance(7)
    given, families = ([make() for _ in range(2000)] for make in (faker.first_name, faker.last_name))
    rows = []
    for n in range(number):
        who = (rnd.choice(given), rnd.choice(families), date(1950, 1, 1) + timedelta(days=rnd.randrange(20_000)))
        first, last, born = known[n // 50] if n % 50 == 1 and n // 50 < len(known) else who
        phone = "12" if n % 50 == 2 else f"581 {200 + n // 10_000 % 700}-{n % 10_000:04}"
        arrived = f"2021-0{rnd.randrange(1, 6)}-1{rnd.randrange(9)}"
        email, town = f"liste{n}@exemple.ca", f"Municipalité 0-{n % 12}"
        rows.append([first, last, born.isoformat(), phone, email, town, "Colombie", "espagnol, français", arrived])
    return rows


def _file(rows: list[list[str]]):
    from django.core.files.uploadedfile import SimpleUploadedFile

    from tests.factories.sheets import csv

    return SimpleUploadedFile("liste.csv", csv(rows))


def _copied(rows: list[list[str]]) -> None:
    columns = ", ".join(f"c{place} text" for place in range(len(HEAD)))
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE bare ({columns})")
        with cursor.copy("COPY bare FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)


def _spent(act: Callable[[], object]) -> Spent:
    started, python, database = time.perf_counter(), time.process_time(), _database()
    act()
    return time.perf_counter() - started, time.process_time() - python, _database() - database


def _database() -> float:
    """Seconds of processor of the PostgreSQL that serves us."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        fields = Path(f"/proc/{cursor.fetchone()[0]}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100


if __name__ == "__main__":
    main(int(sys.argv[1]))
