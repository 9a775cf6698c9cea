from datetime import timedelta

import structlog
from django.conf import settings
from procrastinate.contrib.django import app

from ancrage.core import now
from ancrage.core.actors import JobActor
from ancrage.core.clock import real_now
from ancrage.directory.actions.doubles import find_doubles
from ancrage.directory.actions.drafts import forget_drafts
from ancrage.directory.actions.links import check_address, list_addresses
from ancrage.directory.actions.publishing import publish, publish_missing
from ancrage.directory.actions.reports import forget_reports
from ancrage.directory.actions.verifying import ask_for_verification
from ancrage.directory.models import Organization, Service
from ancrage.directory.queries.changing import changing_services
from ancrage.directory.queries.links import due_checks
from ancrage.directory.queries.verifying import to_write_to

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
    publish_missing(at=at)
    forget_drafts(at=at)
    forget_reports(at=at)


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
