"""What whoever leaves leaves behind: the contexts that know say it, to whoever closes the account."""

from collections.abc import Callable
from datetime import datetime

from ancrage.accounts.models import User

Consequences = Callable[[User, datetime], list[str]]
_registered: list[Consequences] = []


def register_consequences(say: Consequences) -> None:
    """Say in words what becomes of the work of someone; called once, by the context that knows, when it is ready."""
    if say not in _registered:
        _registered.append(say)


def consequences_of(user: User, at: datetime) -> list[str]:
    """Figures alone: whoever closes accounts reads no dossier."""
    return [words for say in _registered for words in say(user, at)]
