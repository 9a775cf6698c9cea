"""What happened after the answer: the loop is closed when the service is given, or not."""

from datetime import datetime
from typing import Final

from django.db import transaction

from ancrage.core.actors import Actor
from ancrage.referrals import messages
from ancrage.referrals.actions.moving import locked, move
from ancrage.referrals.models import Referral, ReferralOutcome
from ancrage.referrals.transitions import FINISH, GIVE_UP, START, Step


@transaction.atomic
def start(*, referral: Referral, by: Actor, at: datetime) -> Referral:
    """The service has begun.

    :raises ReferralRefused: when it was not accepted.
    """
    return _go(referral, START, None, "", by=by, at=at)


@transaction.atomic
def finish(*, referral: Referral, outcome: ReferralOutcome, note: str = "", by: Actor, at: datetime) -> Referral:
    """The service was given; ``outcome`` says what came of it. Raises as ``start`` does."""
    return _go(referral, FINISH, outcome, note, by=by, at=at)


@transaction.atomic
def give_up(*, referral: Referral, outcome: ReferralOutcome, note: str = "", by: Actor, at: datetime) -> Referral:
    """The service was not given; ``outcome`` says why. Raises as ``start`` does."""
    return _go(referral, GIVE_UP, outcome, note, by=by, at=at)


ENDINGS: Final = {"rendu": finish, "non-rendu": give_up}
"""By the word of the address."""


def _go(
    referral: Referral, step: Step, outcome: ReferralOutcome | None, note: str, *, by: Actor, at: datetime
) -> Referral:
    referral = locked(referral.pk)
    referral.outcome = outcome
    move(referral, step, by=by, at=at, note=note, fields=("outcome",))
    messages.followers_told(referral, at=at)
    return referral
