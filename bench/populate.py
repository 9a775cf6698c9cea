"""Fill the database of ``DATABASE_URL`` with a number of dossiers, once; what was stopped goes on where it was."""

import sys
import time
from typing import TYPE_CHECKING, Any

import django
from django.core.management import call_command
from django.db import connection, transaction

if TYPE_CHECKING:
    from bench.people import People
    from bench.structure import Point

CHUNK = 5_000


def main(size: int) -> None:
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    from ancrage.agenda.models import Appointment
    from ancrage.newcomers.actions.name_words import gather_words
    from ancrage.newcomers.models import Case
    from bench import meetings

    done = Case.objects.count()
    if done >= size and Appointment.objects.exists():
        return
    started = time.monotonic()
    if done < size:
        _fill(size, done)
        gather_words()
    meetings.fill()
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("VACUUM ANALYZE")
    sys.stdout.write(f"{size - done} dossiers en {time.monotonic() - started:.0f} s\n")


def _fill(size: int, done: int) -> None:
    """Each batch is committed: a stop loses one at most."""
    from bench.people import People
    from bench.structure import BIG_SHARE, build

    call_command("load_reference", stdout=sys.stderr)
    points, services = build(size)
    people = People(points, services, _lists())
    weights = [BIG_SHARE] + [(1 - BIG_SHARE) / (len(points) - 1)] * (len(points) - 1)
    for start in range(done, size, CHUNK):
        people.random.seed(start)
        with transaction.atomic():
            _write(people, points, weights, range(start, min(start + CHUNK, size)))


def _write(people: "People", points: "list[Point]", weights: list[float], numbers: range) -> None:
    from bench.copying import Batch

    with connection.cursor() as cursor:
        # Loading a population is not a business write: no history, no checks row by row.
        cursor.execute("SET LOCAL session_replication_role = replica")
    batch = Batch()
    for number in numbers:
        people.add(batch, number, people.random.choices(points, weights)[0])
    batch.write()


def _lists() -> dict[str, Any]:
    from ancrage.directory.models import NeedDomain, StatusCategory
    from ancrage.newcomers.models import ClosingReason, CollectionNotice
    from ancrage.questionnaires.models import Questionnaire, QuestionnaireVersion
    from ancrage.referrals.models import DeclineReason

    questionnaire = Questionnaire.objects.first() or Questionnaire.objects.create(
        code="banc", name_fr="Banc", name_en="Bench"
    )
    return {
        "domains": list(NeedDomain.objects.filter(is_sensitive=False)),
        "statuses": list(StatusCategory.objects.all()),
        "closing": ClosingReason.objects.first(),
        "decline": DeclineReason.objects.first(),
        "notice": CollectionNotice.objects.first(),
        "version": questionnaire.versions.first()
        or QuestionnaireVersion.objects.create(questionnaire=questionnaire, number=1, content={}),
    }


if __name__ == "__main__":
    main(int(sys.argv[1]))
