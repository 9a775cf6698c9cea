"""The address from which someone's own calendar reads when they are taken."""

import secrets
from datetime import datetime

from django.db import transaction

from ancrage.accounts.models import User
from ancrage.agenda.models import CalendarFeed
from ancrage.agenda.queries.feeds import digest_of
from ancrage.audit.actions import record


@transaction.atomic
def make_feed(*, worker: User, by: User, at: datetime) -> str:
    """A new address: its secret, told once. The earlier one no longer answers."""
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=worker.pk)
    _revoke(worker, at)
    token = secrets.token_urlsafe(32)
    feed = CalendarFeed.objects.create(worker=worker, digest=digest_of(token), made_at=at)
    record("agenda.feed.made", by=by, on=feed, at=at)
    return token


@transaction.atomic
def revoke_feed(*, worker: User, by: User, at: datetime) -> None:
    """The address no longer answers. Doing it twice changes nothing."""
    feed = CalendarFeed.objects.filter(worker=worker, revoked_at=None).first()
    if feed and _revoke(worker, at):
        record("agenda.feed.revoked", by=by, on=feed, at=at)


def _revoke(worker: User, at: datetime) -> int:
    return CalendarFeed.objects.filter(worker=worker, revoked_at=None).update(revoked_at=at)
