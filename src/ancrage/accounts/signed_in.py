"""Who is signed in: the session and its user, read at each request as Django and allauth do, prepared once."""

from datetime import datetime
from uuid import UUID

from allauth.account.auth_backends import AuthenticationBackend as AllauthBackend
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from ancrage.accounts.models import User
from ancrage.core.prepared import Sought, prepared


class SessionStore(DatabaseSessions):
    def _get_session_from_db(self) -> Session | None:
        found = _sessions(key=Sought(self.session_key), at=timezone.now())
        if not found:
            self._session_key = None
        return found[0] if found else None


class AuthenticationBackend(AllauthBackend):
    def get_user(self, user_id: UUID) -> User | None:
        found = _users(pk=user_id)
        return found[0] if found and self.user_can_authenticate(found[0]) else None


@prepared
def _sessions(*, key: Sought, at: datetime) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=at)


@prepared
def _users(*, pk: UUID) -> QuerySet[User]:
    return User.objects.filter(pk=pk)
