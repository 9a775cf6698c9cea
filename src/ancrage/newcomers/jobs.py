from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import dropwhile
from typing import TypeVar

import structlog
from django.db import OperationalError
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import override
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from ancrage.core.actors import JobActor
from ancrage.core.clock import now, today
from ancrage.core.errors import Refused
from ancrage.core.iterating import blocks
from ancrage.core.memory import collect_rarely
from ancrage.files.reading import FileHeld, FileUnreadable, StorageAway, read_file
from ancrage.files.spreadsheets import lines_of
from ancrage.newcomers.actions.consents import stop_over
from ancrage.newcomers.actions.doubles import note_doubles, note_doubles_together
from ancrage.newcomers.actions.import_blocks import BLOCK, apply_block, check_block, finish_check, note_trouble
from ancrage.newcomers.actions.import_undo import undo_block
from ancrage.newcomers.actions.imports import JOB, forget_imports
from ancrage.newcomers.actions.languages import announce_end
from ancrage.newcomers.actions.merging import forget_snapshots
from ancrage.newcomers.actions.name_words import gather_words
from ancrage.newcomers.actions.online import forget_tallies
from ancrage.newcomers.actions.reminders import write_reminder
from ancrage.newcomers.actions.retention import destroy_document, destroy_unwanted
from ancrage.newcomers.forms.rows import RowReader
from ancrage.newcomers.models import ImportStage, Person, PersonImport
from ancrage.newcomers.queries.consents import no_longer_covering
from ancrage.newcomers.queries.import_doubles import Entry, entries_until
from ancrage.newcomers.queries.languages import to_warn
from ancrage.newcomers.queries.reminders import to_remind
from ancrage.newcomers.queries.retention import documents_over, unwanted_over

log = structlog.get_logger(__name__)
M = TypeVar("M", bound=Model)
_RETRY = RetryStrategy(max_attempts=12, exponential_wait=2, wait=30)
TOGETHER = 500
"""Persons compared at once with everyone."""
MOST_TOGETHER = 10_000
"""In a minute, among a million: some three milliseconds each."""
MOST_COMPARED = 1000
"""Of those who have an address, compared one by one: some twenty milliseconds each."""


# In UTC: soon after midnight in Québec, all year round.
@app.periodic(cron="10 5 * * *")
@app.task(name="newcomers.stop_over", queueing_lock="newcomers.stop_over", lock="newcomers.stop_over")
def stop_consents_over(timestamp: int) -> None:  # noqa: ARG001 - the queue passes the tick's time
    """End the sharing under consents that ended yesterday, or are to be asked again today."""
    at, by = now(), JobActor("newcomers.stop_over")
    _each(no_longer_covering(today()), lambda consent: stop_over(consent=consent, by=by, at=at))


@app.periodic(cron="20 5 * * *")
@app.task(name="newcomers.announce_ends", queueing_lock="newcomers.announce_ends", lock="newcomers.announce_ends")
def announce_ends_of_grounds(timestamp: int) -> None:  # noqa: ARG001 - the queue passes the tick's time
    """Announce, thirty days before, the end of the grounds for serving in another language."""
    at, by = now(), JobActor("newcomers.announce_ends")
    _each(to_warn(today()), lambda one: announce_end(service_language=one, by=by, at=at))


@app.periodic(cron="* * * * *")
@app.task(name="newcomers.compare", queueing_lock="newcomers.compare", lock="newcomers.compare")
def compare_persons(timestamp: int) -> None:  # noqa: ARG001 - the queue passes the tick's time
    """Look for whoever was entered or changed in the last minute among everyone else."""
    at, by = now(), JobActor("newcomers.compare")
    collect_rarely()
    waiting = Person.objects.to_compare().order_by("created_at", "pk")
    keys = list(waiting.filter(address="").values_list("pk", flat=True)[:MOST_TOGETHER])
    for block in blocks(keys, TOGETHER):
        _compare(list(Person.objects.filter(pk__in=block).order_by("pk")), by=by, at=at)
    _each(waiting.exclude(address="")[:MOST_COMPARED], lambda person: note_doubles(person=person, by=by, at=at))


def _compare(persons: list[Person], *, by: JobActor, at: datetime) -> None:
    """All together; one by one when one of them is at fault."""
    try:
        note_doubles_together(persons=persons, by=by, at=at)
    except Exception:
        log.exception("newcomers_job_failed", row=str(persons[0].pk))
        _each(persons, lambda person: note_doubles(person=person, by=by, at=at))


@app.periodic(cron="*/10 * * * *")
@app.task(name="newcomers.remind", queueing_lock="newcomers.remind", lock="newcomers.remind")
def remind_of_appointments(timestamp: int) -> None:  # noqa: ARG001 - the queue passes the tick's time
    """Remind the persons who may be written to of the appointments that come."""
    at, by = now(), JobActor("newcomers.remind")
    _each(to_remind(at), lambda wanted: write_reminder(wanted=wanted, by=by, at=at))


@app.periodic(cron="30 5 * * *")
@app.task(name="newcomers.forget_snapshots", queueing_lock="newcomers.forget_snapshots")
def forget_snapshots_of_merges(timestamp: int) -> None:  # noqa: ARG001 - the queue passes the tick's time
    """Empty what undoing a merge needed, after thirty days."""
    forget_snapshots(at=now())


@app.periodic(cron="40 5 * * *")
@app.task(name="newcomers.forget_tallies", queueing_lock="newcomers.forget_tallies")
def forget_tallies_of_requests(timestamp: int) -> None:  # noqa: ARG001 - the queue passes the tick's time
    """Delete yesterday's counts of the public form."""
    forget_tallies(at=now())


@app.periodic(cron="50 5 * * *")
@app.task(name="newcomers.destroy_over", queueing_lock="newcomers.destroy_over", lock="newcomers.destroy_over")
def destroy_what_is_over(timestamp: int) -> None:  # noqa: ARG001 - the queue passes the tick's time
    """Destroy the documents and the unwanted requests kept as long as their rule says, and words that nobody bears."""
    at, by = now(), JobActor("newcomers.destroy_over")
    _each(documents_over(at), lambda document: destroy_document(document=document, by=by, at=at))
    _each(unwanted_over(at), lambda case: destroy_unwanted(case=case, by=by, at=at))
    gather_words()


@app.periodic(cron="50 5 * * *")
@app.task(name="newcomers.forget_imports", queueing_lock="newcomers.forget_imports")
def forget_lists_imported(timestamp: int) -> None:  # noqa: ARG001 - the queue passes the tick's time
    """Destroy lists and their rows, after thirty days."""
    forget_imports(by=JobActor("newcomers.forget_imports"), at=now())


@app.task(name=JOB, retry=_RETRY, pass_context=False)
def advance_import(import_id: str) -> None:
    """Go through a list as far as its stage goes, from where it was left. Database or storage away, it is tried again."""
    sheet = PersonImport.objects.select_related("file", "moved_by").filter(pk=import_id).first()
    if sheet is None:
        return
    collect_rarely()
    with override(sheet.moved_by.language):
        try:
            _advance(sheet)
        except (OperationalError, StorageAway):
            raise
        except Refused as refusal:
            note_trouble(sheet_id=sheet.pk, reason=str(refusal))
        except FileHeld:
            note_trouble(
                sheet_id=sheet.pk,
                reason=_("Le fichier attend d’être examiné par l’antivirus. Reprenez dans quelques minutes."),
            )
        except FileUnreadable:
            note_trouble(sheet_id=sheet.pk, reason=_("Le fichier reçu ne se lit plus. Envoyez-le de nouveau."))
        except Exception:
            log.exception("import_failed", sheet=str(sheet.pk))
            note_trouble(sheet_id=sheet.pk, reason=_("Une erreur imprévue arrête cette liste."))


def _advance(sheet: PersonImport) -> None:
    if sheet.stage == ImportStage.CHECKING:
        _check(sheet)
    elif sheet.stage == ImportStage.APPLYING:
        while apply_block(sheet_id=sheet.pk, at=now()):
            pass
    elif sheet.stage == ImportStage.UNDOING:
        while undo_block(sheet_id=sheet.pk, at=now()):
            pass


def _check(sheet: PersonImport) -> None:
    if sheet.file is None:
        return
    reader = RowReader(sheet.columns, width=len(sheet.headings), today=today())
    position, right = sheet.position, entries_until(sheet, sheet.position)
    lines = dropwhile(lambda line: line[0] <= position, lines_of(read_file(sheet.file), sheet.tab))
    for block in blocks(lines, BLOCK):
        entries = [Entry.of(line, reader.read(cells)) for line, cells in block if any(cells)]
        last = block[-1][0]
        if not check_block(sheet_id=sheet.pk, after=position, entries=entries, last=last, at=now()):
            return
        right += [entry for entry in entries if entry.is_right]
        position = last
    finish_check(sheet_id=sheet.pk, after=position, entries=right, at=now())


def _each(rows: Iterable[M], act: Callable[[M], object]) -> None:
    """One by one, each in its transaction: a faulty row stops no other."""
    for row in rows:
        try:
            act(row)
        except Exception:
            log.exception("newcomers_job_failed", row=str(row.pk))
