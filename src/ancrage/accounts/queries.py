"""Readings of accounts that join or page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from ancrage.accounts.access import Access
from ancrage.accounts.enums import Way
from ancrage.accounts.models import Assignment, NoticeChoice, Notification, User, UserQuerySet
from ancrage.accounts.notices import Notice, all_notices
from ancrage.territory.models import DirectorateRegion

PAGE = 50


@dataclass(frozen=True)
class UsersPage:
    users: list[User]
    """Each with ``held``: their assignments of the day."""
    next: str
    """The key of the next page, or nothing."""


def users_page(wanted: Mapping[str, Any], *, day: date, after: str = "") -> UsersPage:
    held = Assignment.objects.on(day).with_places().in_order()
    found = _filtered(wanted, day).in_order().prefetch_related(Prefetch("assignments", held, to_attr="held"))
    if key := _key(after):
        found = found.filter(Q(sort__gt=key[0]) | Q(sort=key[0], pk__gt=key[1]))
    users = list(found[: PAGE + 1])
    has_more = len(users) > PAGE
    shown = users[:PAGE]
    return UsersPage(shown, f"{shown[-1].sort}|{shown[-1].pk}" if has_more else "")


def _key(after: str) -> tuple[str, UUID] | None:
    sort, _bar, pk = after.rpartition("|")
    try:
        return sort, UUID(pk)
    except ValueError:
        return None


def _filtered(wanted: Mapping[str, Any], day: date) -> UserQuerySet:
    users = User.objects.staff()
    if wanted.get("state") != "all":
        users = users.filter(is_active=wanted.get("state") != "closed")
    if wanted.get("q"):
        users = users.matching(wanted["q"])
    if wanted.get("role"):
        users = users.with_role(wanted["role"], day)
    return users


@dataclass(frozen=True)
class Factors:
    """How someone confirms that it is them."""

    has_app: bool
    keys: int
    has_codes: bool

    @property
    def is_enough(self) -> bool:
        return self.has_app or self.keys > 0


def factors_of(user: User) -> Factors:
    kinds = list(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    return Factors(
        has_app=Authenticator.Type.TOTP in kinds,
        keys=kinds.count(Authenticator.Type.WEBAUTHN),
        has_codes=Authenticator.Type.RECOVERY_CODES in kinds,
    )


def passkeys_of(user: User) -> QuerySet[Authenticator]:
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).order_by("created_at", "pk")


def over(region: UUID, day: date) -> Q:
    """Assignments to a region, to one of its points, or to the directorate that answers for it."""
    covering = DirectorateRegion.objects.on(day).filter(region=region).values("directorate")
    return Q(region=region) | Q(service_point__region=region) | Q(directorate__in=covering)


def assigned(day: date, where: Q) -> UserQuerySet:
    """Active users with such an assignment on ``day``."""
    held = Assignment.objects.on(day).filter(where, user=OuterRef("pk"))
    return User.objects.filter(Exists(held), is_active=True)


def awaiting_digest() -> list[User]:
    """Those with something unread that no digest told of."""
    waiting = Notification.objects.awaiting_digest().filter(user=OuterRef("pk"))
    return list(User.objects.active().filter(Exists(waiting)).order_by("pk"))


def notices_for(access: Access) -> dict[str, Notice]:
    """The sorts of notices that someone may receive, by code."""
    return {code: one for code, one in all_notices().items() if one.is_for(access)}


def chosen_ways(user: User, notices: Mapping[str, Notice]) -> dict[str, Way]:
    """How ``user`` is told of each of ``notices``."""
    chosen = dict(NoticeChoice.objects.filter(user=user).values_list("notice", "way"))
    return {code: Way(chosen.get(code, notice.way)) for code, notice in notices.items()}
