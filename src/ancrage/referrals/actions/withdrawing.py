from datetime import datetime

from django.db import transaction

from ancrage.core.actors import Actor
from ancrage.referrals import messages
from ancrage.referrals.actions.linking import revoke_links
from ancrage.referrals.actions.moving import locked, move
from ancrage.referrals.models import Referral
from ancrage.referrals.transitions import WITHDRAW, may


@transaction.atomic
def withdraw(*, referral: Referral, reason: str = "", by: Actor, at: datetime) -> Referral:
    """Take the referral back: its links stop, what was shared is forgotten, the organisation is told.

    :raises ReferralRefused: when it is already over.
    """
    referral = locked(referral.pk)
    was_sent = referral.sent_at is not None
    move(referral, WITHDRAW, by=by, at=at, note=reason)
    revoke_links(referral)
    if was_sent:
        messages.referral_withdrawn(referral, at=at)
    return referral


@transaction.atomic
def stop_sharing(*, referral: Referral, by: Actor, at: datetime) -> None:
    """The person withdrew their consent: nothing of this referral is shared from now on.

    A referral already over holds nothing any more and is left as it is.
    """
    if may(WITHDRAW, locked(referral.pk).state):
        withdraw(referral=referral, by=by, at=at)
