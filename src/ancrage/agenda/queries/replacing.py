"""Who is there instead of whoever is not."""

from collections.abc import Collection
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Q

from ancrage.accounts.models import User
from ancrage.agenda.models import Absence

_MOST_HOPS: Final = 4


def stand_ins(users: Collection[User], at: datetime) -> dict[UUID, User | None]:
    """By key, those of ``users`` who left or are absent, with who replaces them; None when nobody is there for them.

    Whoever replaces may be away too: their own replacement is looked for. One statement when everybody is there.
    """
    ends = _named_by(users, at)
    for _hop in range(_MOST_HOPS):
        beyond = _named_by({one for one in ends.values() if one is not None}, at)
        if not beyond:
            return ends
        ends = {pk: beyond.get(one.pk, one) if one is not None else None for pk, one in ends.items()}
    # They replace one another.
    beyond = _named_by({one for one in ends.values() if one is not None}, at)
    return {pk: None if one is None or one.pk in beyond else one for pk, one in ends.items()}


def replaced_by(user: User, at: datetime) -> set[UUID]:
    """Keys of those who left or are absent, and whom ``user`` is there for: ``stand_ins`` the other way round."""
    found: set[UUID] = set()
    named = {user.pk}
    for _hop in range(_MOST_HOPS + 1):
        absent = Absence.objects.filter(replaced_by__in=named, during__contains=at).values("worker")
        left = Q(is_active=False, replaced_by__in=named)
        named = set(User.objects.filter(left | Q(pk__in=absent)).values_list("pk", flat=True)) - found - {user.pk}
        if not named:
            break
        found |= named
    return found


def _named_by(users: Collection[User], at: datetime) -> dict[UUID, User | None]:
    if not users:
        return {}
    absent = Absence.objects.filter(worker__in=users, during__contains=at).select_related("replaced_by")
    found = {one.worker_id: one.replaced_by for one in absent.order_by("pk")}
    return found | {one.pk: one.replaced_by for one in users if not one.is_active}
