from collections.abc import Callable, Iterable, Mapping
from typing import Protocol
from uuid import UUID

from django.db.models import Model
from django.http import HttpRequest

from ancrage.accounts.access import Access
from ancrage.accounts.models import User
from ancrage.core.actors import Actor


class Consult(Protocol):
    """See ``ancrage.accounts.pages.page``."""

    def __call__(
        self,
        on: Model | None,
        *,
        about: Iterable[UUID] = (),
        region: str = "",
        by: Actor | None = None,
    ) -> None: ...


class Request(HttpRequest):
    """What every view receives: someone signed in, and what they may do. A type only, never built.

    A public page may be seen by nobody in particular: there, check ``request.user.is_authenticated``.
    ``waiting``, when a page sets it: how much waits behind lines of the menu, by the names of their views.
    """

    user: User
    access: Access
    consult: Consult
    log: Callable[[Model], None]
    waiting: Mapping[str, int]
