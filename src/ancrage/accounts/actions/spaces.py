"""Accounts of persons who are accompanied. Which person it is, and how they sign in, is known above."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction

from ancrage.accounts.actions.assignments import assign
from ancrage.accounts.models import SPACE_DOMAIN, User, session_salt
from ancrage.accounts.roles import AccountKind
from ancrage.core.actors import Actor
from ancrage.core.dates import local_day
from ancrage.core.ids import uuid7


@transaction.atomic
def open_account(*, role: str, name: str, by: Actor, at: datetime) -> User:
    """An account that no mailbox and no password opens, with ``role``.

    :param name: what staff read beside what it does; not the person's.
    """
    user = User.objects.create_user(f"{uuid7()}{SPACE_DOMAIN}", full_name=name, kind=AccountKind.SPACE, created_at=at)
    assign(user=user, role=role, place=None, start=local_day(at), by=by, at=at)
    return user


@transaction.atomic
def set_open(*, user: User, is_open: bool) -> None:
    """Open or shut it. Either way every session ends at its next request, and no passkey serves any more.

    The caller leaves the entry.
    """
    Authenticator.objects.filter(user=user).delete()
    user.is_active, user.session_salt = is_open, session_salt()
    user.save(update_fields=["is_active", "session_salt"])
