"""Fill the database of ``DATABASE_URL`` with a number of dossiers, once."""

import sys
import time

import django
from django.core.management import call_command
from django.db import connection, transaction

CHUNK = 5_000


def main(size: int) -> None:
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    from ancrage.newcomers.models import Case

    if Case.objects.exists():
        return
    started = time.monotonic()
    with transaction.atomic():
        _fill(size)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    sys.stdout.write(f"{size} dossiers en {time.monotonic() - started:.0f} s\n")


def _fill(size: int) -> None:
    from ancrage.directory.models import NeedDomain, StatusCategory
    from ancrage.newcomers.models import ClosingReason, CollectionNotice
    from ancrage.questionnaires.models import Questionnaire, QuestionnaireVersion
    from ancrage.referrals.models import DeclineReason
    from bench.copying import Batch
    from bench.people import People
    from bench.structure import BIG_SHARE, build

    call_command("load_reference", stdout=sys.stderr)
    points, services = build(size)
    questionnaire = Questionnaire.objects.first() or Questionnaire.objects.create(
        code="banc", name_fr="Banc", name_en="Bench"
    )
    version = questionnaire.versions.first() or QuestionnaireVersion.objects.create(
        questionnaire=questionnaire, number=1, content={}
    )
    lists = {
        "domains": list(NeedDomain.objects.filter(is_sensitive=False)),
        "statuses": list(StatusCategory.objects.all()),
        "closing": ClosingReason.objects.first(),
        "decline": DeclineReason.objects.first(),
        "notice": CollectionNotice.objects.first(),
        "version": version,
    }
    people = People(points, services, lists)
    weights = [BIG_SHARE] + [(1 - BIG_SHARE) / (len(points) - 1)] * (len(points) - 1)
    with connection.cursor() as cursor:
        # Loading a population is not a business write: no history, no checks row by row.
        cursor.execute("SET LOCAL session_replication_role = replica")
    for start in range(0, size, CHUNK):
        batch = Batch()
        for number in range(start, min(start + CHUNK, size)):
            people.add(batch, number, people.random.choices(points, weights)[0])
        batch.write()


if __name__ == "__main__":
    main(int(sys.argv[1]))
