"""Something new awaits the person in their space: they are told so, and nothing of what."""

from datetime import datetime

from django.db import transaction

from ancrage.accounts.models import User
from ancrage.audit.actions import record
from ancrage.core.dates import local_day
from ancrage.newcomers.models import Case
from ancrage.newcomers.queries.writing import may_write_to, message_languages
from ancrage.portal import messages
from ancrage.portal.models import Space, SpaceTelling
from ancrage.portal.queries.awaiting import has_come_since, wait_for


@transaction.atomic
def tell_awaits(case: Case, by: User, at: datetime) -> None:
    """Write to the person who may be written to, once a day until they come: several at once wait for one another."""
    spaces = Space.objects.select_for_update(of=("self",)).open().select_related("person", "user")
    space = spaces.filter(person=case.person_id).first()
    if space is None or not may_write_to(space.person):
        return
    day = local_day(at)
    last = SpaceTelling.objects.filter(space=space).order_by("-told_at", "-pk").first()
    if last and last.seen_at is None and has_come_since(space, last.told_at):
        last.seen_at = at
        last.save(update_fields=["seen_at"])
    if last and last.seen_at is None and last.day == day:
        return
    telling = SpaceTelling.objects.create(space=space, day=day, told_at=at)
    messages.something_awaits(telling, languages=message_languages(space.person, day), later=wait_for(space, at), at=at)
    record("portal.space.told", by=by, on=telling, at=at, about=[case.pk, case.person_id], region=case.region.code)
