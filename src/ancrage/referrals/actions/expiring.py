from datetime import datetime

from django.db import transaction

from ancrage.core.actors import Actor
from ancrage.referrals import messages
from ancrage.referrals.actions.linking import revoke_links
from ancrage.referrals.actions.moving import locked, move
from ancrage.referrals.models import Referral
from ancrage.referrals.transitions import EXPIRE


@transaction.atomic
def expire(*, referral: Referral, by: Actor, at: datetime) -> bool:
    """Close a referral nobody answered in time; nothing when the answer came meanwhile."""
    referral = locked(referral.pk)
    if not referral.is_late(at):
        return False
    move(referral, EXPIRE, by=by, at=at)
    revoke_links(referral)
    messages.followers_told(referral, at=at)
    return True
