from datetime import datetime
from typing import Final

from ancrage.accounts.models import GuideMark, User

SET_ASIDE: Final = "set_aside"
"""The mark of whoever needs no guide any more."""


def mark_step(*, user: User, step: str, is_done: bool, at: datetime) -> None:
    """Note that ``user`` did a step of their first day, or not after all. It is theirs: the register says nothing."""
    if is_done:
        GuideMark.objects.get_or_create(user=user, step=step, defaults={"done_at": at})
    else:
        GuideMark.objects.filter(user=user, step=step).delete()
