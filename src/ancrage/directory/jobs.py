from contextlib import closing
from datetime import timedelta
from io import BytesIO

import structlog
from django.conf import settings
from django.db import OperationalError
from django.utils.translation import gettext as _
from django.utils.translation import override
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from ancrage.core import now
from ancrage.core.actors import JobActor
from ancrage.core.clock import real_now
from ancrage.core.errors import Refused
from ancrage.directory.actions.doubles import find_doubles
from ancrage.directory.actions.drafts import forget_drafts
from ancrage.directory.actions.links import check_address, list_addresses
from ancrage.directory.actions.publishing import publish, publish_missing
from ancrage.directory.actions.rating import rate_all, rate_new
from ancrage.directory.actions.reading_blocks import go_through
from ancrage.directory.actions.reading_undo import undo
from ancrage.directory.actions.readings import JOB, forget_readings, note_trouble
from ancrage.directory.actions.reports import forget_reports
from ancrage.directory.actions.sources import read_feed
from ancrage.directory.actions.verifying import ask_for_verification
from ancrage.directory.exchange.fetching import FetchRefused, fetch
from ancrage.directory.models import Organization, ReadingStage, Service, Source, SourceReading
from ancrage.directory.queries.changing import changing_services
from ancrage.directory.queries.links import due_checks
from ancrage.directory.queries.verifying import to_write_to
from ancrage.files.reading import FileHeld, FileUnreadable, StorageAway, read_file

log = structlog.get_logger(__name__)
# A mail server is asked for no more in one morning.
_A_MORNING = 200
_A_MINUTE = 5
# A night may have been missed.
_LATELY = timedelta(days=3)


# In UTC: soon after midnight in Québec, all year round.
@app.periodic(cron="5 5 * * *")
@app.task(name="directory.publish", queueing_lock="directory.publish", lock="directory.publish")
def publish_what_the_day_changes(timestamp: int) -> None:  # noqa: ARG001 - the queue passes the tick's time
    """A pause that begins or ends, a rule of eligibility that starts: what is told changes with the day."""
    at = now()
    publish(changing_services(at), at=at)
    forget_drafts(at=at)
    forget_reports(at=at)


@app.periodic(cron="*/5 * * * *")
@app.task(name="directory.publish_missing", queueing_lock="directory.publish_missing", lock="directory.publish")
def publish_what_is_not_yet(timestamp: int) -> None:  # noqa: ARG001 - the queue passes the tick's time
    """After a change of how services are told, none is published: they are found again within minutes.

    Those that came from a file are rated too.
    """
    publish_missing(at=now())
    rate_new(at=now())


@app.periodic(cron="*/10 * * * *")
@app.task(name="directory.read_sources", queueing_lock="directory.read_sources", lock="directory.read_sources")
def read_sources_due(timestamp: int) -> None:  # noqa: ARG001 - the queue passes the tick's time
    """Read again the sources whose time has come; one at fault stops no other."""
    by = JobActor("directory.read_sources")
    for source in Source.objects.due(now()).select_related("region").order_by("rank", "pk"):
        try:
            read_feed(source=source, by=by, clock=now)
        except Exception:
            log.exception("source_not_read", source=str(source.pk))


@app.periodic(cron="45 5 * * *")
@app.task(name="directory.forget_readings", queueing_lock="directory.forget_readings")
def forget_old_readings(timestamp: int) -> None:  # noqa: ARG001 - the queue passes the tick's time
    """Destroy files brought, and what undoing them needed, after thirty days."""
    forget_readings(at=now())


@app.task(name=JOB, retry=RetryStrategy(max_attempts=12, exponential_wait=2, wait=30), pass_context=False)
def advance_reading(reading_id: str) -> None:
    """Go through a file as far as its stage goes, from where it was left. Database or storage away, it is tried again."""
    reading = SourceReading.objects.select_related("file", "made_by").filter(pk=reading_id).first()
    if reading is None or reading.trouble:
        return
    with override(reading.made_by.language if reading.made_by else "fr"):
        try:
            _advance(reading)
        except (OperationalError, StorageAway):
            raise
        except Refused as refusal:
            note_trouble(reading=reading, reason=str(refusal))
        except FileHeld:
            waits = _("Le fichier attend d’être examiné par l’antivirus. Reprenez dans quelques minutes.")
            note_trouble(reading=reading, reason=waits)
        except FileUnreadable:
            note_trouble(reading=reading, reason=_("Le fichier reçu ne se lit plus. Envoyez-le de nouveau."))
        except Exception:
            log.exception("reading_failed", reading=str(reading.pk))
            note_trouble(reading=reading, reason=_("Une erreur imprévue arrête cette lecture."))


def _advance(reading: SourceReading) -> None:
    if reading.stage == ReadingStage.UNDOING:
        undo(reading_id=reading.pk, clock=now)
    elif reading.file is not None:
        go_through(reading_id=reading.pk, file=BytesIO(read_file(reading.file)), clock=now)
    elif reading.address.startswith("https://"):
        if file := fetch(reading.address).file:
            with closing(file):
                go_through(reading_id=reading.pk, file=file, clock=now)
    else:
        raise FetchRefused(_("Le fichier n’est plus là : lisez la source de nouveau."))


@app.periodic(cron="35 13 * * 1-5")
@app.task(name="directory.verify", queueing_lock="directory.verify", lock="directory.verify")
def ask_organizations(timestamp: int) -> None:  # noqa: ARG001 - the queue passes the tick's time
    """Write to the organisations whose records are to be verified, once a month at most."""
    at, by = now(), JobActor("directory.verify")
    for organization in to_write_to(at, real_now())[:_A_MORNING]:
        try:
            ask_for_verification(organization=organization, by=by, at=at)
        except Exception:
            log.exception("verification_not_asked", organization=str(organization.pk))


@app.periodic(cron="35 5 * * *")
@app.task(name="directory.rate", queueing_lock="directory.rate", lock="directory.rate")
def rate_the_services(timestamp: int) -> None:  # noqa: ARG001 - the queue passes the tick's time
    """A record is less fresh each day."""
    rate_all(at=now())


@app.periodic(cron="25 6 * * *")
@app.task(name="directory.doubles", queueing_lock="directory.doubles", lock="directory.doubles")
def find_the_doubles_of_lately(timestamp: int) -> None:  # noqa: ARG001 - the queue passes the tick's time
    """Compare with the others the records that changed in the last days."""
    at = now()
    lately = {"modified_at__gte": at - _LATELY}
    for organization in Organization.objects.active().filter(**lately).order_by("pk").iterator():
        find_doubles(organizations=[organization], at=at)
    for service in Service.objects.active().filter(**lately).order_by("pk").iterator():
        find_doubles(services=[service], at=at)


@app.periodic(cron="15 5 * * *")
@app.task(name="directory.addresses", queueing_lock="directory.addresses", lock="directory.addresses")
def list_the_addresses(timestamp: int) -> None:  # noqa: ARG001 - the queue passes the tick's time
    """What is to be asked whether it still answers."""
    list_addresses()


@app.periodic(cron="* * * * *")
@app.task(name="directory.links", queueing_lock="directory.links", lock="directory.links")
def check_a_few_links(timestamp: int) -> None:  # noqa: ARG001 - the queue passes the tick's time
    """A few a minute: no server is asked by hundreds. The demo's addresses are invented: none is asked."""
    if settings.DEMO:
        return
    for check in due_checks(now())[:_A_MINUTE]:
        check_address(check=check, at=now())
