from procrastinate.contrib.django import app

from ancrage.core import now
from ancrage.directory.actions.drafts import forget_drafts
from ancrage.directory.actions.publishing import publish, publish_missing
from ancrage.directory.queries.changing import changing_services


# In UTC: soon after midnight in Québec, all year round.
@app.periodic(cron="5 5 * * *")
@app.task(name="directory.publish", queueing_lock="directory.publish", lock="directory.publish")
def publish_what_the_day_changes(timestamp: int) -> None:  # noqa: ARG001 - the queue passes the tick's time
    """A pause that begins or ends, a rule of eligibility that starts: what is told changes with the day."""
    at = now()
    publish(changing_services(at), at=at)
    publish_missing(at=at)
    forget_drafts(at=at)
