from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from ancrage.accounts.models import Notification, User


def notify(*, users: Iterable[User], kind: str, text: str, path: str = "", at: datetime) -> list[Notification]:
    """Tell users something inside Ancrage. ``text`` names no newcomer: the page at ``path`` does, to whom may read it."""
    told = {user.pk: user for user in users}
    return Notification.objects.bulk_create(
        Notification(user=user, kind=kind, text=text, path=path, created_at=at) for user in told.values()
    )


def mark_read(*, user: User, ids: Iterable[UUID] | None = None, at: datetime) -> int:
    """Note that ``user`` saw these notifications, or all of theirs."""
    unread = Notification.objects.unread().filter(user=user)
    return (unread if ids is None else unread.filter(pk__in=list(ids))).update(read_at=at)
