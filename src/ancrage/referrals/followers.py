"""Whom to tell of what comes of a referral: the context that owns it knows."""

from collections.abc import Callable, Iterable
from datetime import datetime

from ancrage.accounts.notices import Told
from ancrage.referrals.models import Referral

Followers = Callable[[Referral, datetime], Iterable[Told] | None]
_registered: list[Followers] = []


def register_followers(find: Followers) -> None:
    """Tell who follows what a referral is about; called once, by the context that knows, when it is ready.

    :param find: those to tell at a moment; None for a referral that is not of this context.
    """
    if find not in _registered:
        _registered.append(find)


def followers_of(referral: Referral, at: datetime) -> list[Told]:
    """Those to tell at the moment ``at``; the sender of a referral that no context owns."""
    for find in _registered:
        found = find(referral, at)
        if found is not None:
            return list(found)
    return [Told(referral.created_by)] if referral.created_by.is_active else []
