from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from ancrage.accounts import messages
from ancrage.accounts.enums import Way
from ancrage.accounts.models import Digest, NoticeChoice, Notification, User
from ancrage.accounts.notices import Told, all_notices, notice_of
from ancrage.core.dates import local_day

CALM: Final = timedelta(minutes=10)
"""No second e-mail « at once » before: what comes meanwhile waits for the digest."""


@transaction.atomic
def notify(
    *, users: Iterable[User | Told], kind: str, text: str, path: str = "", at: datetime, once: bool = False
) -> list[Notification]:
    """Tell users something inside Ancrage, and by e-mail those who chose so.

    ``text`` names no newcomer: the page at ``path`` does, to whom may read it.

    :param once: nothing more to whoever has not read the last of this kind that leads there: one for many.
    """
    told = {one.user.pk: one for one in (one if isinstance(one, Told) else Told(one) for one in users)}
    if once:
        waiting = Notification.objects.unread().filter(user__in=list(told), kind=kind, path=path)
        told = {pk: told[pk] for pk in told.keys() - set(waiting.order_by().values_list("user", flat=True))}
    ways = _ways_of(told.values(), kind, at)
    rows = Notification.objects.bulk_create(
        Notification(
            user=one.user, kind=kind, text=text, path=path, created_at=at, way=ways[pk], instead_of=one.instead_of
        )
        for pk, one in told.items()
    )
    for row in rows:
        if row.way == Way.AT_ONCE:
            messages.notice_waits(row.user, kind, at=at)
    return rows


@transaction.atomic
def send_digest(*, user: User, at: datetime) -> bool:
    """Write to ``user`` of what they have not read; nothing when all is read, or they were written to today."""
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    waiting = Notification.objects.awaiting_digest().filter(user=user, created_at__lte=at)
    kinds = list(waiting.order_by("created_at", "pk").values_list("kind", flat=True))
    if not kinds:
        return False
    digest, is_new = Digest.objects.get_or_create(user=user, day=local_day(at), defaults={"sent_at": at})
    if not is_new:
        return False
    waiting.update(digest=digest)
    messages.digest(user, kinds, at=at)
    return True


@transaction.atomic
def choose_ways(*, user: User, ways: Mapping[str, str]) -> None:
    """Keep how ``user`` wants to be told, by code of sort of notice. It is theirs: the register says nothing of it."""
    NoticeChoice.objects.bulk_create(
        [
            NoticeChoice(user=user, notice=code, way=way)
            for code, way in ways.items()
            if code in all_notices() and not all_notices()[code].is_fixed
        ],
        update_conflicts=True,
        unique_fields=["user", "notice"],
        update_fields=["way"],
    )


def mark_read(*, user: User, ids: Iterable[UUID] | None = None, at: datetime) -> int:
    """Note that ``user`` saw these notifications, or all of theirs."""
    unread = Notification.objects.unread().filter(user=user)
    return (unread if ids is None else unread.filter(pk__in=list(ids))).update(read_at=at)


def _ways_of(told: Collection[Told], kind: str, at: datetime) -> dict[UUID, Way]:
    """How each is told, by key of user; inside Ancrage only, of a kind that no table names."""
    code, notice = notice_of(kind) or ("", None)
    if notice is None or notice.is_fixed:
        return {one.user.pk: Way.IN_APP for one in told}
    chosen = dict(
        NoticeChoice.objects.filter(user__in=[one.user.pk for one in told], notice=code).values_list("user", "way")
    )
    ways = {one.user.pk: Way.IN_APP if one.is_away else Way(chosen.get(one.user.pk, notice.way)) for one in told}
    hurried = [pk for pk, way in ways.items() if way == Way.AT_ONCE]
    return ways | dict.fromkeys(_written_to_lately(hurried, at), Way.DIGEST)


def _written_to_lately(users: Collection[UUID], at: datetime) -> set[UUID]:
    if not users:
        return set()
    lately = Notification.objects.filter(user__in=users, way=Way.AT_ONCE, created_at__gt=at - CALM)
    return set(lately.order_by().values_list("user", flat=True))
