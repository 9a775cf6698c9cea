"""The same thing done to several referrals sent: what cannot be is said with its reason, the rest is done."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from ancrage.accounts.models import User
from ancrage.core import Refused
from ancrage.core.clock import real_now
from ancrage.newcomers.actions.referrals import resend
from ancrage.newcomers.models import CaseReferral
from ancrage.referrals.actions.moving import ReferralRefused, locked
from ancrage.referrals.actions.withdrawing import withdraw

Left = dict[CaseReferral, str]
"""Those to which nothing was done, with why."""

_CALM: Final = timedelta(days=1)


@transaction.atomic
def resend_all(*, ties: Iterable[CaseReferral], by: User, at: datetime) -> Left:
    """Ask again for an answer to each; an organisation asked again less than a day ago is left in peace."""
    return _each(ties, lambda tie: _ask_again(tie, by=by, at=at))


@transaction.atomic
def withdraw_all(*, ties: Iterable[CaseReferral], reason: str, by: User, at: datetime) -> Left:
    """Take each back, for one reason."""
    return _each(ties, lambda tie: withdraw(referral=tie.referral, reason=reason, by=by, at=at))


def _ask_again(tie: CaseReferral, *, by: User, at: datetime) -> None:
    # A new link takes the place of the former.
    if locked(tie.referral_id).links.filter(revoked_at__gt=real_now() - _CALM).exists():
        raise ReferralRefused(_("L’organisme a déjà été relancé depuis moins d’un jour."))
    resend(tie=tie, by=by, at=at)


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
