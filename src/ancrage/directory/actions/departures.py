from datetime import datetime

from django.db import transaction

from ancrage.accounts.models import User
from ancrage.core.actors import Actor
from ancrage.core.dates import local_day
from ancrage.directory.models import OrganizationMember
from ancrage.territory.dated import from_day


@transaction.atomic
def end_memberships(user: User, *, by: Actor, at: datetime) -> None:  # noqa: ARG001 - the register names the departure
    """Whoever leaves works for no organisation from today on."""
    day = local_day(at)
    for member in OrganizationMember.objects.filter(user=user, during__contains=day):
        if member.during.lower is None or member.during.lower < day:
            member.during = from_day(member.during.lower, day)
            member.save(update_fields=["during"])
        else:
            member.delete()
