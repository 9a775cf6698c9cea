"""The same thing done to several referrals sent: what cannot be is said with its reason, the rest is done."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import transaction

from ancrage.accounts.models import User
from ancrage.core import Refused
from ancrage.newcomers.actions.referrals import resend
from ancrage.newcomers.models import CaseReferral
from ancrage.referrals.actions.withdrawing import withdraw

Left = dict[CaseReferral, str]
"""Those to which nothing was done, with why."""


@transaction.atomic
def resend_all(*, ties: Iterable[CaseReferral], by: User, at: datetime) -> Left:
    """Ask again for an answer to each."""
    return _each(ties, lambda tie: resend(tie=tie, by=by, at=at))


@transaction.atomic
def withdraw_all(*, ties: Iterable[CaseReferral], reason: str, by: User, at: datetime) -> Left:
    """Take each back, for one reason."""
    return _each(ties, lambda tie: withdraw(referral=tie.referral, reason=reason, by=by, at=at))


def _each(ties: Iterable[CaseReferral], act: Callable[[CaseReferral], object]) -> Left:
    left: Left = {}
    # In the order of their keys: two people over the same referrals wait for one another and never for ever.
    for tie in sorted(ties, key=lambda tie: tie.referral_id):
        try:
            with transaction.atomic():
                act(tie)
        except Refused as refusal:
            left[tie] = str(refusal)
    return left
