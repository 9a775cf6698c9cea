import structlog
from procrastinate.contrib.django import app

from ancrage.core import now
from ancrage.core.actors import JobActor
from ancrage.core.clock import real_now
from ancrage.directory.actions.drafts import forget_drafts
from ancrage.directory.actions.publishing import publish, publish_missing
from ancrage.directory.actions.verifying import ask_for_verification
from ancrage.directory.queries.changing import changing_services
from ancrage.directory.queries.verifying import to_write_to

log = structlog.get_logger(__name__)
# A mail server is asked for no more in one morning.
_A_MORNING = 200


# In UTC: soon after midnight in Québec, all year round.
@app.periodic(cron="5 5 * * *")
@app.task(name="directory.publish", queueing_lock="directory.publish", lock="directory.publish")
def publish_what_the_day_changes(timestamp: int) -> None:  # noqa: ARG001 - the queue passes the tick's time
    """A pause that begins or ends, a rule of eligibility that starts: what is told changes with the day."""
    at = now()
    publish(changing_services(at), at=at)
    publish_missing(at=at)
    forget_drafts(at=at)


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
